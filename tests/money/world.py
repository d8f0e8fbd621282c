"""A shop between real parts: an SQLite file, the sandbox xPay over HTTP, our own pages on port 0, a clock in hand."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.addresses import Addresses
from bot.checkout import Checkout
from bot.clock import Clock
from bot.metrics import Metrics
from bot.sandbox.xpay import Behaviour, Point, XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.settlement import Settlement
from bot.shop.catalogue import NewProduct
from bot.shop.order import Handover, Order, Wishes
from bot.shop.people import Language, Person, Shop
from bot.storage import carts, catalogue, orders, payments, people, shops
from bot.storage.callbacks import Inbox
from bot.storage.database import Database, Unit
from bot.storage.migrate import migrate
from bot.storage.people import Visitor
from bot.storage.tables import metadata
from bot.web import Outside, application
from bot.xpay import XPayClient, XPayError
from tests.patience import PATIENCE

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWNER, GROUP = 1002, -1001000000001


class ManualClock(Clock):
    """A clock that moves only when a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._moved = asyncio.Event()
        self.waiting = 0
        """How many wait for a moment or an event."""

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        self.waiting += 1
        while not event.is_set() and (until is None or self._now < until):
            moved = asyncio.ensure_future(self._moved.wait())  # noqa: TID251 - the test's own, ended below
            rung = asyncio.ensure_future(event.wait())  # noqa: TID251 - the same
            await asyncio.wait([moved, rung], return_when=asyncio.FIRST_COMPLETED)
            moved.cancel()
            rung.cancel()
        self.waiting -= 1


@dataclass
class World:
    """What a test holds in its hands."""

    database: Database
    clock: ManualClock
    xpay: XPaySandbox
    payer: Payer
    client: XPayClient
    settlement: Settlement
    checkout: Checkout
    shop: Shop
    url: str

    async def person(self, telegram_id: int = 1001, name: str = "Айда") -> Person:
        visitor = Visitor(telegram_id, name, None, Language.KY)
        return await self.database.write(people.meet, self.shop.id, visitor, self.clock.now())

    async def product(self, title: str = "Торт", price: int = 150000, stock: int | None = 5) -> int:
        new = NewProduct(title, "", "Торттор", price, stock, None)
        await self.database.write(catalogue.put, self.shop.id, new)
        page = await self.database.read(catalogue.page, self.shop.id, None, 0)
        return next(product.id for product in page.products if product.title == title)

    async def order(self, person: Person, product_id: int, quantity: int = 1, comment: str | None = None) -> Order:
        await self.database.write(carts.change, person, product_id, quantity)
        order = await self.checkout.confirm(person, Wishes(Handover.PICKUP, comment=comment))
        return await self.reload(order)

    async def reload(self, order: Order) -> Order:
        return await self.database.read(orders.load, order.id)

    async def link(self, order: Order) -> str:
        payment = await self.database.read(payments.newest, order.id)
        assert payment is not None
        assert payment.link is not None
        return payment.link

    async def ask_due(self) -> int:
        """What the settler does at this moment, once: ask about every due payment."""
        asked = 0
        while due := await self.settlement.claim_due(50):
            for payment, leased_until in due:
                asked += 1
                with contextlib.suppress(XPayError):
                    await self.settlement.ask(payment, leased_until)
        return asked

    async def settle(self) -> int:
        """Let the spacing between two questions pass, and ask what is due then."""
        self.clock.advance(seconds=4)
        return await self.ask_due()

    async def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """The rows of a table, for looking at what was written."""
        columns = metadata.tables[table]

        async def read(unit: Unit) -> list[dict[str, Any]]:
            statement = select(columns).where(*[columns.c[name] == value for name, value in where.items()])
            return [dict(row) for row in await unit.all(statement)]

        return await self.database.read(read)

    async def stock(self, product_id: int) -> int | None:
        return (await self.rows("products", id=product_id))[0]["stock"]


@contextlib.asynccontextmanager
async def make_world(
    folder: Path,
    *,
    callbacks: bool = True,
    behaviour: Behaviour | None = None,
    points: list[Point] | None = None,
    unit: str = "auto",
    timeout_seconds: float = PATIENCE,
    spacing_seconds: float = 3.0,
    accepts_late: bool = False,
) -> AsyncIterator[World]:
    """A world that starts empty and leaves nothing behind."""
    clock = ManualClock()
    database = Database.open(f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    chance = random.Random(7)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await migrate(database)
        first = Shop(0, "Айгүл", Language.KY, "Asia/Bishkek", 30, GROUP, None, False, accepts_late)
        shop = await database.write(shops.ensure, first, clock.now())
        await database.write(people.appoint_owners, shop.id, (OWNER,), Language.RU, clock.now())
        xpay = XPaySandbox(
            behaviour=behaviour or Behaviour(processing_seconds=0.0),
            clock=clock.now,
            callback_delays=(0.05, 0.1, 0.2),
            points=points,
        )
        await stack.enter_async_context(xpay)
        payer = await stack.enter_async_context(Payer(xpay.url))
        client = XPayClient(
            api_url=xpay.url,
            client_id="sandbox-client",
            client_secret="sandbox-secret",
            mode="sandbox",
            timeout_seconds=timeout_seconds,
            spacing_seconds=spacing_seconds,
        )
        stack.push_async_callback(client.close)
        url = await _serve(stack, database, clock)
        settlement = Settlement(
            database,
            clock,
            lambda _shop: client,
            unit=unit,
            callbacks=callbacks,
            random=chance.random,  # type: ignore[arg-type]
        )
        addresses = Addresses(url if callbacks else "", "https://t.me", "tolom_bot", asks_check=True)
        checkout = Checkout(
            database,
            clock,
            lambda _shop: client,
            settlement,
            addresses,
            new_token=partial(_token, chance),
            page_url=xpay.page_url,
        )
        yield World(database, clock, xpay, payer, client, settlement, checkout, shop, url)


def _token(chance: random.Random) -> str:
    return f"{chance.getrandbits(144):036x}"


async def _serve(stack: contextlib.AsyncExitStack, database: Database, clock: Clock) -> str:
    async def feed(_update: dict[str, Any]) -> None:
        raise AssertionError("no Telegram here")

    async def ready() -> dict[str, str]:
        return {}

    outside = Outside(database, clock, Inbox(database, clock), feed, "", ready, Metrics())
    runner = web.AppRunner(application(outside), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
