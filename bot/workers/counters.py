"""Looks after the codes of the counter that are due, and sleeps until the next one is."""

import asyncio
import logging
from datetime import datetime

from bot.clock import Clock
from bot.services.counter import Switching
from bot.shop.counter import Counter
from bot.storage import counters
from bot.storage.database import Database, StorageUnavailable
from bot.workers.rounds import Rounds

log = logging.getLogger(__name__)

AT_ONCE = 4


class CounterKeeper:
    """The worker that opens and locks codes and asks whether they were paid; woken by presses, callbacks and time."""

    name = "counter"

    def __init__(self, database: Database, clock: Clock, switching: Switching) -> None:
        self.bell = database.bell(counters.BELL)
        self._switching = switching
        self._rounds = Rounds(
            clock, self.bell, AT_ONCE, claim=switching.claim_due, next_due=switching.next_due, do=self._step
        )

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let the open questions end."""
        await self._rounds.run(stopping)

    async def _step(self, counter: Counter, leased_until: datetime) -> None:
        try:
            await self._switching.step(counter, leased_until)
        except StorageUnavailable:
            log.warning("a code's answer could not be kept; it is looked after again", extra={"counter": counter.id})
