"""Tells the shop how its day was, when its business is over."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.messages.report import write_comparison
from bot.settlement import Comparing
from bot.shop.people import Shop, Summary
from bot.shop.periods import Window, closing, last_closing, next_closing
from bot.shop.reports import Comparison
from bot.storage import notices, reports, shops, summaries
from bot.storage.database import Database, StorageUnavailable, Unit

log = logging.getLogger(__name__)

_AGAIN = timedelta(minutes=1)
_DAY = timedelta(days=1)
_OLDEST = timedelta(days=7)
"""A summary reaches back to the one before, but no further than this."""


class Daily:
    """The worker of the daily summary. What a stop kept from being told is told at the next start."""

    name = "daily"

    def __init__(self, database: Database, clock: Clock, comparing: Comparing, shop_id: int) -> None:
        self.bell = database.bell(summaries.BELL)
        self._database = database
        self._clock = clock
        self._comparing = comparing
        self._shop_id = shop_id

    async def run(self, stopping: asyncio.Event) -> None:
        """Tell each day once, until told to stop."""
        while not stopping.is_set():
            self.bell.clear()
            try:
                again_at = await self._round()
            except StorageUnavailable:
                again_at = self._clock.now() + _AGAIN
            await self._clock.wait(self.bell, again_at)

    async def _round(self) -> datetime:
        """Tell the day that ended last, if it was not told; when the next one ends."""
        now = self._clock.now()
        shop, window, is_empty = await self._database.read(self._due, now)
        if window is not None:
            wanted = shop.summary is Summary.ALWAYS or (shop.summary is Summary.WITH_SALES and not is_empty)
            found = await self._comparing.compare(shop, window) if wanted else None
            await self._database.write(self._tell, shop, window, found, now, wanted=wanted)
        return next_closing(shop, now)

    async def _due(self, unit: Unit, now: datetime) -> tuple[Shop, Window | None, bool]:
        """What is to be told, and whether nothing was sold then."""
        shop = await shops.load(unit, self._shop_id)
        day, ended = last_closing(shop, now)
        last = await summaries.last(unit, shop.id)
        if last is not None and last.day >= day:
            return shop, None, True
        since = closing(shop, day - _DAY)
        if last is not None and ended - _OLDEST <= last.ended_at < ended:
            since = last.ended_at
        window = Window(since, ended)
        return shop, window, await reports.is_empty(unit, shop, window)

    async def _tell(
        self, unit: Unit, shop: Shop, window: Window, found: Comparison | None, now: datetime, *, wanted: bool
    ) -> None:
        day, _ = last_closing(shop, window.until)
        if not await summaries.note(unit, shop.id, day, window.since, window.until, now) or not wanted:
            return
        facts = {"since": window.since.isoformat(), "until": window.until.isoformat(), "xpay": write_comparison(found)}
        await notices.day_is_over(unit, shop, f"summary:{day}", facts, now)
        log.info("the day was told", extra={"day": day.isoformat()})
