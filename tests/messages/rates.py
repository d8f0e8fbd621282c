"""Limits for tests that are about something else, and what a server's books say about rates."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.ledger import Entry, Ledger
from bot.sandbox.telegram.limits import GROUP, OVERALL, PRIVATE, counts
from bot.sandbox.telegram.limits import Limits as TheirLimits
from bot.workers.limits import GROUP as OUR_GROUP
from bot.workers.limits import OVERALL as OUR_OVERALL
from bot.workers.limits import PRIVATE as OUR_PRIVATE
from bot.workers.limits import Limits, Window


def unhurried() -> Limits:
    """No person presses as fast as a test does: whoever tests screens does not want to wait for them."""
    return Limits(
        *(
            tuple(replace(window, most=10_000, notices=10_000, replies=10_000) for window in windows)
            for windows in (OUR_OVERALL, OUR_PRIVATE, OUR_GROUP)
        )
    )


def fullest(times: Iterable[float], seconds: float) -> int:
    """The most that any window of so many seconds holds; both its ends do not count as one window."""
    ordered = sorted(times)
    return max((bisect_right(ordered, at) - bisect_right(ordered, at - seconds) for at in ordered), default=0)


def spent(ledger: Ledger) -> list[Entry]:
    """What counted against the limits."""
    return [entry for entry in ledger.accepted() if counts(entry.method)]


def assert_within_our_limits(ledger: Ledger) -> None:
    """In no chat and over all is any window fuller than we promise, by the server's own books; nobody said 429."""
    entries = spent(ledger)
    for window in OUR_OVERALL:
        assert _fits([entry.at for entry in entries], window)
    for chat in {entry.chat_id for entry in entries if entry.chat_id is not None}:
        times = [entry.at for entry in entries if entry.chat_id == chat]
        for window in OUR_GROUP if chat < 0 else OUR_PRIVATE:
            assert _fits(times, window), (chat, window, fullest(times, window.length.total_seconds()))
    assert not [entry for entry in ledger.entries if "Too Many" in (entry.error or "")]


def _fits(times: list[float], window: Window) -> bool:
    return fullest(times, window.length.total_seconds()) <= window.most


@dataclass(frozen=True)
class Delays:
    """How late orders were told, in seconds."""

    median: float
    most_wait: float
    longest: float

    def __str__(self) -> str:
        return f"median {self.median:8.1f} s   95th {self.most_wait:8.1f} s   longest {self.longest:8.1f} s"


def delays(late: Iterable[float]) -> Delays:
    """Median, 95th percentile and maximum."""
    ordered = sorted(late)
    return Delays(ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1])


def naive(paid_at: list[float]) -> Delays:
    """The delays of a sender that sends one card a sale, in order, and waits as long as each 429 tells it."""
    now, late = 0.0, []
    limits = TheirLimits(lambda: now, OVERALL, PRIVATE, GROUP)
    for at in sorted(paid_at):
        now = max(now, at)
        while True:
            try:
                limits.admit(-1)
            except Refused as refused:
                now += refused.parameters["retry_after"]
            else:
                break
        late.append(now - at)
    return delays(late)
