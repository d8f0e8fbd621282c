"""Being logged in: one login at a time, however many callers wait, renewed before the token dies."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.xpay.errors import XPayError
from bot.xpay.points import Point

REFRESH_AFTER = 25 * 60.0
"""Seconds after which a token is not used any more: it lives for 30 minutes."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a login gave."""

    token: str = field(repr=False)
    points: tuple[Point, ...]


class Session:
    """The current login, shared by all callers; `monotonic` counts seconds and never jumps."""

    def __init__(self, sign_in: Callable[[], Awaitable[SignedIn]], monotonic: Callable[[], float]) -> None:
        self._sign_in = sign_in
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._usable: SignedIn | None = None
        self._usable_until = 0.0
        self._attempts_ended = 0
        self._failure: XPayError | None = None
        self.last: SignedIn | None = None
        """The newest login, whose points are still true when its token is not."""

    async def current(self) -> SignedIn:
        """A login that can be used. Callers who wait for the same attempt share its end, good or bad."""
        ended_before = self._attempts_ended
        async with self._lock:
            if self._usable is not None and self._monotonic() < self._usable_until:
                return self._usable
            if self._attempts_ended > ended_before and self._failure is not None:
                raise self._failure.with_traceback(None)
            return await self._renew()

    def drop(self, refused: SignedIn) -> None:
        """Forget a login whose token was refused; a newer one, made meanwhile by another caller, stays."""
        if self._usable is refused:
            self._usable = None

    async def _renew(self) -> SignedIn:
        asked_at = self._monotonic()
        self._failure = None
        try:
            self._usable = self.last = await self._sign_in()
        except XPayError as failure:
            self._usable, self._failure = None, failure
            raise
        finally:
            self._attempts_ended += 1
        self._usable_until = asked_at + REFRESH_AFTER
        return self._usable
