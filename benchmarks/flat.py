"""Memory stays flat: the whole bot under many customers and many callbacks.

Customers look at the menu, the catalogue and their carts, each a new person; then callbacks come in. What the process
holds is taken after a tenth of each, when caches and the allocator have what they need, and at the end. `make soak`
runs 10,000 customers and 100,000 callbacks; here it is a tenth of that. What is remembered is bounded: 10,000 updates
seen, windows of Telegram's limits for chats that spoke within a minute, compiled statements, fonts.
"""

import asyncio
import gc
import itertools
import os
import tempfile
from pathlib import Path

import uvloop

from benchmarks import callbacks, shop
from benchmarks.harness import Figure, megabytes
from benchmarks.running import HurriedClock, Running, pressed, running
from benchmarks.updates import TAPS
from bot.clock import Clock
from bot.storage.callbacks import Callback, Inbox
from bot.storage.database import Database
from bot.xpay.callback import read_callback

TITLE = "Memory over time"
TINY = {"customers": 20, "posted": 200}
_LONG = 10 if os.environ.get("TOLOM_SOAK") else 1
_AT_ONCE = 64


def measure(customers: int = 1_000 * _LONG, posted: int = 10_000 * _LONG) -> list[Figure]:
    """Both, each with the memory before and after."""
    with tempfile.TemporaryDirectory() as folder:
        first = uvloop.run(_customers(Path(folder) / "people.db", customers))
        second = uvloop.run(_callbacks(Path(folder) / "callbacks.db", posted))
    return [
        Figure(f"memory after {customers:,} customers", first[1], "MB"),
        Figure("  against after a tenth of them", first[1] / first[0], "times", at_most=1.1),
        Figure(f"memory after {posted:,} callbacks", second[1], "MB"),
        Figure("  against after a tenth of them", second[1] / second[0], "times", at_most=1.1),
    ]


async def _customers(file: Path, many: int) -> tuple[float, float]:
    await shop.with_database(file, lambda database: database.write(shop.open_shop))
    async with running(file, HurriedClock()) as bot:
        await _visits(bot, range(many // 10))
        early = _held()
        await _visits(bot, range(many // 10, many))
        return early, _held()


async def _visits(bot: Running, people: range) -> None:
    line = iter(people)

    async def one_by_one() -> None:
        for number in line:
            for data in TAPS.values():
                await bot.feed(pressed(100_000 + number, data))
            bot.telegram.calls.clear()

    await asyncio.gather(*(one_by_one() for _ in range(10)))


async def _callbacks(file: Path, many: int) -> tuple[float, float]:
    async def fill(database: Database) -> None:
        await database.write(shop.open_shop)
        await database.write(shop.waiting_orders, 1_000)

    await shop.with_database(file, fill)
    database = Database.open(shop.url_of(file))
    inbox = Inbox(database, Clock())
    await _posted(inbox, range(many // 10))
    early = _held()
    await _posted(inbox, range(many // 10, many))
    late = _held()
    await database.close()
    return early, late


async def _posted(inbox: Inbox, numbers: range) -> None:
    line = iter(numbers)

    async def one_by_one() -> None:
        for number in line:
            payment = number % 1_000 + 1
            body = read_callback(callbacks.body(payment, number))
            await inbox.receive(Callback(shop.token(payment), body.sha256, body.kept, body.transaction_id))

    await asyncio.gather(*itertools.starmap(one_by_one, [()] * _AT_ONCE))


def _held() -> float:
    gc.collect()
    return megabytes()
