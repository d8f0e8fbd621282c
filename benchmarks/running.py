"""The whole bot in this process, wired as in earnest, with a Telegram that answers everything at once."""

import asyncio
import contextlib
import gc
import itertools
import json
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

from benchmarks import shop
from bot.app import App
from bot.clock import Clock
from bot.workers.limits import GROUP, OVERALL, PRIVATE, Limits, Window

_TEXT = json.dumps({"ok": True, "result": True})


class HurriedClock(Clock):
    """A clock that goes on by itself whenever it is asked: Telegram's limits are looked at, and never reached."""

    def __init__(self, step: timedelta = timedelta(milliseconds=50)) -> None:
        super().__init__()
        self._ahead, self._step = timedelta(), step

    def now(self) -> datetime:
        """Later than ever."""
        self._ahead += self._step
        return super().now() + self._ahead


@dataclass(slots=True)
class Telegram:
    """What the bot asked of Telegram, and when (by `time.perf_counter`); every question is answered at once."""

    calls: list[tuple[float, TelegramMethod[Any]]] = field(default_factory=list)
    heard: Callable[[TelegramMethod[Any]], None] = lambda _method: None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ARG002, ASYNC109 - aiogram's interface
        """The answer to any method, read as aiogram reads it."""
        self.calls.append((time.perf_counter(), method))
        self.heard(method)
        return bot.session.check_response(bot, method, 200, self._answer(method)).result

    def _answer(self, method: TelegramMethod[Any]) -> str:
        name = method.__api_method__
        if name == "getMe":
            return json.dumps(
                {"ok": True, "result": {"id": 4242, "is_bot": True, "first_name": "B", "username": "b_bot"}}
            )
        if name == "getChat":
            chat = {"id": shop.GROUP, "type": "supergroup", "title": "S", "accent_color_id": 0, "max_reaction_count": 1}
            return json.dumps({"ok": True, "result": chat | {"accepted_gift_types": dict.fromkeys(_GIFTS, False)}})
        chat_id = getattr(method, "chat_id", None)
        if method.__returning__ is bool or not isinstance(chat_id, int):
            return _TEXT
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
        message = message_json(next(self.numbers), chat_id) | ({"photo": photo} if "hoto" in name else {})
        return json.dumps({"ok": True, "result": message})


_GIFTS = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"]


def message_json(number: int, chat_id: int, text: str = "…") -> dict[str, Any]:
    """A message of the bot's in a chat, as Telegram shows it."""
    kind = {"type": "private", "first_name": "Айгүл"} if chat_id > 0 else {"type": "supergroup", "title": "S"}
    author = {"id": 4242, "is_bot": True, "first_name": "B"}
    return {"message_id": number, "date": 1, "chat": {"id": chat_id} | kind, "from": author, "text": text}


_UPDATES = itertools.count(1)


def pressed(person: int, data: str) -> dict[str, Any]:
    """The update of a pressed button."""
    press = {
        "id": str(next(_UPDATES)),
        "from": _person(person),
        "chat_instance": "1",
        "data": data,
        "message": message_json(1, person),
    }
    return {"update_id": next(_UPDATES), "callback_query": press}


def wrote(person: int, text: str) -> dict[str, Any]:
    """The update of a written message."""
    message = message_json(1, person, text) | {"from": _person(person)}
    return {"update_id": next(_UPDATES), "message": message}


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"Айгүл {number}", "language_code": "ky"}


class Running:
    """A running bot: updates go in by `feed`, what it says stands in `telegram`."""

    def __init__(self, app: App, telegram: Telegram) -> None:
        self.app, self.telegram = app, telegram
        self.feed = app._feed  # noqa: SLF001 - what the webhook calls; HTTP is not what is measured here

    async def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something that the bot does by itself."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - it is seen in the list of calls, not announced
                await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def running(
    file: Path, clock: Clock | None = None, *, unhurried: bool = False, **settings: Any
) -> AsyncIterator[Running]:
    """The bot on a database file, started; Telegram is answered in this process, and if `unhurried` has no limits."""
    telegram, port = Telegram(), _free_port()
    address = {"telegram_mode": "webhook", "public_url": f"http://127.0.0.1:{port}", "http_port": port}
    wide = Limits(*(_wide(windows) for windows in (OVERALL, PRIVATE, GROUP))) if unhurried else None
    app = App(shop.settings(database_url=shop.url_of(file), **(address | settings)), clock, wide)
    gc.freeze()  # what was imported stays for ever: as `bot run` has it
    app._bot.session.make_request = telegram.make_request  # type: ignore[method-assign]  # noqa: SLF001 - below limits and heartbeat, above HTTP
    await app.start()
    try:
        one = Running(app, telegram)
        await one.until(lambda: app._dispatcher is not None)  # noqa: SLF001 - there is no event for "met Telegram"
        yield one
    finally:
        await app.stop()


def _wide(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    return tuple(replace(window, most=10_000, notices=10_000, replies=10_000) for window in windows)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said_to(telegram: Telegram, person: int) -> list[TelegramMethod[Any]]:
    """What the bot sent or showed somebody, the oldest first."""
    return [method for _, method in telegram.calls if getattr(method, "chat_id", None) == person]


def is_picture_with_link(method: TelegramMethod[Any]) -> bool:
    """Whether this is an order's card with its QR."""
    return method.__api_method__ == "sendPhoto"
