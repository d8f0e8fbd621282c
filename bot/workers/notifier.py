"""Drains the outbox into Telegram: money first, order kept within a chat, never above Telegram's limits."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.clock import Clock
from bot.messages import Message, render
from bot.metrics import Metrics
from bot.storage import notices, orders, outbox, shops
from bot.storage.database import Database, StorageUnavailable, Unit
from bot.storage.outbox import Kind, Row
from bot.workers.delivery import Target, deliver
from bot.workers.failures import Follow, GiveUp, Wait, WithoutTopic, judge
from bot.workers.limits import Windows
from bot.workers.supervisor import Crew

log = logging.getLogger(__name__)

AT_ONCE = 8
LEASE = timedelta(seconds=120)
"""How long a claimed row is left alone; longer than any sending can take."""

_STORAGE_PAUSE = timedelta(seconds=1)


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
        random: Callable[[], float],
    ) -> None:
        self.bell = database.bell(outbox.BELL)
        self._database = database
        self._clock = clock
        self._bot = bot
        self._addresses = addresses
        self._i18n = i18n
        self._metrics = metrics
        self._random = random
        self._windows = Windows()
        self._crew = Crew(AT_ONCE, self.bell)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, then let what is being sent arrive."""
        while not stopping.is_set():
            self.bell.clear()
            await self._clock.wait(self.bell, await self._round())
        await self._crew.finish()

    async def _round(self) -> datetime | None:
        """Begin to send as much as there is room for; the moment to come back, None for when the bell rings."""
        if not self._crew.free:
            return None
        now = self._clock.now()
        try:
            for row in await self._database.write(outbox.claim, now, now + LEASE, self._crew.free):
                self._crew.begin(partial(self._one, row))
            return await self._database.read(outbox.next_due) if self._crew.free else None
        except StorageUnavailable:
            return now + _STORAGE_PAUSE

    async def _one(self, row: Row) -> None:
        """Send one row, or put it back with the moment to try again."""
        now = self._clock.now()
        free_at = self._windows.free_at(row.chat_id, now)
        if free_at > now:
            await self._database.write(_put_back, row, free_at)
            return
        self._windows.sent(row.chat_id, now)
        message, target = await self._database.read(self._prepare, row)
        if message is None:
            await self._database.write(outbox.sent, row, None, now)
            return
        try:
            message_id, picture = await deliver(self._bot, target, message)
        except (TelegramUnauthorizedError, TelegramNotFound):
            log.critical("Telegram refuses the bot's token; messages are kept until it is put right")
            await self._database.write(_put_back, row, self._clock.now() + timedelta(minutes=1))
        except Exception as error:
            await self._failed(row, error)
        else:
            await self._database.write(_sent, row, message_id, picture, self._clock.now())
            self._metrics.sent.labels(row.kind).inc()

    async def _prepare(self, unit: Unit, row: Row) -> tuple[Message | None, Target]:
        """The message as it is to be read now, and where it goes."""
        message = await render(unit, row, self._addresses, self._i18n)
        target = Target(row.chat_id, row.topic_id)
        if "edits" in row.facts:
            sent = await outbox.message_of(unit, row.shop_id, row.facts["edits"])
            if sent is not None and sent[0] == row.chat_id:
                target = Target(row.chat_id, row.topic_id, sent[1])
        if row.kind is Kind.CARD and row.order_id is not None:
            order = await orders.load(unit, row.order_id)
            target = Target(row.chat_id, None, order.card_message_id, order.card_picture)
        return message, target

    async def _failed(self, row: Row, error: Exception) -> None:
        log.warning("a message was not taken", extra={"row": row.id, "kind": row.kind, "error": str(error)[:200]})
        now = self._clock.now()
        match judge(error, row.attempts, self._random()):
            case Wait() as wait:
                if wait.whole_chat:
                    self._metrics.slowed_down.inc()
                attempts = row.attempts + wait.counts
                unknown = row.fate_unknown or wait.fate_unknown
                await self._database.write(_postpone, row, now + wait.pause, attempts, unknown)
            case Follow(chat_id):
                await self._database.write(_follow, row, chat_id, now)
            case WithoutTopic():
                await self._database.write(outbox.without_topic, row, now)
            case GiveUp(why):
                self._metrics.given_up.inc()
                await self._database.write(_give_up, row, why, now)


async def _put_back(unit: Unit, row: Row, due_at: datetime) -> None:
    await outbox.postpone(unit, row, due_at, attempts=row.attempts, fate_unknown=row.fate_unknown)
    unit.ring(outbox.BELL)


async def _postpone(unit: Unit, row: Row, due_at: datetime, attempts: int, fate_unknown: bool) -> None:
    await outbox.postpone(unit, row, due_at, attempts=attempts, fate_unknown=fate_unknown)


async def _sent(unit: Unit, row: Row, message_id: int, picture: str | None, now: datetime) -> None:
    await outbox.sent(unit, row, message_id, now)
    if row.kind is Kind.CARD and row.order_id is not None:
        await orders.remember_card(unit, row.order_id, message_id, picture)


async def _follow(unit: Unit, row: Row, chat_id: int, now: datetime) -> None:
    """A group became a supergroup: everything for it goes to the new id from now on."""
    await shops.follow_chat(unit, row.chat_id, chat_id)
    await outbox.re_aim(unit, row.chat_id, chat_id)
    await outbox.postpone(unit, row, now, attempts=row.attempts, fate_unknown=False)


async def _give_up(unit: Unit, row: Row, why: str, now: datetime) -> None:
    """A message to the merchant's chat that cannot arrive is an owner's business; a customer's own block is not."""
    await outbox.give_up(unit, row, why, now)
    if row.kind is Kind.LETTER:
        await notices.letter_lost(unit, row, now)
    if row.kind in {Kind.SALE, Kind.DESK, Kind.CUSTOMER_LETTER}:
        await notices.tell_owners(
            unit, row.shop_id, "undeliverable", f"undeliverable:{row.chat_id}:{now:%Y-%m-%d}", now, why=why
        )
