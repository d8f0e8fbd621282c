"""Asks xPay about the payments that are due, and sleeps until the next one is."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.settlement import Settlement
from bot.shop.payment import Payment
from bot.storage import payments
from bot.storage.database import Database, StorageUnavailable
from bot.workers.supervisor import Crew
from bot.xpay import XPayError

log = logging.getLogger(__name__)

AT_ONCE = 10
_STORAGE_PAUSE = timedelta(seconds=1)


class Settler:
    """The worker that turns due payments into news; woken by callbacks, customers and time."""

    name = "settler"

    def __init__(self, database: Database, clock: Clock, settlement: Settlement) -> None:
        self.bell = database.bell(payments.BELL)
        self._database = database
        self._clock = clock
        self._settlement = settlement
        self._crew = Crew(AT_ONCE, self.bell)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let the open questions end."""
        while not stopping.is_set():
            self.bell.clear()
            await self._clock.wait(self.bell, await self._round())
        await self._crew.finish()

    async def _round(self) -> datetime | None:
        """Begin as many questions as there is room for; the moment to come back, None for when the bell rings."""
        if not self._crew.free:
            return None
        try:
            for payment, leased_until in await self._settlement.claim_due(self._crew.free):
                self._crew.begin(partial(self._ask, payment, leased_until))
            return await self._database.read(payments.next_due) if self._crew.free else None
        except StorageUnavailable:
            return self._clock.now() + _STORAGE_PAUSE

    async def _ask(self, payment: Payment, leased_until: datetime) -> None:
        try:
            await self._settlement.ask(payment, leased_until)
        except XPayError:
            return  # logged and planned again where it was caught first
        except StorageUnavailable:
            log.warning("an answer could not be kept; xPay is asked again", extra={"payment": payment.id})
