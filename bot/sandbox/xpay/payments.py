"""The QRs that merchants made and the money that was paid on them."""

from __future__ import annotations

import random
import string
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.xpay import elqr
from bot.sandbox.xpay.order import Order
from bot.sandbox.xpay.points import Point, Price
from bot.sandbox.xpay.times import iso

COMPLETED = "COMPLETED"
CLOSED = (COMPLETED, "ERROR", "CANCELED")


@dataclass(frozen=True)
class Transfer:
    """Money that a payer sent: one ``trx`` each."""

    trx: str
    transaction_uuid: str
    price: Price
    at: datetime


@dataclass
class Payment:
    """One QR; ``status`` is the pay status of a dynamic one and the QR status of a static one."""

    id: str
    identificator: str
    point: Point
    order: Order
    price: Price
    elqr: str
    link: str
    status: str
    created_at: datetime
    changed_at: datetime
    asked_at: datetime | None = None
    transfers: list[Transfer] = field(default_factory=list)

    @property
    def static(self) -> bool:
        """Whether the code is reusable."""
        return self.order.type == "static"

    @property
    def shown_price(self) -> Price:
        """The sums of the last transfer, or of the invoice while there is none."""
        return self.transfers[-1].price if self.transfers else self.price

    def as_json(self) -> dict[str, Any]:
        """The payment with all that the stand-in knows of it, for the control API."""
        return {
            "id": self.id,
            "link": self.link,
            "elqr": self.elqr,
            "status": self.status,
            "point": self.point.uuid,
            "request_amount": self.price.request_amount,
            "payable": self.price.payable,
            "created_at": iso(self.created_at),
            "trx": [transfer.trx for transfer in self.transfers],
            **self.order.as_json(),
        }


class Payments:
    """All payments, by id and by link; ids come from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._by_id: dict[str, Payment] = {}
        self._by_elqr: dict[str, Payment] = {}

    def add(self, payment: Payment) -> None:
        """Remember a new payment."""
        self._by_id[payment.id] = payment
        self._by_elqr[elqr.same(payment.elqr)] = payment

    def get(self, payment_id: str) -> Payment | None:
        """The payment with this transaction id."""
        return self._by_id.get(payment_id)

    def find(self, name: str) -> Payment | None:
        """The payment of a link, of its ELQR part or of a transaction id."""
        return self._by_elqr.get(elqr.same(name)) or self._by_id.get(name)

    def all(self) -> list[Payment]:
        """Every payment, oldest first."""
        return list(self._by_id.values())

    def new_id(self, now: datetime) -> str:
        """An id as the provider makes them: the second, then 15 letters and digits."""
        tail = "".join(self._chance.choices(string.ascii_letters + string.digits, k=15))
        return f"{int(now.timestamp()):010d}{tail}"

    def new_uuid(self) -> str:
        """A random UUID."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
