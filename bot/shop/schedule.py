"""When to ask xPay about a payment again. Pure policy: the settler only executes it."""

from datetime import datetime, timedelta

from bot.shop.payment import PaymentState

SPACING = timedelta(seconds=3)
"""xPay wants to be asked about one QR at most this often."""

LEASE = timedelta(seconds=60)
"""How long a payment is left alone while xPay is asked about it, or makes its QR: longer than either can take."""

WATCH = timedelta(hours=26)
"""How long a payment is watched after its order ended: xPay repeats callbacks for 24 hours."""

_AT_BANK_GRACE = timedelta(minutes=15)
_POLL = (
    (timedelta(minutes=2), timedelta(seconds=5)),
    (timedelta(minutes=10), timedelta(seconds=10)),
    (timedelta(minutes=60), timedelta(seconds=30)),
    (timedelta(hours=6), timedelta(minutes=5)),
)
_POLL_SLOWEST = timedelta(minutes=30)
_CALLBACKS_EXPECTED = timedelta(minutes=1)
_HELD_PAUSE = timedelta(minutes=1)
_BACKOFF_MOST = timedelta(minutes=5)


def first_pause(*, callbacks: bool) -> timedelta:
    """How long after a QR was made it is asked about unprompted for the first time."""
    return _CALLBACKS_EXPECTED if callbacks else _POLL[0][1]


def soonest(now: datetime, asked_at: datetime | None) -> datetime:
    """When a payment may be asked about at the earliest.

    A last question in the future only shows that the clock was set back: the wait is never longer than the spacing.
    """
    return now if asked_at is None else max(now, min(asked_at, now) + SPACING)


def deadline(expires_at: datetime, payment: PaymentState) -> datetime:
    """When an unpaid order ends: later for a customer who is in the bank app at that moment."""
    return expires_at + _AT_BANK_GRACE if payment.is_at_bank else expires_at


def next_question(
    now: datetime, created_at: datetime, ends_at: datetime | None, *, callbacks: bool, settled: bool = False
) -> datetime | None:
    """The next time to ask unprompted, or None when the payment need not be watched any more.

    Args:
        now: the moment of the answer just read.
        created_at: when the QR was made, or its order ended: questions slow down from there.
        ends_at: when the open order ends (it is asked about then); None once the order has ended.
        callbacks: whether xPay can call us; then asking is only a safety net.
        settled: whether its money has come: then only a second payment of the same QR could be news.
    """
    age = now - created_at
    if ends_at is None and (age > WATCH or (settled and callbacks)):
        return None
    if settled:
        return now + _POLL_SLOWEST
    pause = next((step for limit, step in _POLL if age < limit), _POLL_SLOWEST)
    if callbacks or ends_at is None:
        pause = max(pause, _CALLBACKS_EXPECTED)
    asked = now + max(pause, SPACING)
    if ends_at is not None and now < ends_at < asked:
        return max(ends_at, now + SPACING)
    return asked


def look_again(now: datetime, ends_at: datetime | None) -> datetime | None:
    """When to look after an order again whose QR cannot be asked about: at its end.

    Past its end it is held open by odd money on the desk, or by a QR of it that xPay has not answered about.
    """
    return ends_at if ends_at is None or ends_at > now else now + _HELD_PAUSE


def after_failure(now: datetime, failures: int, jitter: float) -> datetime:
    """When to ask again after `failures` failed questions in a row; `jitter` is a random number from 0 to 1."""
    pause = min(_BACKOFF_MOST, SPACING * 2.0 ** min(failures, 10))
    return now + max(SPACING, pause * (0.5 + jitter / 2))
