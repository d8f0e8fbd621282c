"""Working off what falls due: claim it, do it side by side, and sleep until the next is due or a bell rings."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from bot.clock import Clock
from bot.storage.database import StorageUnavailable
from bot.workers.supervisor import STORAGE_PAUSE, Crew

T = TypeVar("T")


class Rounds(Generic[T]):
    """Rounds over things that fall due, at most `at_once` of them in hand.

    `claim` takes up to so many, each with the end of the lease under which `do` works on it; `next_due` says when to
    come back.
    """

    def __init__(
        self,
        clock: Clock,
        bell: asyncio.Event,
        at_once: int,
        *,
        claim: Callable[[int], Awaitable[Sequence[tuple[T, datetime]]]],
        next_due: Callable[[], Awaitable[datetime | None]],
        do: Callable[[T, datetime], Awaitable[None]],
    ) -> None:
        self._clock = clock
        self._bell = bell
        self._crew = Crew(at_once, bell)
        self._claim = claim
        self._next_due = next_due
        self._do = do
        self._may_be_more = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let what is in hand end."""
        while not stopping.is_set():
            self._bell.clear()
            await self._clock.wait(self._bell, await self._round())
        await self._crew.finish()

    async def _round(self) -> datetime | None:
        """Begin as much as there is room for; the moment to come back, None for when the bell rings."""
        room = self._crew.free
        if not room:
            return None
        try:
            due_at = self._clock.now() if self._may_be_more else await self._next_due()
            if due_at is None or due_at > self._clock.now():  # bells ring more often than anything is due
                return due_at
            claimed = await self._claim(room)
            for thing, leased_until in claimed:
                self._crew.begin(partial(self._do, thing, leased_until))
            self._may_be_more = len(claimed) == room
            return self._clock.now() if self._crew.free else None
        except StorageUnavailable:
            return self._clock.now() + STORAGE_PAUSE
