"""Looks after the codes of the counter that are due, and sleeps until the next one is."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.services.counter import Switching
from bot.shop.counter import Counter
from bot.storage import counters
from bot.storage.database import Database, StorageUnavailable
from bot.workers.supervisor import Crew

log = logging.getLogger(__name__)

AT_ONCE = 4
_STORAGE_PAUSE = timedelta(seconds=1)


class CounterKeeper:
    """The worker that opens and locks codes and asks whether they were paid; woken by presses, callbacks and time."""

    name = "counter"

    def __init__(self, database: Database, clock: Clock, switching: Switching) -> None:
        self.bell = database.bell(counters.BELL)
        self._clock = clock
        self._switching = switching
        self._crew = Crew(AT_ONCE, self.bell)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let the open questions end."""
        while not stopping.is_set():
            self.bell.clear()
            await self._clock.wait(self.bell, await self._round())
        await self._crew.finish()

    async def _round(self) -> datetime | None:
        if not self._crew.free:
            return None
        try:
            for counter, leased_until in await self._switching.claim_due(self._crew.free):
                self._crew.begin(partial(self._step, counter, leased_until))
            return await self._switching.next_due() if self._crew.free else None
        except StorageUnavailable:
            return self._clock.now() + _STORAGE_PAUSE

    async def _step(self, counter: Counter, leased_until: datetime) -> None:
        try:
            await self._switching.step(counter, leased_until)
        except StorageUnavailable:
            log.warning("a code's answer could not be kept; it is looked after again", extra={"counter": counter.id})
