"""A whole little town for the simulations: customers, an owner, the shop's real core, and the sandbox's xPay.

The outside (xPay with its ledger, the clock) lives on while the shop is closed and opened again on the same file.
"""

import asyncio
import contextlib
import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.addresses import Addresses
from bot.checkout import Checkout
from bot.metrics import Metrics
from bot.sandbox.xpay import Behaviour, XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.services.desk import Desk
from bot.settlement import Settlement
from bot.shop.people import Language, Person, Shop
from bot.storage import payments, people, shops
from bot.storage.callbacks import Inbox
from bot.storage.database import Database
from bot.web import Outside, application
from bot.workers.settler import AT_ONCE
from bot.xpay import XPayClient, XPayError
from tests.money.world import GROUP, OWNER, ManualClock, World

PATIENCE, HASTE = 5.0, 0.2
"""Seconds that the shop waits for xPay: as a rule, and while the stand-in is told to be slow."""

MOST_QUESTIONS = 500
"""More than this in one moment means that the settler spins."""

CUSTOMERS = {2001: "Айда", 2002: "Азамат", 2003: "Нурлан"}
STOCK = {"Торт": (150000, 3), "Гүл": (70000, 6), "Кеңеш": (50050, None)}
"""Price in tyiyn and units of each product; None never runs out."""


class Town:
    """Everything that a simulation acts upon."""

    def __init__(self, folder: Path, *, accepts_late: bool, seed: int) -> None:
        self.clock = ManualClock()
        self.began = self.clock.now()
        self.products: dict[int, int | None] = {}
        self.customers: list[Person] = []
        self.world: World
        self.desk: Desk
        self.owner: Person
        self.port = 0
        self._url = f"sqlite+aiosqlite:///{folder / 'shop.db'}"
        self._accepts_late = accepts_late
        self._chance = random.Random(seed)
        self._outside = contextlib.AsyncExitStack()
        self._inside = contextlib.AsyncExitStack()

    async def build(self, template: Path) -> None:
        """Start the outside and open the shop for the first time, on a copy of a migrated file."""
        shutil.copy(template, self._url.partition(":///")[2])
        self.xpay = XPaySandbox(
            behaviour=Behaviour(processing_seconds=0.0),
            clock=self.clock.now,
            chance=random.Random(self._chance.random()),
        )
        await self._outside.enter_async_context(self.xpay)
        self.payer = await self._outside.enter_async_context(Payer(self.xpay.url))
        self.web = await self._outside.enter_async_context(ClientSession())
        await self.open()
        for title, (price, stock) in STOCK.items():
            self.products[await self.world.product(title, price, stock)] = stock
        self.customers = [await self.world.person(number, name) for number, name in CUSTOMERS.items()]

    async def open(self) -> None:
        """Open the shop on its file, at the address that xPay knows."""
        stack, clock = self._inside, self.clock
        database = Database.open(self._url)
        stack.push_async_callback(database.close)
        first = Shop(0, "Айгүл", Language.KY, "Asia/Bishkek", 30, GROUP, None, False, self._accepts_late)
        shop = await database.write(shops.ensure, first, clock.now())
        await database.write(people.appoint_owners, shop.id, (OWNER,), Language.RU, clock.now())
        found = await database.read(people.find, shop.id, OWNER)
        assert found is not None
        self.owner = found
        client = XPayClient(
            api_url=self.xpay.url,
            client_id="sandbox-client",
            client_secret="sandbox-secret",
            mode="sandbox",
            timeout_seconds=PATIENCE,
            spacing_seconds=600.0,  # no second question within one call: a failure is the settler's to repeat
        )
        stack.push_async_callback(client.close)
        url = await self._serve(database)
        settlement = Settlement(
            database, clock, lambda _shop: client, unit="auto", callbacks=True, random=self._chance.random
        )
        checkout = Checkout(
            database,
            clock,
            lambda _shop: client,
            settlement,
            Addresses(url, "https://t.me", "tolom_bot", asks_check=True),
            new_token=lambda: f"{self._chance.getrandbits(144):036x}",
            page_url=self.xpay.page_url,
        )
        self.desk = Desk(database, clock)
        self.world = World(database, clock, self.xpay, self.payer, client, settlement, checkout, shop, url)

    async def _serve(self, database: Database) -> str:
        async def feed(_update: dict[str, Any]) -> None:
            raise AssertionError("no Telegram here")

        async def ready() -> dict[str, str]:
            return {}

        outside = Outside(database, self.clock, Inbox(database, self.clock), feed, "", ready, Metrics())
        runner = web.AppRunner(application(outside), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self._inside.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        return f"http://127.0.0.1:{self.port}"

    async def restart(self) -> None:
        """Close everything of the shop's and open it again; nothing but the file is carried over."""
        await self._inside.aclose()
        await self.open()

    async def tear_down(self) -> None:
        """Leave nothing behind."""
        await self._inside.aclose()
        await self._outside.aclose()

    @property
    def hours(self) -> float:
        """How much time has passed in the town."""
        return (self.clock.now() - self.began).total_seconds() / 3600

    def hurry(self, *, on: bool) -> None:
        """How long the shop waits for xPay from now on."""
        self.world.client._asker._timeout = HASTE if on else PATIENCE

    async def ask_due(self) -> int:
        """What the settler does at this moment: a bounded number of questions at once, until nothing is due."""
        asked = 0
        while due := await self.world.settlement.claim_due(AT_ONCE):
            assert asked < MOST_QUESTIONS, f"{due[0][0]} is due again and again in the same moment"
            await asyncio.gather(*[self._ask(payment, leased_until) for payment, leased_until in due])
            asked += len(due)
        return asked

    async def _ask(self, payment: Any, leased_until: datetime) -> None:
        with contextlib.suppress(XPayError):
            await self.world.settlement.ask(payment, leased_until)

    async def live(self, seconds: float) -> None:
        """Let time pass while the settler works: it sleeps from one due time to the next."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            due = await self.world.database.read(payments.next_due)
            if due is None or due > end:
                break
            self.clock.advance(seconds=max(0.0, (due - self.clock.now()).total_seconds()))
            await self.ask_due()
        self.clock.advance(seconds=(end - self.clock.now()).total_seconds())
