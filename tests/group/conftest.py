"""A shop whose group has two people at work: its owner Bakyt and the cashier Nurlan, with a paid order in between."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.sandbox.telegram.person import Message, Person
from bot.shop.people import Role
from bot.storage.database import Database, Unit
from bot.storage.tables import people, shops
from tests.databases import SQLiteFiles
from tests.journeys.words import KY
from tests.journeys.world import GROUP, SALE, World, link_of, opened, order

CASHIER, STRANGER = 1004, 1005


class Counter:
    """The shop's group, and who stands at it."""

    def __init__(self, world: World, cashier: Person, stranger: Person) -> None:
        self.world, self.cashier, self.stranger = world, cashier, stranger
        self.owner, self.customer, self.stage = world.seller, world.customer, world.stage

    async def sell(self, chat_id: int = GROUP, title: str = "Медовик", number: int = 1) -> Message:
        """A customer orders and pays: the sale's card."""
        await self.world.payer.pay(link_of(await order(self.customer, title=title)))
        return await self.owner.wait_for(SALE.format(number), chat_id=chat_id)

    async def write_to_shop(self) -> str:
        """The customer presses the receipt's button; what the bot says to that."""
        await self.customer.wait_for(lambda one: one.button("Дүкөнгө жазуу") is not None)
        return await self.customer.press("Дүкөнгө жазуу")

    async def change(self, **values: object) -> None:
        """Change the shop behind the bot's back."""
        await _write(self.world.settings.database_url, update(shops).values(**values))


async def _write(url: str, statement: object) -> None:
    database = Database.open(url)

    async def run(unit: Unit) -> None:
        await unit.run(statement)  # type: ignore[arg-type]

    try:
        await database.write(run)
    finally:
        await database.close()


@pytest.fixture
async def counter(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Counter]:
    """Open for business, with everybody in the group."""
    file = sqlite_files.fresh(tmp_path)
    async with opened(file, owner_ids=f"1002,{CASHIER}") as world:
        await _write(file, update(people).where(people.c.telegram_id == CASHIER).values(role=Role.CASHIER))
        cashier, stranger = await world.newcomer(CASHIER, "Нурлан"), await world.newcomer(STRANGER, "Азамат")
        for user in (CASHIER, STRANGER):
            await world.stage.change_chat(GROUP, "members", user_id=user, status="member")
        await world.customer.set_language(KY.code)
        yield Counter(world, cashier, stranger)
        await cashier.close()
        await stranger.close()
