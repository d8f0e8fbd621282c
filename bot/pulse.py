"""When each outside party was last heard of: what the readiness page and the metrics tell."""

from datetime import datetime, timedelta

from bot.clock import Clock


class Pulse:
    """Remembers the last sign of life of "telegram" and "xpay"."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, datetime] = {}

    def beat(self, part: str) -> None:
        """The part has just answered."""
        self._last[part] = self._clock.now()

    def age(self, part: str) -> timedelta | None:
        """How long ago the part answered, or None when it never did."""
        last = self._last.get(part)
        return None if last is None else self._clock.now() - last
