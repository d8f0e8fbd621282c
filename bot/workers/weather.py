"""Whether Telegram can be reached at all: when it cannot, one message at a time finds out, and the others wait."""

from datetime import datetime, timedelta

from bot.workers.failures import backoff

_A_STORM = 3
"""So many failures one after another are not about a message."""

_CALLS_LONGEST = timedelta(seconds=30)
_TOKEN_PAUSE = timedelta(minutes=1)


class Weather:
    """Counts the failures since anything last went well."""

    def __init__(self) -> None:
        self._failures = 0
        self.token_refused = False
        self.closed_until: datetime | None = None
        """Nothing is tried before this moment."""

    @property
    def is_bad(self) -> bool:
        """Whether one message goes first to find out."""
        return self._failures >= _A_STORM or self.token_refused

    def failed(self, now: datetime, jitter: float) -> None:
        """The way to Telegram failed once more."""
        self._failures += 1
        if self._failures >= _A_STORM:
            self.closed_until = now + min(_CALLS_LONGEST, backoff(self._failures - _A_STORM, jitter))

    def refused(self, now: datetime) -> None:
        """Telegram does not know our token."""
        self.token_refused = True
        self.closed_until = now + _TOKEN_PAUSE

    def fine(self) -> bool:
        """Telegram has answered; whether it was not to be reached before."""
        was_bad = self.is_bad
        self._failures, self.token_refused, self.closed_until = 0, False, None
        return was_bad
