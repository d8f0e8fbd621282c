"""Asks xPay about the payments that are due, and sleeps until the next one is."""

import asyncio
import logging
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.settlement import Settlement
from bot.shop.payment import Payment
from bot.storage import payments
from bot.storage.database import Database, StorageUnavailable
from bot.workers.rounds import Rounds
from bot.xpay import XPayError

log = logging.getLogger(__name__)

AT_ONCE = 10


class Settler:
    """The worker that turns due payments into news; woken by callbacks, customers and time."""

    name = "settler"

    def __init__(self, database: Database, clock: Clock, settlement: Settlement) -> None:
        self.bell = database.bell(payments.BELL)
        self._settlement = settlement
        next_due = partial(database.read, payments.next_due)
        self._rounds = Rounds(clock, self.bell, AT_ONCE, claim=settlement.claim_due, next_due=next_due, do=self._ask)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let the open questions end."""
        await self._rounds.run(stopping)

    async def _ask(self, payment: Payment, leased_until: datetime) -> None:
        try:
            await self._settlement.ask(payment, leased_until)
        except XPayError:
            return  # logged and planned again where it was caught first
        except StorageUnavailable:
            log.warning("an answer could not be kept; xPay is asked again", extra={"payment": payment.id})
