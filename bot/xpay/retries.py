"""Which failures are asked again, and after how long; the loop itself is stamina's."""

import random
from collections.abc import AsyncIterator, Callable

import stamina
from stamina.instrumentation import LoggingOnRetryHook, set_on_retry_hooks

from bot.xpay.errors import Unavailable

ATTEMPTS = 3
_CHANCE = random.SystemRandom()
_TOO_MANY = 429

set_on_retry_hooks([LoggingOnRetryHook])  # else stamina would write past our logs, and past what keeps secrets out


def wait_for_read(error: Exception, spacing: float) -> float | None:
    """Seconds until a question may be put again, None for never.

    After a refused connection soon; where xPay may have heard the question, not before `spacing`; after 429 never
    (whoever asks for many payments has to slow down as a whole).
    """
    if not isinstance(error, Unavailable) or error.http_status == _TOO_MANY:
        return None
    return _CHANCE.uniform(0.1, 0.6) if error.outcome_known else spacing + _CHANCE.uniform(0.0, 0.5)


def wait_for_creation(error: Exception, spacing: float) -> float | None:
    """The same for creating a QR: only where it is certain that nothing happened, or there would be two."""
    known = isinstance(error, Unavailable) and error.outcome_known
    return wait_for_read(error, spacing) if known else None


Policy = Callable[[Exception, float], float | None]


def attempts(policy: Policy, spacing: float, seconds_left: Callable[[], float]) -> AsyncIterator[stamina.Attempt]:
    """The attempts of one call; it ends with its last true error rather than in a time-out while it waits."""

    def again(error: Exception) -> bool | float:
        wait = policy(error, spacing)
        return False if wait is None or wait >= seconds_left() else wait

    return aiter(stamina.retry_context(on=again, attempts=ATTEMPTS, timeout=None))
