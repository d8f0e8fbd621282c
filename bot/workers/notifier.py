"""Drains the outbox into Telegram: money first, order kept within a chat, never above Telegram's limits."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial

from aiogram import Bot
from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.clock import Clock
from bot.metrics import Metrics
from bot.storage import deliveries, digests, outbox
from bot.storage.database import Database, StorageUnavailable, Unit
from bot.storage.outbox import DIGEST, Kind
from bot.workers import merging, outcomes
from bot.workers.courier import Courier
from bot.workers.limits import Voice
from bot.workers.outcomes import Parcel
from bot.workers.preparing import Preparing
from bot.workers.supervisor import STORAGE_PAUSE, Crew
from bot.workers.turns import Turns

AT_ONCE = 8
LEASE = timedelta(seconds=120)
"""How long a claimed row is left alone; longer than any sending can take."""

_REMEMBERED = timedelta(seconds=60)
_MOMENT = timedelta(milliseconds=20)


class Notifier:
    """The worker that sends what the outbox holds."""

    name = "notifier"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bot: Bot,
        addresses: Addresses,
        i18n: I18n,
        metrics: Metrics,
        turns: Turns,
        random: Callable[[], float],
    ) -> None:
        self.bell = database.bell(outbox.BELL)
        self._database = database
        self._clock = clock
        self._limits = turns.limits
        self._courier = Courier(database, clock, bot, Preparing(addresses, i18n), metrics, turns, random)
        self._crew = Crew(AT_ONCE, self.bell)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let what is being sent arrive."""
        now = self._clock.now()
        self._limits.begin(await self._database.read(deliveries.sent_since, now - _REMEMBERED, now), now)
        if await self._database.read(deliveries.are_left, now):
            await self._database.write(deliveries.take_over, now)
        while not stopping.is_set():
            self.bell.clear()
            await self._clock.wait(self.bell, await self._round())
        await self._crew.finish()

    async def _round(self) -> datetime | None:
        """Begin to send as much as there is room for; the moment to come back, None for when the bell rings."""
        now = self._clock.now()
        closed = self._courier.weather.closed_until
        if closed is not None and closed > now:
            return closed
        if self._hands <= 0:
            return None
        try:
            held = self._limits.full(now)
            if busy := self._limits.busy_chats(now) - held.keys():
                held |= await self._database.read(self._merging, now, busy)
            due_at = await self._database.read(outbox.next_due, held)
            if due_at is not None and due_at <= now and (most := min(self._hands, self._limits.room(now))) > 0:
                due_at = await self._begin(now, most, held)
            waited_for = await self._database.read(outbox.waited_for, held) if held else ()
        except StorageUnavailable:
            return now + STORAGE_PAUSE
        if due_at is not None and due_at <= now:
            due_at = max(self._limits.all_free_at(now), now + _MOMENT) if self._hands > 0 else None
        return min((at for at in (due_at, *(held[chat_id] for chat_id in waited_for)) if at is not None), default=None)

    @property
    def _hands(self) -> int:
        """How many more messages may be on their way at once: in bad weather there is one."""
        return self._crew.free if not self._courier.weather.is_bad else self._crew.free - AT_ONCE + 1

    async def _merging(self, unit: Unit, now: datetime, chats: Collection[int]) -> dict[int, datetime]:
        """Those of the chats that wait for more sales, to be told in one message with the first."""
        plans = {chat_id: await self._plan(unit, chat_id, now) for chat_id in chats}
        return {chat_id: plan.at for chat_id, plan in plans.items() if plan is not None and plan.at > now}

    async def _plan(self, unit: Unit, chat_id: int, now: datetime) -> merging.Plan | None:
        run = await digests.front(unit, chat_id)
        if run is None:
            return None
        window = self._limits.widest(chat_id)
        return merging.plan(self._limits.log(chat_id, now), window, run.waiting, run.youngest, now)

    async def _begin(self, now: datetime, most: int, held: dict[int, datetime]) -> datetime | None:
        """Send what may go now; when the next row can be sent."""
        parcels, due_at = await self._database.write(self.claim, now, most, held)
        for parcel in parcels:
            row, chat_id, now = parcel.row, parcel.row.chat_id, self._clock.now()
            free_at = self._limits.free_at(chat_id, Voice.NOTICE, now)
            if free_at > now:  # a handler was faster
                await self._courier.keep(outcomes.postpone, row, free_at, row.attempts, row.fate_unknown)
                continue
            self._crew.begin(partial(self._courier.carry, parcel, self._limits.take(chat_id, Voice.NOTICE, now)))
        return due_at

    async def claim(
        self, unit: Unit, now: datetime, most: int, held: dict[int, datetime]
    ) -> tuple[list[Parcel], datetime | None]:
        """The rows to send now, sales that have to go together gathered; and when the next one can be sent."""
        parcels = []
        for row in await outbox.claim(unit, now, now + LEASE, most, held):
            if row.kind is not Kind.SALE or "edits" in row.facts:
                parcels.append(Parcel(row))
                continue
            plan = await self._plan(unit, row.chat_id, now)
            if (row.fate_unknown and DIGEST in row.facts) or (not row.fate_unknown and plan and plan.together):
                parcels.append(Parcel(row, await digests.gather(unit, row)))
            else:
                parcels.append(Parcel(await digests.alone(unit, row)))
        return parcels, await outbox.next_due(unit, held)
