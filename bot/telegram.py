"""The connection to Telegram: meeting it at start, and receiving updates by polling or webhook."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, User

from bot import chats
from bot.pulse import Pulse
from bot.settings import Settings

log = logging.getLogger(__name__)

CALL_SECONDS = 15.0
"""How long one call to Telegram may take; uploads of our small pictures fit in easily."""

_PATIENCE_SECONDS = (1, 2, 5, 10, 30)

PASSING = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError, TimeoutError)
"""What goes away by itself: Telegram, or the way to it, is down."""

REFUSED = (TelegramUnauthorizedError, TelegramNotFound)
"""What a revoked or mistyped token is answered with."""


def connect(settings: Settings, pulse: Pulse) -> Bot:
    """A client for the bot of the settings; nothing is asked yet."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    session = _Session(api=server, timeout=CALL_SECONDS)
    session.middleware(_Beat(pulse))
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


async def meet(bot: Bot) -> User:
    """Who we are at Telegram; asked again and again while Telegram is down.

    Raises:
        TelegramUnauthorizedError: when the token is no good.
        TelegramNotFound: the same, for a token of a wrong form.
    """
    attempt = 0
    while True:
        try:
            return await bot.get_me()
        except PASSING as error:
            pause = _PATIENCE_SECONDS[min(attempt, len(_PATIENCE_SECONDS) - 1)]
            log.warning("Telegram cannot be reached", extra={"error": str(error)[:200], "again_in_seconds": pause})
            await asyncio.sleep(pause)
            attempt += 1


async def is_public(bot: Bot, chat_id: int) -> bool | None:
    """Whether strangers can find a group or channel and read it; None when Telegram does not say."""
    try:
        chat = await bot.get_chat(chat_id)
    except (*PASSING, TelegramAPIError) as error:
        log.warning("the merchant's chat could not be looked at", extra={"error": str(error)[:200]})
        return None
    return chats.is_public(chat)


class _Session(AiohttpSession):
    """aiogram's, which holds on to the types of Telegram's answers.

    pydantic forgets a generic type that nobody holds, and aiogram holds none: at every tenth call it would be made
    anew, in 4 ms.
    """

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer, read; aiogram finds out what is the matter with one that is not."""
        _type_of_answer(method.__returning__)
        return super().check_response(bot, method, status_code, content)


@cache
def _type_of_answer(returned: Any) -> Any:
    return Response[returned]


class _Beat(BaseRequestMiddleware):
    """Notes every answer of Telegram's, good or bad, as a sign of life."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call, and note that somebody answered."""
        try:
            answer = await make_request(bot, method)
        except PASSING:
            raise
        except Exception:
            self._pulse.beat("telegram")
            raise
        self._pulse.beat("telegram")
        return answer


class InFlight(BaseMiddleware):
    """Counts the updates being handled, so that a stop can wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Count one update while it is handled."""
        self._count += 1
        self._none.clear()
        try:
            return await handler(event, data)
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def drained(self, patience_seconds: float) -> None:
        """Return when no update is being handled, or after some seconds."""
        try:
            async with asyncio.timeout(patience_seconds):
                await self._none.wait()
        except TimeoutError:
            log.warning("updates were still being handled at the end", extra={"count": self._count})
