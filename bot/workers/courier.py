"""Brings one message of the outbox to Telegram, and writes down what came of it, whatever that is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from aiogram import Bot

from bot.clock import Clock
from bot.messages import Message
from bot.metrics import Metrics
from bot.storage import deliveries, outbox
from bot.storage.database import Database, StorageUnavailable
from bot.workers import outcomes
from bot.workers.delivery import Delivered, Remark, Target, deliver
from bot.workers.failures import Follow, GiveUp, Refused, Repeat, Wait, WithoutTopic, backoff, judge
from bot.workers.limits import Ticket
from bot.workers.outcomes import Parcel
from bot.workers.preparing import Preparing
from bot.workers.supervisor import STORAGE_PAUSE
from bot.workers.turns import NotYet, Turns
from bot.workers.weather import Weather

log = logging.getLogger(__name__)

_STORAGE_PATIENCE = timedelta(seconds=90)
"""How long what was sent is tried to be written down, before the lease ends and the message is repeated."""

_MOST_RENDERINGS = 3
_PATIENT_WITH_PICTURES = 3
"""After so many broken attempts the text with its link goes without its picture."""


class Courier:
    """Carries parcels, each with the ticket that the limits gave for it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bot: Bot,
        preparing: Preparing,
        metrics: Metrics,
        turns: Turns,
        random: Callable[[], float],
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot
        self._preparing = preparing
        self._metrics = metrics
        self._turns = turns
        self._limits = turns.limits
        self._random = random
        self.weather = Weather()

    async def carry(self, parcel: Parcel, ticket: Ticket) -> None:
        """Send one row, or put it back with the moment to try again."""
        try:
            prepared = await self._database.read(self._preparing.prepare, parcel)
        except StorageUnavailable:
            self._limits.unused(ticket)
            row, due_at = parcel.row, self._clock.now() + STORAGE_PAUSE
            await self.keep(outcomes.postpone, row, due_at, row.attempts, row.fate_unknown)
            return
        except Exception as error:
            log.exception("a message could not be put into words", extra={"row": parcel.row.id})
            self._limits.unused(ticket)
            await self._unspeakable(parcel, error)
            return
        parcel, message, target = prepared
        if message is None:
            self._limits.unused(ticket)
            await self.keep(outcomes.sent, parcel, target, None, self._clock.now())
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
        await self.keep(outcomes.sent, parcel, target, delivered, now)
        self._metrics.sent.labels(parcel.row.kind).inc()
        self._metrics.merged.inc(len(parcel.members))
        if delivered.remark is Remark.UNREADABLE:
            self._metrics.unreadable.inc()
        if self.weather.fine():
            log.info("Telegram takes messages again")
            self._metrics.token_refused.set(0)
            await self.keep(deliveries.hurry, now, list(self._limits.full(now)))

    async def _failed(self, parcel: Parcel, error: Exception) -> None:
        row, now, chance = parcel.row, self._clock.now(), self._random()
        if not isinstance(error, NotYet):
            log.warning("a message was not taken", extra={"row": row.id, "kind": row.kind, "error": str(error)[:200]})
        match judge(error, row.attempts, chance):
            case Wait(pause):
                await self.keep(outcomes.postpone, row, now + pause, row.attempts, row.fate_unknown)
            case Repeat(pause, unknown):
                self.weather.failed(now, chance)
                unknown = unknown or row.fate_unknown
                await self.keep(outcomes.postpone, row, now + pause, row.attempts + 1, unknown)
            case Follow(chat_id):
                await self.keep(outcomes.follow, row, chat_id, now)
            case WithoutTopic() if row.topic_id is not None:
                await self.keep(outbox.without_topic, row, now)
            case Refused():
                log.critical("Telegram refuses the bot's token; messages are kept until BOT_TOKEN is put right")
                self._metrics.token_refused.set(1)
                self.weather.refused(now)
                await self.keep(outcomes.postpone, row, now, row.attempts, row.fate_unknown)
            case WithoutTopic():
                await self._give_up(parcel, str(error), ours=True)
            case GiveUp(why, ours):
                await self._give_up(parcel, why, ours=ours)

    async def _unspeakable(self, parcel: Parcel, error: Exception) -> None:
        """A mistake of ours: it may be about this moment; if it stays, the chat goes on without this message."""
        row, now = parcel.row, self._clock.now()
        if row.attempts + 1 < _MOST_RENDERINGS:
            pause = backoff(row.attempts, self._random())
            await self.keep(outcomes.postpone, row, now + pause, row.attempts + 1, row.fate_unknown)
        else:
            await self._give_up(parcel, f"{type(error).__name__} while writing it", ours=True)

    async def _give_up(self, parcel: Parcel, why: str, *, ours: bool) -> None:
        self._metrics.given_up.inc(max(1, len(parcel.members)))
        log.error("a message cannot be delivered", extra={"row": parcel.row.id, "why": why[:200]})
        await self.keep(outcomes.give_up, parcel, why, self._clock.now(), ours=ours)

    async def keep(self, outcome: Callable[..., Awaitable[None]], *facts: object, **more: object) -> None:
        """Write down what became of a row, however long the disk is full: what is forgotten would be sent again."""
        until = self._clock.now() + _STORAGE_PATIENCE
        while True:
            try:
                await self._database.write(outcome, *facts, **more)
            except StorageUnavailable:
                if self._clock.now() > until:
                    raise
                await self._clock.wait(asyncio.Event(), self._clock.now() + STORAGE_PAUSE)
            else:
                return
