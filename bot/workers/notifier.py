"""Drains the outbox into Telegram: money first, order kept within a chat, never above Telegram's limits."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from aiogram import Bot
from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.clock import Clock
from bot.messages import Message, render, render_digest
from bot.metrics import Metrics
from bot.storage import bills, deliveries, digests, orders, outbox
from bot.storage.database import Database, StorageUnavailable, Unit
from bot.storage.outbox import DIGEST, Kind, Row
from bot.workers import merging, outcomes
from bot.workers.delivery import Delivered, Remark, Target, deliver
from bot.workers.failures import Follow, GiveUp, Refused, Repeat, Wait, WithoutTopic, backoff, judge
from bot.workers.limits import Ticket, Voice
from bot.workers.outcomes import Parcel
from bot.workers.supervisor import Crew
from bot.workers.turns import NotYet, Turns
from bot.workers.weather import Weather

log = logging.getLogger(__name__)

AT_ONCE = 8
LEASE = timedelta(seconds=120)
"""How long a claimed row is left alone; longer than any sending can take."""

_REMEMBERED = timedelta(seconds=60)
_STORAGE_PAUSE = timedelta(seconds=1)
_STORAGE_PATIENCE = timedelta(seconds=90)
"""How long what was sent is tried to be written down, before the lease ends and the message is repeated."""

_MOMENT = timedelta(milliseconds=20)
_MOST_RENDERINGS = 3
_PATIENT_WITH_PICTURES = 3
"""After so many broken attempts the text with its link goes without its picture."""


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
        self._bot = bot
        self._addresses = addresses
        self._i18n = i18n
        self._metrics = metrics
        self._limits = turns.limits
        self._turns = turns
        self._random = random
        self._weather = Weather()
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
        closed = self._weather.closed_until
        if closed is not None and closed > now:
            return closed
        if self._hands <= 0:
            return None
        try:
            held = self._limits.full(now)
            if busy := self._limits.busy_chats(now) - held.keys():
                held |= await self._database.read(self._merging, now, busy)
            due_at = await self._database.read(outbox.next_due, held)
            if due_at is not None and due_at <= now:
                most = min(self._hands, self._limits.room(now))
                if most > 0:
                    await self._begin(now, most, held)
                due_at = await self._database.read(outbox.next_due, held)
            waited_for = await self._database.read(outbox.waited_for, held) if held else ()
        except StorageUnavailable:
            return now + _STORAGE_PAUSE
        if due_at is not None and due_at <= now:
            due_at = max(self._limits.all_free_at(now), now + _MOMENT) if self._hands > 0 else None
        return min((at for at in (due_at, *(held[chat_id] for chat_id in waited_for)) if at is not None), default=None)

    @property
    def _hands(self) -> int:
        """How many more messages may be on their way at once: in bad weather there is one."""
        return self._crew.free if not self._weather.is_bad else self._crew.free - AT_ONCE + 1

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

    async def _begin(self, now: datetime, most: int, held: dict[int, datetime]) -> None:
        for parcel in await self._database.write(self.claim, now, most, held):
            chat_id, now = parcel.row.chat_id, self._clock.now()
            free_at = self._limits.free_at(chat_id, Voice.NOTICE, now)
            if free_at > now:  # a handler was faster
                await self._keep(outcomes.postpone, parcel.row, free_at, parcel.row.attempts, parcel.row.fate_unknown)
                continue
            self._crew.begin(partial(self._one, parcel, self._limits.take(chat_id, Voice.NOTICE, now)))

    async def claim(self, unit: Unit, now: datetime, most: int, held: dict[int, datetime]) -> list[Parcel]:
        """The rows to send now; sales that have to go together are gathered."""
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
        return parcels

    async def _one(self, parcel: Parcel, ticket: Ticket) -> None:
        """Send one row, or put it back with the moment to try again."""
        try:
            prepared = await self._database.read(self._prepare, parcel)
        except StorageUnavailable:
            self._limits.unused(ticket)
            row, due_at = parcel.row, self._clock.now() + _STORAGE_PAUSE
            await self._keep(outcomes.postpone, row, due_at, row.attempts, row.fate_unknown)
            return
        except Exception as error:
            log.exception("a message could not be put into words", extra={"row": parcel.row.id})
            self._limits.unused(ticket)
            await self._unspeakable(parcel, error)
            return
        parcel, message, target = prepared
        if message is None:
            self._limits.unused(ticket)
            await self._keep(outcomes.sent, parcel, target, None, self._clock.now())
            return
        await self._send(parcel, message, target, ticket)

    async def _send(self, parcel: Parcel, message: Message, target: Target, ticket: Ticket) -> None:
        row = parcel.row
        if row.attempts >= _PATIENT_WITH_PICTURES:
            message = replace(message, picture=None)
        try:
            with self._turns.notice(ticket):
                delivered = await deliver(self._bot, target, message)
        except Exception as error:
            self._limits.done(ticket, self._clock.now())
            await self._failed(parcel, error)
            return
        if row.fate_unknown and not target.is_edit:
            self._metrics.repeated.inc()
        await self._arrived(parcel, target, delivered)

    async def _arrived(self, parcel: Parcel, target: Target, delivered: Delivered) -> None:
        now = self._clock.now()
        await self._keep(outcomes.sent, parcel, target, delivered, now)
        self._metrics.sent.labels(parcel.row.kind).inc()
        self._metrics.merged.inc(len(parcel.members))
        if delivered.remark is Remark.UNREADABLE:
            self._metrics.unreadable.inc()
        if self._weather.fine():
            log.info("Telegram takes messages again")
            self._metrics.token_refused.set(0)
            await self._keep(deliveries.hurry, now, list(self._limits.full(now)))

    async def _prepare(self, unit: Unit, parcel: Parcel) -> tuple[Parcel, Message | None, Target]:
        """The message as it is to be read now, and where it goes."""
        row = parcel.row
        target = await self._target(unit, row)
        if target.is_edit:
            row = replace(row, fate_unknown=False)  # an edit may well come twice
        if len(parcel.members) > 1:
            return parcel, await render_digest(unit, parcel.members, row, self._addresses, self._i18n), target
        covered = await deliveries.edits_behind(unit, row)
        return replace(parcel, covered=covered), await render(unit, row, self._i18n, self._addresses), target

    async def _target(self, unit: Unit, row: Row) -> Target:
        if row.kind is Kind.CARD and row.order_id is not None:
            order = await orders.load(unit, row.order_id)
            return Target(row.chat_id, None, order.card_message_id, order.card_picture)
        if row.kind is Kind.BILL:
            return await self._card_of_bill(unit, row)
        if row.kind is Kind.BUSINESS_BILL:
            return await self._own_chat(unit, row)
        if row.kind is Kind.INLINE_BILL:
            bill = await bills.load(unit, row.facts["bill"])
            return Target(row.chat_id, inline_message_id=bill.inline_message_id)
        if "edits" in row.facts:
            shown = await outbox.message_of(unit, row.shop_id, row.facts["edits"])
            if shown is not None and shown[0] == row.chat_id:
                return Target(row.chat_id, row.topic_id, shown[1])
        return Target(row.chat_id, row.topic_id)

    async def _card_of_bill(self, unit: Unit, row: Row) -> Target:
        bill = await bills.load(unit, row.facts["bill"])
        if bill.card_chat_id != row.chat_id:  # sent anew elsewhere meanwhile
            return Target(row.chat_id, row.topic_id)
        return Target(row.chat_id, row.topic_id, bill.card_message_id, bill.card_picture)

    async def _own_chat(self, unit: Unit, row: Row) -> Target:
        bill = await bills.load(unit, row.facts["bill"])
        shown = bill.business_message_id, bill.business_picture
        return Target(row.chat_id, None, *shown, business_id=bill.business_id)

    async def _failed(self, parcel: Parcel, error: Exception) -> None:
        row, now, chance = parcel.row, self._clock.now(), self._random()
        if not isinstance(error, NotYet):
            log.warning("a message was not taken", extra={"row": row.id, "kind": row.kind, "error": str(error)[:200]})
        match judge(error, row.attempts, chance):
            case Wait(pause):
                await self._keep(outcomes.postpone, row, now + pause, row.attempts, row.fate_unknown)
            case Repeat(pause, unknown):
                self._weather.failed(now, chance)
                unknown = unknown or row.fate_unknown
                await self._keep(outcomes.postpone, row, now + pause, row.attempts + 1, unknown)
            case Follow(chat_id):
                await self._keep(outcomes.follow, row, chat_id, now)
            case WithoutTopic() if row.topic_id is not None:
                await self._keep(outbox.without_topic, row, now)
            case Refused():
                log.critical("Telegram refuses the bot's token; messages are kept until BOT_TOKEN is put right")
                self._metrics.token_refused.set(1)
                self._weather.refused(now)
                await self._keep(outcomes.postpone, row, now, row.attempts, row.fate_unknown)
            case WithoutTopic():
                await self._give_up(parcel, str(error), ours=True)
            case GiveUp(why, ours):
                await self._give_up(parcel, why, ours=ours)

    async def _unspeakable(self, parcel: Parcel, error: Exception) -> None:
        """A mistake of ours: it may be about this moment; if it stays, the chat goes on without this message."""
        row, now = parcel.row, self._clock.now()
        if row.attempts + 1 < _MOST_RENDERINGS:
            pause = backoff(row.attempts, self._random())
            await self._keep(outcomes.postpone, row, now + pause, row.attempts + 1, row.fate_unknown)
        else:
            await self._give_up(parcel, f"{type(error).__name__} while writing it", ours=True)

    async def _give_up(self, parcel: Parcel, why: str, *, ours: bool) -> None:
        self._metrics.given_up.inc(max(1, len(parcel.members)))
        log.error("a message cannot be delivered", extra={"row": parcel.row.id, "why": why[:200]})
        await self._keep(outcomes.give_up, parcel, why, self._clock.now(), ours=ours)

    async def _keep(self, outcome: Callable[..., Awaitable[None]], *facts: object, **more: object) -> None:
        """Write down what became of a row, however long the disk is full: what is forgotten would be sent again."""
        until = self._clock.now() + _STORAGE_PATIENCE
        while True:
            try:
                await self._database.write(outcome, *facts, **more)
            except StorageUnavailable:
                if self._clock.now() > until:
                    raise
                await self._clock.wait(asyncio.Event(), self._clock.now() + _STORAGE_PAUSE)
            else:
                return
