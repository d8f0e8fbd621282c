"""The one place that knows what time it is; tests hand in a clock of their own."""

import asyncio
from datetime import UTC, datetime


class Clock:
    """Wall-clock time in UTC, and waiting for a moment or an event, whichever comes first."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        """Return when `event` is set or `until` has come; without `until` only the event ends the wait."""
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass
