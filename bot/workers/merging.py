"""When a chat's next sale card goes, and whether it goes alone: a pure answer from what was sent and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.workers.limits import Window

CALM = timedelta(seconds=5)
"""When nothing new has come for so long, the rush is over."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Send at `at`, and then all that waits as one message if `together`."""

    at: datetime
    together: bool


def plan(sent: Sequence[datetime], window: Window, waiting: int, youngest: datetime, now: datetime) -> Plan:
    """What to do about `waiting` sale cards, the youngest written at `youngest`.

    The first half of a chat's window is spent as cards come, one by one. The rest is spread over the time until the
    window is free again, and whatever came meanwhile goes together: so the chat is never silent for a minute. A few
    cards that are left when nothing comes any more go one by one.
    """
    room = window.notices - len(sent)
    if 2 * len(sent) < window.notices:
        return Plan(now, together=waiting > room)
    if room <= 0:
        return Plan(max(now, sent[-window.notices] + window.length), together=waiting > 1)
    if waiting <= room // 2 and now - youngest >= CALM:
        return Plan(now, together=False)
    at = sent[-1] + (sent[0] + window.length - sent[-1]) / room
    if waiting <= room // 2:
        at = min(at, youngest + CALM)
    return Plan(max(now, at), together=waiting > 1)
