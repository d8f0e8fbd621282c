"""Bills: a sum that a seller asks for, for one payer or for many, until a day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment
from bot.shop.people import clean_name

MOST_TITLE = 100
"""Characters of what a bill is for."""

USUAL_DAYS = 7
"""How many days a bill waits unless told otherwise."""

MOST_DAYS = 366

_LAST_MINUTE = time(23, 59)
_SUM = re.compile(
    r"\s*(?P<sum>(?:[0-9]{1,3}(?:[ \u00a0\u202f\u2009'][0-9]{3})+|[0-9]+)(?:[.,][0-9]{1,2})?)"
    r"(?:с\.?|\s*(?:сомдук|сому|сома|сом|som|kgs|⃀)\.?)?[.,:;–—-]?(?=\s|$)",
    re.IGNORECASE,
)
_DATE = re.compile(r"([0-9]{1,2})[./ -]([0-9]{1,2})(?:[./ -]([0-9]{2}|[0-9]{4}))?\.?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bill:
    """Money that somebody of the staff (`made_by`) asks for. `token` is the unguessable part of the link to it.

    `amount` (tyiyn) is what is to be paid, or with `may_raise` the least. One for `many` payers leads each of its
    visitors to an order of their own; any other has one order from the beginning. Its card for passing on is a message
    in `card_chat_id`; sent inline it is known by `inline_message_id`; written into a private chat of its maker's
    (`business_chat_id`, through the connection `business_id`) it is a card there too.
    """

    id: int
    shop_id: int
    token: str
    title: str
    amount: Tyiyn
    many: bool
    may_raise: bool
    due_at: datetime
    cancelled_at: datetime | None
    made_by: int
    made_at: datetime
    inline_message_id: str | None
    business_id: str | None
    business_chat_id: int | None
    business_message_id: int | None
    business_picture: str | None
    card_chat_id: int | None
    card_topic_id: int | None
    card_message_id: int | None
    card_picture: str | None

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be paid."""
        return self.cancelled_at is None and now < self.due_at


class BillState(StrEnum):
    """How a bill stands."""

    WAITING = "waiting"
    PAID = "paid"
    OVER = "over"
    """Its day has passed."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Standing:
    """A bill with what came of it: how many have paid, how much (tyiyn), and its order, if it is for one payer.

    `payment` is that order's newest QR.
    """

    bill: Bill
    state: BillState
    count: int
    sum: Tyiyn
    order: Order | None = None
    payment: Payment | None = None


def state_of(bill: Bill, order: OrderState | None, now: datetime) -> BillState:
    """How a bill stands; `order` is the state of its order, None for one for many, which is never all paid."""
    if order is OrderState.PAID:
        return BillState.PAID
    if bill.cancelled_at is not None or order is OrderState.CANCELLED:
        return BillState.CANCELLED
    at_bank = order is OrderState.PROCESSING
    return BillState.OVER if now >= bill.due_at and not at_bank else BillState.WAITING


def read_wish(text: str) -> tuple[Tyiyn | None, str]:
    """The sum (tyiyn) that a line begins with, and what it is for; None or "" where a part is missing.

    Spaces part thousands only: "1 500 cake" is a cake for 1500, "1500 2 cakes" are two.
    """
    match = _SUM.match(text)
    if match is None:
        return None, clean_name(text, MOST_TITLE)
    try:
        amount = parse_som(match["sum"])
    except NotMoney:
        return None, clean_name(text, MOST_TITLE)
    return amount, clean_name(text[match.end() :].lstrip(" –—-"), MOST_TITLE)


def end_of_day(now: datetime, days: int, timezone: str) -> datetime:
    """The last minute of the day `days` from now, in the shop's zone."""
    return _last_minute(now.astimezone(ZoneInfo(timezone)).date() + timedelta(days=days), timezone)


def read_due(text: str, now: datetime, timezone: str) -> datetime | None:
    """The end of the day that somebody wrote ("30.11", "30.11.2026"); None when it is none, is over or too far.

    Without a year the next such day is meant.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    today = now.astimezone(ZoneInfo(timezone)).date()
    day, month, year = int(match[1]), int(match[2]), match[3]
    years = [int(year) % 100 + 2000] if year else [today.year, today.year + 1]
    found = next((one for one in (_date(number, month, day) for number in years) if one and one >= today), None)
    if found is None or found - today > timedelta(days=MOST_DAYS):
        return None
    return _last_minute(found, timezone)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_minute(day: date, timezone: str) -> datetime:
    return datetime.combine(day, _LAST_MINUTE, ZoneInfo(timezone))
