"""A shop that asks for money by bills: the service between real parts, and the whole bot between the sandboxes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.addresses import Addresses
from bot.checkout.qr import QRMaker
from bot.services.billing import Billing, Place, Visits
from bot.shop.bills import Bill
from bot.shop.order import Order
from bot.shop.people import Person
from bot.storage import orders, people
from tests.databases import SQLiteFiles
from tests.journeys import world as journeys
from tests.money.world import OWNER, World, make_world


@dataclass
class Till:
    """The service, with the seller who uses it."""

    world: World
    billing: Billing
    visits: Visits
    seller: Person
    _origins: Any

    async def bill(self, amount: int = 1_500_00, title: str = "Торт") -> Bill:
        """A new bill, shown in the seller's private chat."""
        origin = f"test:{next(self._origins)}"
        return await self.billing.make(self.seller, origin, amount, title, card=Place(OWNER))

    async def order(self, bill: Bill) -> Order:
        """The newest order of a bill."""
        return (await self.world.database.read(orders.of_bill, bill.id))[0]

    async def link(self, bill: Bill) -> str:
        """The payment link of a bill's newest QR."""
        return await self.world.link(await self.order(bill))

    async def told(self, chat_id: int) -> list[str]:
        """The kinds of what a chat is told."""
        return [row["kind"] for row in await self.world.rows("outbox", chat_id=chat_id)]


def till_of(world: World, seller: Person) -> Till:
    addresses = Addresses(world.url, "https://t.me", "tolom_bot", asks_check=True)
    tokens = (f"token-{number:030}" for number in count())
    new_token = partial(next, tokens)
    qr = QRMaker(
        world.database,
        world.clock,
        lambda _shop: world.client,
        addresses,
        page_url=world.xpay.page_url,
        first_question=world.settlement.first_question,
    )
    billing = Billing(world.database, world.clock, world.checkout, world.settlement, qr, new_token=new_token)
    visits = Visits(world.database, world.clock, world.checkout, qr, new_token=new_token)
    return Till(world, billing, visits, seller, count())


async def open_till(world: World) -> Till:
    seller = await world.database.read(people.find, world.shop.id, OWNER)
    assert seller is not None
    return till_of(world, seller)


@pytest.fixture
async def till(tmp_path: Path) -> AsyncIterator[Till]:
    """A shop with callbacks."""
    async with make_world(tmp_path) as world:
        yield await open_till(world)


@pytest.fixture
async def shop(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[journeys.World]:
    """The whole bot, with the seller's private chat open."""
    async with journeys.opened(journeys.fresh(sqlite_files, tmp_path)) as world:
        await world.seller.set_language("ky")
        await world.seller.start("hello")
        await world.seller.wait_for("Саламатсызбы")
        yield world
