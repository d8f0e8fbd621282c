"""A code of the counter: a static QR with a fixed sum that is locked between customers. When it is looked after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.shop.money import Tyiyn
from bot.shop.schedule import SPACING, WATCH, soonest

OPEN_FOR = timedelta(minutes=10)
"""How long an opened code waits for its customer."""

OVERDUE = timedelta(minutes=1)
"""A code that xPay has not locked by then is shown to the staff as still open."""

MOST_TITLE = 32
"""The longest title, in characters: xPay takes no more."""

_LOOK = timedelta(seconds=4)
_WATCH = timedelta(minutes=30)
_JUST_LOCKED = timedelta(minutes=1)
_BACKOFF_MOST = timedelta(seconds=30)


class CounterState(StrEnum):
    """The life of a code, as we want it to be at xPay."""

    MAKING = "making"
    """Written down; xPay was asked for it. One that stays so was never shown to anybody."""
    LOCKED = "locked"
    TAKEN = "taken"
    """A payment is to be taken; how the code stood at xPay before has still to be read."""
    OPENING = "opening"
    """It is being opened, and may be open already."""
    OPEN = "open"
    LOCKING = "locking"
    """It has to be locked, and may be open still."""

    @property
    def is_taking(self) -> bool:
        """Whether somebody at the counter waits for a payment."""
        return self in {CounterState.TAKEN, CounterState.OPENING, CounterState.OPEN}


@dataclass(frozen=True, slots=True)
class Counter:
    """One code. Sums in tyiyn; `request_amount` is what the payer pays, a fee on top included.

    `seen_update` is xPay's own time of the last change that was settled or known before the code was opened: what is
    COMPLETED later than that is new money. `since` is when the state began, `overdue` that staff were told that the
    code is still open. `chat_id` and `topic_id` are where the last payment was asked for.
    """

    id: int
    shop_id: int
    title: str
    amount: Tyiyn
    state: CounterState
    made_by: int
    transaction_id: str | None
    link: str | None
    request_amount: Tyiyn | None
    payable: Tyiyn | None
    seen_update: str | None
    since: datetime
    overdue: bool
    chat_id: int | None
    topic_id: int | None
    asked_at: datetime | None
    failures: int


def is_new(update: str | None, seen: str | None) -> bool:
    """Whether a change is not the one seen before, nor an earlier one; both as xPay writes its times."""
    if update is None or seen is None:
        return update != seen
    try:
        return datetime.fromisoformat(update) > datetime.fromisoformat(seen)
    except (ValueError, TypeError):  # another form, or only one of them with a zone
        return update != seen


def next_look(now: datetime, counter: Counter) -> datetime | None:
    """When xPay is asked about a code again after an answer; None when a locked one needs no watching any more."""
    if counter.state is CounterState.LOCKED:
        age = now - counter.since
        if age > WATCH:
            return None
        return now + (_JUST_LOCKED if age < _JUST_LOCKED else _WATCH)
    if counter.state is CounterState.OPEN:
        return now + _LOOK
    return soonest(now, counter.asked_at)


def after_failure(now: datetime, failures: int) -> datetime:
    """When to ask again after `failures` failed attempts in a row: soon, since somebody stands at the counter."""
    return now + min(_BACKOFF_MOST, SPACING * (1 << min(failures, 6)))
