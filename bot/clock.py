"""The one place that knows what time it is; tests hand in a clock of their own."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

_CATCHES_UP = 0.05
"""How much faster or slower than time itself the clock runs while it makes up for a step: 3 seconds a minute."""

_STEP_MOST = timedelta(hours=2)
"""A larger step is no accident: the machine's clock was wrong, and is right now."""


def _wall() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """Seconds that never jump, the machine's sleep included where the system counts it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Clock:
    """Time in UTC, and waiting for a moment or an event, whichever comes first.

    When the machine's clock is set by up to two hours, this one does not jump with it but makes up for it slowly: no
    order runs out of its time because of a step. `wall` and `steady` are the machine's two clocks.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall, steady: Callable[[], float] = _steady) -> None:
        self._wall = wall
        self._steady = steady
        self._seen_at = steady()
        self._time = wall()
        self._looking = threading.Lock()

    def now(self) -> datetime:
        """The present moment, aware and in UTC; asked from any thread."""
        with self._looking:
            return self._look()

    def _look(self) -> datetime:
        seen_at = self._steady()
        passed = timedelta(seconds=seen_at - self._seen_at)
        expected, told = self._time + passed, self._wall()
        behind = told - expected
        if abs(behind) > _STEP_MOST:
            log.warning("the machine's clock was set", extra={"seconds": behind.total_seconds()})
            self._time = told
        else:
            most = passed * _CATCHES_UP
            self._time = expected + max(-most, min(most, behind))
        self._seen_at = seen_at
        return self._time

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        """Return when `event` is set or `until` has come; without `until` only the event ends the wait."""
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass
