"""Tidies up once an hour: personal data of payers does not outlive the retention time."""

import asyncio
import logging
from datetime import timedelta

from bot.clock import Clock
from bot.storage import audit, bills, callbacks, conversations, letters, notices, outbox, tries
from bot.storage.database import Database, StorageUnavailable, Unit

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
_KEPT_CONVERSATIONS = timedelta(days=7)
_KEPT_DEEDS = timedelta(days=365)
_KEPT_TRIES = timedelta(days=1)


class Janitor:
    """The worker that drops what need not be kept."""

    name = "janitor"

    def __init__(self, database: Database, clock: Clock, retention: timedelta) -> None:
        self.bell = asyncio.Event()
        self._database = database
        self._clock = clock
        self._retention = retention

    async def run(self, stopping: asyncio.Event) -> None:
        """Tidy up every hour until told to stop."""
        while not stopping.is_set():
            try:
                dropped = await self._database.write(callbacks.forget_bodies, self._clock.now() - self._retention)
                if dropped:
                    log.info("dropped old callback bodies", extra={"count": dropped})
                await self._database.write(outbox.forget_facts, self._clock.now() - self._retention)
                await self._database.write(bills.forget_own_chats, self._clock.now() - self._retention)
                await self._database.write(letters.forget, self._clock.now() - letters.KEPT)
                await self._database.write(self._show_bills_run_out)
                await self._database.write(conversations.forget, self._clock.now() - _KEPT_CONVERSATIONS)
                await self._database.write(audit.forget, self._clock.now() - _KEPT_DEEDS)
                await self._database.write(tries.forget, self._clock.now() - _KEPT_TRIES)
            except StorageUnavailable:
                log.warning("tidying up has to wait")
            await self._clock.wait(self.bell, self._clock.now() + EVERY)

    async def _show_bills_run_out(self, unit: Unit) -> None:
        """A bill for many has no order whose end would redraw its card."""
        now = self._clock.now()
        for bill in await bills.run_out(unit, now):
            await notices.refresh_bill(unit, bill, now)
