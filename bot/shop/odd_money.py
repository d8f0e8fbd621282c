"""The odd-money desk's records: what waits there for a person, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.shop.money import Tyiyn
from bot.shop.payment import DeskReason


class Ruling(StrEnum):
    """What a person decides about a case."""

    ACCEPTED = "accepted"
    """The money pays the order it came for."""
    ATTACHED = "attached"
    """The money pays another order of the same customer."""
    REFUNDED = "refunded"
    """The money went back, by hand in the bank's app."""
    NOTED = "noted"
    """Looked at; there is no money to move."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something on the desk. `expected` and `received` are tyiyn; `received` is None where the sum is not certain.

    `raw` is the sum as xPay wrote it, `trx` and `transaction_id` are xPay's references.
    """

    id: int
    shop_id: int
    order_id: int
    order_number: int
    person_id: int
    payment_id: int | None
    transfer_id: int | None
    reason: DeskReason
    expected: Tyiyn
    received: Tyiyn | None
    raw: str | None
    trx: str | None
    transaction_id: str | None
    opened_at: datetime
    decision: Ruling | None
    decided_at: datetime | None
    decided_by: int | None
    note: str | None

    @property
    def has_money(self) -> bool:
        """Whether the case is about money that paid no order yet."""
        return self.transfer_id is not None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back, recorded by the person who did it in the bank's app (`by`); the sum in tyiyn."""

    amount: Tyiyn
    note: str
    by: str
    at: datetime
