"""A stage for crashes: a shop's file, and a Telegram and an xPay that outlive every process of the shop."""

import contextlib
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.first_shop import ensure_shop
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.ledger import Entry
from bot.sandbox.telegram.world import CUSTOMER_ID, GROUP_ID, SELLER_ID
from bot.sandbox.xpay import Behaviour, XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.settings import load
from bot.shop.catalogue import NewProduct
from bot.shop.people import Language
from bot.storage import carts, catalogue, people
from bot.storage.database import Database, Unit
from bot.storage.migrate import migrate
from bot.storage.people import Visitor
from bot.storage.tables import metadata
from tests.money.world import START
from tests.simulation.books import TABLES, Audit, audit
from tests.simulation.midwife import Nursery

TOKEN = "4242:sandbox"
STOCK = 3
LATER = timedelta(minutes=3)
"""How long the shop is down after a crash: longer than every lease, shorter than an order's time."""


@dataclass
class Stage:
    """One story: a customer with a full cart in front of a shop that has sold nothing yet."""

    nursery: Nursery
    telegram: TelegramSandbox
    xpay: XPaySandbox
    file: Path
    port: int
    lives: int = 0

    @property
    def now(self) -> datetime:
        """The beginning of the present life, by the shop's clock."""
        return START + LATER * self.lives

    async def live(self, die_at: str | None = None) -> tuple[int, list[str]]:
        """One life of the shop: how it ended, and which points it passed if it came to its end."""
        self.lives += 1
        await self.nursery.bear(**self._job(), die_at=die_at, rehearsal=False)
        return await self.nursery.outcome()

    async def rehearse(self) -> None:
        """One life that nobody counts."""
        await self.nursery.rehearse(**self._job())

    def _job(self) -> dict[str, Any]:
        outside = {
            "telegram_api_url": self.telegram.url,
            "telegram_link_url": self.telegram.url,
            "xpay_api_url": self.xpay.url,
            "xpay_page_url": self.xpay.page_url,
            "public_url": f"http://127.0.0.1:{self.port}",
            "http_port": self.port,
        }
        return {
            "job": "pay",
            "settings": _settings(self.file) | outside,
            "now": self.now.isoformat(),
            "customer": CUSTOMER_ID,
            "xpay": self.xpay.url,
        }

    async def tables(self) -> dict[str, list[dict[str, Any]]]:
        """What is on disk."""
        database = Database.open(_settings(self.file)["database_url"])
        try:
            return {name: await database.read(_rows, name) for name in TABLES}
        finally:
            await database.close()

    async def judge(self) -> Audit:
        """The audit of what the shop left on disk."""
        async with Payer(self.xpay.url) as payer:
            ledger = await payer.ledger()
        tables = await self.tables()
        found = audit(ledger, tables, {row["id"]: STOCK for row in tables["products"]})
        if [row["state"] for row in tables["orders"]] != ["paid"]:
            found.lost.append("the order is not paid")
        return found

    async def in_doubt(self) -> list[Entry]:
        """The messages that Telegram has taken, and whose taking the shop has not on disk."""
        tables = await self.tables()
        known = {(row["chat_id"], row["message_id"]) for row in tables["outbox"]}
        return [entry for entry in self.sent() if (entry.chat_id, entry.message_id) not in known]

    def sent(self) -> list[Entry]:
        """The messages, not the edits, that Telegram has taken."""
        return [entry for entry in self.telegram.ledger.accepted() if entry.method.lower().startswith("send")]


async def make_shop(file: Path) -> None:
    """A file with a shop, a product, and a customer with one of it in the cart."""
    settings = load(_env_file=None, **_settings(file), xpay_api_url="http://127.0.0.1")
    database = Database.open(settings.database_url)
    try:
        await migrate(database)
        shop = await database.write(ensure_shop, settings, START)
        await database.write(catalogue.put, shop.id, NewProduct("Cake", "", "Cakes", 150000, STOCK, None))
        product = (await database.read(catalogue.page, shop.id, None, 0)).products[0]
        visitor = Visitor(CUSTOMER_ID, "Aida", None, Language.EN)
        customer = await database.write(people.meet, shop.id, visitor, START)
        await database.write(carts.change, customer, product.id, 1)
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def set_stage(nursery: Nursery, template: Path, folder: Path) -> AsyncIterator[Stage]:
    """The same beginning for every story."""
    file = _copy(template, folder)
    telegram = TelegramSandbox(token=TOKEN, limits=False, page=False)
    for number in (CUSTOMER_ID, SELLER_ID):
        person = telegram.world.users[number]
        person.started = person.seen = True
    xpay = XPaySandbox(behaviour=Behaviour(processing_seconds=0.0), callback_delays=(0.02,))
    async with telegram, xpay:
        yield Stage(nursery, telegram, xpay, file, _free_port())


def _copy(template: Path, folder: Path) -> Path:
    """A fresh file, without anything that the last story left beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(template, folder / "shop.db"))


def _settings(file: Path) -> dict[str, Any]:
    return {
        "bot_token": TOKEN,
        "telegram_mode": "polling",
        "xpay_client_id": "sandbox-client",
        "xpay_client_secret": "sandbox-secret",
        "xpay_check_url": True,
        "database_url": f"sqlite+aiosqlite:///{file}",
        "owner_ids": [SELLER_ID],
        "merchant_chat_id": GROUP_ID,
        "shop_name": "Aigul",
        "default_language": "en",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _rows(unit: Unit, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await unit.all(select(metadata.tables[name]))]
