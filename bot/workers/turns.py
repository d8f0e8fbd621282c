"""Whoever speaks through the bot waits for a turn here; what handlers say and what the outbox says count alike."""

import asyncio
import contextlib
import logging
import math
import weakref
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.clock import Clock
from bot.metrics import Metrics
from bot.workers.limits import Limits, Ticket, Voice
from bot.workers.supervisor import Crew

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=30)
"""How long a reply waits for its turn; an edit, which waits in the background, may take longer."""

_EDIT_PATIENCE = timedelta(minutes=10)
_COUNTED = ("send", "edit", "copy", "forward")
_UNCOUNTED = {"sendChatAction"}
_MOST_EDITS = 1_000

_Call = Callable[[], Awaitable[Any]]
_Place = tuple[int, int]

_notice: ContextVar[list[Ticket] | None] = ContextVar("notice", default=None)


class NotYet(TelegramRetryAfter):
    """We know ourselves that Telegram would refuse; it was not asked."""


class Turns(BaseRequestMiddleware):
    """Holds every message back until the limits have room for it.

    A reply that cannot go at once waits. An edit that cannot go at once does not keep its handler: it waits in the
    background, and a newer edit of the same message takes its place. Answers to presses never come here to wait.
    """

    def __init__(self, limits: Limits, clock: Clock, metrics: Metrics, random: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._metrics = metrics
        self._random = random
        self._queues: weakref.WeakValueDictionary[int, asyncio.Lock] = weakref.WeakValueDictionary()
        self._edits: dict[_Place, _Call | None] = {}
        self._closed = asyncio.Event()
        self._crew = Crew(_MOST_EDITS, asyncio.Event())

    @contextlib.contextmanager
    def notice(self, ticket: Ticket) -> Iterator[None]:
        """What is sent within this is a notice, whose turn the notifier has found already."""
        token = _notice.set([ticket])
        try:
            yield
        finally:
            _notice.reset(token)

    async def close(self) -> None:
        """Drop the edits that still wait for their turn: the screens they redraw are drawn again at the next press."""
        self._closed.set()
        await self._crew.finish()

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call when its turn has come.

        Raises:
            NotYet: when that would take too long.
        """
        name, chat_id = method.__api_method__, getattr(method, "chat_id", None)
        call: _Call = partial(make_request, bot, method)
        tickets = _notice.get()
        if not name.startswith(_COUNTED) or name in _UNCOUNTED:
            return await make_request(bot, method)
        if not isinstance(chat_id, int):  # a message sent inline: its ticket is that of its sender's chat
            inline: Response[TelegramType] = await (self._with(tickets.pop(), call) if tickets else call())
            return inline
        if tickets is not None:
            answer = await self._as_notice(chat_id, tickets, call, method)
        elif name.startswith("edit") and isinstance(number := getattr(method, "message_id", None), int):
            answer = await self._as_edit((chat_id, number), call, method)
        else:
            answer = await self._as_reply(chat_id, call, method)
        result: Response[TelegramType] = answer
        return result

    async def _as_notice(self, chat_id: int, tickets: list[Ticket], call: _Call, method: TelegramMethod[Any]) -> Any:
        """With the notifier's ticket; a second call for the same message needs another one."""
        if tickets:
            return await self._with(tickets.pop(), call)
        now = self._clock.now()
        free_at = self.limits.free_at(chat_id, Voice.NOTICE, now)
        if free_at > now:
            raise _not_yet(method, free_at - now)
        return await self._with(self.limits.take(chat_id, Voice.NOTICE, now), call)

    async def _as_reply(self, chat_id: int, call: _Call, method: TelegramMethod[Any]) -> Any:
        now = self._clock.now()
        until = now + PATIENCE
        while True:
            ticket = await self._turn(chat_id, method, now, PATIENCE)
            try:
                return await self._with(ticket, call)
            except TelegramRetryAfter:
                now = self._clock.now()
                if self.limits.free_at(chat_id, Voice.REPLY, now) > until:
                    raise

    async def _turn(self, chat_id: int, method: TelegramMethod[Any], now: datetime, patience: timedelta) -> Ticket:
        """Wait for a free place, behind whoever waits for this chat already."""
        queue = self._queues.get(chat_id)
        if queue is None:
            if self.limits.free_at(chat_id, Voice.REPLY, now) <= now:
                return self.limits.take(chat_id, Voice.REPLY, now)
            queue = self._queues[chat_id] = asyncio.Lock()
        until = now + patience
        async with queue:
            while True:
                now = self._clock.now()
                free_at = self.limits.free_at(chat_id, Voice.REPLY, now)
                if free_at <= now:
                    return self.limits.take(chat_id, Voice.REPLY, now)
                if free_at > until or self._closed.is_set():
                    raise _not_yet(method, free_at - now)
                await self._clock.wait(self._closed, free_at)

    async def _as_edit(self, place: _Place, call: _Call, method: TelegramMethod[Any]) -> Any:
        if place in self._edits:
            self._edits[place] = call  # what waited there is superseded
            return True
        now = self._clock.now()
        if self.limits.free_at(place[0], Voice.REPLY, now) > now:
            self._edits[place] = call
            self._crew.begin(partial(self._edit_later, place, method))
            return True
        self._edits[place] = None
        try:
            return await self._as_reply(place[0], call, method)
        finally:
            if self._edits[place] is None:
                del self._edits[place]
            else:
                self._crew.begin(partial(self._edit_later, place, method))

    async def _edit_later(self, place: _Place, method: TelegramMethod[Any]) -> None:
        try:
            while self._edits[place] is not None:
                ticket = await self._turn(place[0], method, self._clock.now(), _EDIT_PATIENCE)
                call, self._edits[place] = self._edits[place], None
                assert call is not None  # noqa: S101  # only this job takes it
                try:
                    await self._with(ticket, call)
                except TelegramRetryAfter:
                    self._edits[place] = self._edits[place] or call
        except TelegramAPIError as error:
            log.info("an edit was not taken", extra={"error": str(error)[:200]})
        finally:
            del self._edits[place]

    async def _with(self, ticket: Ticket, call: _Call) -> Any:
        """Make the call. When Telegram wants silence, it gets silence."""
        try:
            return await call()
        except TelegramRetryAfter as error:
            now = self._clock.now()
            self.limits.freeze(ticket.chat_id, now + timedelta(seconds=error.retry_after + self._random()), now)
            self._metrics.slowed_down.inc()
            raise
        finally:
            self.limits.done(ticket, self._clock.now())


def _not_yet(method: TelegramMethod[Any], pause: timedelta) -> NotYet:
    seconds = max(1, math.ceil(pause.total_seconds()))
    return NotYet(method=method, message="our own limits are reached", retry_after=seconds)
