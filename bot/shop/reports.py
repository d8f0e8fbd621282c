"""What a report of sales says, and what comparing a day with xPay's own list found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.money import Tyiyn
from bot.shop.periods import Window


@dataclass(frozen=True, slots=True)
class Bar:
    """What was sold in one day or hour, which began at `at` in the shop's time."""

    at: datetime
    orders: int
    gross: Tyiyn


@dataclass(frozen=True, slots=True)
class Sold:
    """A product as its orders named it: how many units, and for how much together."""

    title: str
    units: int
    gross: Tyiyn


@dataclass(frozen=True, slots=True)
class Report:
    """Sales of a period; sums in tyiyn. `fees` leaves out the `fees_unknown` orders whose fee nobody knows.

    Orders count when they were paid, refunds when they were made. `unpaid` are the orders placed in the period that
    ended without money. `bars` are the days, or the hours of one day. Times to pay are None without orders.
    """

    window: Window
    orders: int
    gross: Tyiyn
    refunds: int
    refunded: Tyiyn
    fees: Tyiyn
    fees_unknown: int
    new_customers: int
    returning_customers: int
    median_to_pay: timedelta | None
    average_to_pay: timedelta | None
    unpaid: int
    bars: tuple[Bar, ...]
    by_sum: tuple[Sold, ...]
    by_count: tuple[Sold, ...]

    @property
    def net(self) -> Tyiyn:
        """What stays: without refunds, and without the fees that are known."""
        return self.gross - self.refunded - self.fees

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened that a summary would tell."""
        return not (self.orders or self.refunds)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A transfer that only xPay has. `order_number` is the order whose QR it is on; None for money of no QR of ours.

    `case` says that it lies on the odd-money desk now. Where the sum's unit is not certain, `amount` is None.
    """

    amount: Tyiyn | None
    at: datetime | None
    order_number: int | None = None
    case: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our transfers of a period against xPay's; `only_here` are those of ours that xPay does not list."""

    ours: int
    theirs: int
    only_there: tuple[Unmatched, ...]
    only_here: int
    only_here_sum: Tyiyn
