"""A merchant's points: their limits and what a payment costs the payer and the merchant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from bot.sandbox.xpay.money import som_string
from bot.sandbox.xpay.times import iso

Mode = Literal["SANDBOX", "PRODUCTION"]


@dataclass(frozen=True)
class Price:
    """What the payer pays, what the invoice says and what reaches the merchant, in tyiyn."""

    request_amount: int
    amount: int
    payable: int


@dataclass(frozen=True)
class Fee:
    """One row of a point's charges: sums in tyiyn, ``max_amount`` None for no end, dates None for always.

    ``top`` is added for the payer, ``low`` is kept back from the merchant.
    """

    top_fixed: int = 0
    top_percent: Decimal = Decimal(0)
    low_fixed: int = 0
    low_percent: Decimal = Decimal("0.8")
    min_amount: int = 0
    max_amount: int | None = None
    start: datetime | None = None
    end: datetime | None = None

    def covers(self, amount: int, now: datetime) -> bool:
        """Whether this row is the one for such a sum at such a time."""
        in_sum = self.min_amount <= amount and (self.max_amount is None or amount <= self.max_amount)
        return in_sum and (self.start is None or self.start <= now) and (self.end is None or now <= self.end)

    def as_json(self) -> dict[str, Any]:
        """The row as the login answer shows it: decimal strings."""
        return {
            "start_date": iso(self.start) if self.start else None,
            "end_date": iso(self.end) if self.end else None,
            "min_amount": som_string(self.min_amount),
            "max_amount": som_string(self.max_amount),
            "transaction_top_fixed_charge": som_string(self.top_fixed),
            "transaction_top_percent_charge": f"{self.top_percent:.8f}",
            "transaction_low_fixed_charge": som_string(self.low_fixed),
            "transaction_low_percent_charge": f"{self.low_percent:.8f}",
        }


@dataclass(frozen=True)
class Point:
    """A point of sale; sums in tyiyn, None for no limit. Daily and monthly limits are told, not enforced."""

    uuid: str
    mode: Mode
    name: str
    address: str = "Бишкек"
    serial: str = "SBX0000001"
    min_amount: int | None = 100
    max_amount: int | None = 100_000_00
    daily: int | None = None
    monthly: int | None = None
    fees: tuple[Fee, ...] = (Fee(),)

    def allows(self, amount: int) -> bool:
        """Whether one payment may have this sum."""
        return (self.min_amount or 1) <= amount and (self.max_amount is None or amount <= self.max_amount)

    def price(self, amount: int, now: datetime) -> Price:
        """The sums of an invoice of ``amount`` tyiyn by the first fee row that covers it; without one it is free."""
        for fee in self.fees:
            if fee.covers(amount, now):
                top = fee.top_fixed + _percent(amount, fee.top_percent)
                low = fee.low_fixed + _percent(amount, fee.low_percent)
                return Price(request_amount=amount + top, amount=amount, payable=amount - low)
        return Price(amount, amount, amount)

    def as_json(self) -> dict[str, Any]:
        """The point as the login answer lists it under ``service``."""
        return {
            "uuid": self.uuid,
            "mode": self.mode,
            "name": self.name,
            "tsp_name": self.name,
            "tsp_qr_name": self.name[:25],
            "tsp_address": self.address,
            "tsp_serial": self.serial,
            "currency_code": "417",
            "transaction_limits": {
                "min": som_string(self.min_amount),
                "max": som_string(self.max_amount),
                "daily": som_string(self.daily),
                "monthly": som_string(self.monthly),
            },
            "service_charge": [fee.as_json() for fee in self.fees],
        }


def default_points(shop: str = "Tolom demo") -> tuple[Point, ...]:
    """A test point and a production point of one shop, 0.8 % kept back from the merchant."""
    return (
        Point("5b0d9a52-6c1f-4f7e-9d51-0c7a4e2b1a01", "SANDBOX", shop, serial="SBX0000001"),
        Point("5b0d9a52-6c1f-4f7e-9d51-0c7a4e2b1a02", "PRODUCTION", shop, serial="PRD0000001"),
    )


def _percent(amount: int, percent: Decimal) -> int:
    return int((amount * percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
