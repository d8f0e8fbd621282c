"""Updates a second through the whole bot, for taps on menu, catalogue and cart.

Ours is the bot as `bot/app.py` wires it: routers, middleware, the person and the language from the database, persisted
conversations, limits. Telegram answers at once, in the same process, and the clock runs ahead, so that limits are kept
and never waited for; what the bot does by itself sleeps by the machine's time, and has nothing to do meanwhile. The
floor is one bare handler on a dispatcher of its own, which answers the press and edits the message with a fixed text,
and reads nothing. Since no shop can be shown without reading it, the second floor is the same bare handler with the
screen's own queries and nothing else.
"""

import asyncio
import contextlib
import gc
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvloop
from aiogram import Dispatcher
from aiogram.client.bot import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks import shop
from benchmarks.harness import Figure, ratio
from benchmarks.running import HurriedClock, Running, Telegram, pressed, running
from bot.__main__ import be_fair_to_the_loop
from bot.messages.buttons import ALL, ChangeQuantity, Open, Screen, ShowPage
from bot.storage import people, shops
from bot.storage.database import Database
from bot.texts.languages import translations
from handlers.customer import cart, catalogue, start
from handlers.screen import show

TITLE = "Updates through the whole bot"
TINY = {"rounds": 1, "updates": 10}
TAPS = {
    "menu": Open(screen=Screen.MENU).pack(),
    "catalogue": ShowPage(section=ALL, number=0).pack(),
    "cart": Open(screen=Screen.CART).pack(),
}
_AT_ONCE = 10


def measure(rounds: int = 5, updates: int = 400) -> list[Figure]:
    """The bot and the two floors in turn, for each screen."""
    be_fair_to_the_loop()
    gc.freeze()  # as `bot run` does with all that it has imported
    try:
        return uvloop.run(_measure(rounds, updates))
    finally:
        gc.unfreeze()


async def _measure(rounds: int, updates: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tolom.db"
        await shop.with_database(file, lambda database: database.write(shop.open_shop, _AT_ONCE))
        async with running(file, HurriedClock()) as bot, _bare(file) as (bare, reading):
            for person in _people():
                await bot.feed(pressed(person, ChangeQuantity(product_id=1, by=1, section=ALL, number=0).pack()))
            found = [await _tap(bot, bare, reading, name, rounds, updates) for name in TAPS]
    return list(itertools.chain.from_iterable(found))


async def _tap(bot: Running, bare: "Feed", reading: "Feed", name: str, rounds: int, updates: int) -> list[Figure]:
    rates: dict[str, list[float]] = {"ours": [], "bare": [], "reading": []}
    ways = {"ours": bot.feed, "bare": bare, "reading": reading}
    for turn in range(rounds + 1):
        for way, feed in ways.items():
            rate = await _rate(feed, TAPS[name], updates)
            bot.telegram.calls.clear()
            if turn or rounds == 1:  # the first round warms up
                rates[way].append(rate)
    return [
        Figure(f"{name}: ours", statistics.median(rates["ours"]), "a second"),
        Figure(f"{name}: one bare handler", statistics.median(rates["bare"]), "a second"),
        Figure(f"{name}: ours of the bare handler", ratio(rates["ours"], rates["bare"]), at_least=0.70),
        Figure(f"{name}: ours of a bare handler that reads the screen", ratio(rates["ours"], rates["reading"])),
    ]


Feed = Callable[[dict[str, Any]], Awaitable[None]]


async def _rate(feed: Feed, data: str, updates: int) -> float:
    work = {person: [pressed(person, data) for _ in range(updates // _AT_ONCE)] for person in _people()}

    async def tap(person: int) -> None:
        for update in work[person]:
            await feed(update)

    begun = time.perf_counter()
    await asyncio.gather(*(tap(person) for person in work))
    return updates / (time.perf_counter() - begun)


def _people() -> range:
    return range(shop.CUSTOMER, shop.CUSTOMER + _AT_ONCE)


@contextlib.asynccontextmanager
async def _bare(file: Path) -> Any:
    """Two dispatchers with one handler each: one that reads nothing, and one that reads what the screen shows."""
    bot, i18n, database = Bot(shop.BOT_TOKEN, default=DefaultBotProperties(parse_mode="HTML")), translations(), None
    bot.session.make_request = Telegram().make_request  # type: ignore[method-assign]  # as in the running bot
    database = Database.open(shop.url_of(file))
    person = await database.read(people.load, 2)
    its_shop = await database.read(shops.load, 1)
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=f"Button {n}", callback_data=f"b:{n}")] for n in range(4)]
    )

    async def answer(callback: CallbackQuery) -> None:
        await callback.answer()
        assert isinstance(callback.message, Message)
        await callback.message.edit_text("Text", reply_markup=keyboard)

    async def draw(callback: CallbackQuery) -> None:
        with i18n.context(), i18n.use_locale("ky"):
            if callback.data == TAPS["menu"]:
                view = await start.menu_view(database, person, its_shop)
            elif callback.data == TAPS["cart"]:
                view = await cart.cart_view(database, person)
            else:
                view = await catalogue.page_view(database, person, ShowPage(section=ALL, number=0))
            await show(callback, view, database)

    def feeding(handler: Callable[..., Awaitable[None]]) -> Feed:
        dispatcher = Dispatcher()
        dispatcher.callback_query.register(handler)

        async def feed(update: dict[str, Any]) -> None:
            await dispatcher.feed_raw_update(bot, update)

        return feed

    try:
        yield feeding(answer), feeding(draw)
    finally:
        await database.close()
