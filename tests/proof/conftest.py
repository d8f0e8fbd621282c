"""A shop with a customer who pays, and a courier who has never written to the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.telegram.person import Message, Person
from tests.databases import SQLiteFiles
from tests.journeys.world import World, link_of, opened, order

COURIER = 1007


class Door:
    """Where something is handed over."""

    def __init__(self, world: World, courier: Person) -> None:
        self.world, self.courier, self.customer, self.owner = world, courier, world.customer, world.seller

    async def buy(self) -> Message:
        """The customer orders and pays: the confirmation of payment."""
        card = await order(self.customer)
        await self.world.payer.pay(link_of(card))
        return await self.customer.wait_for("Төлөмүңүз келди")

    async def look(self, link: str, person: Person | None = None) -> Message:
        """Somebody opens a link: what they see."""
        person = person or self.courier
        asked = await person.open_link(link)
        return await person.wait_for(lambda one: one.sender_id == 4242, after=asked)


@pytest.fixture
async def door(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Door]:
    async with opened(sqlite_files.fresh(tmp_path)) as world:
        courier = await world.newcomer(COURIER, "Эрмек")
        await world.seller.set_language("ky")
        yield Door(world, courier)
        await courier.close()
