"""A shop with a till: its owner, two cashiers, and a code for 250 som."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.sandbox.telegram.person import Message, Person
from bot.shop.people import Role
from bot.storage.database import Database, Unit
from bot.storage.tables import people
from tests.databases import SQLiteFiles
from tests.journeys.world import GROUP, World, opened
from tests.patience import PATIENCE

CASHIERS = {1004: "Нурлан", 1006: "Жылдыз"}
STRANGER = 1005
TAKE, LOCK = "Төлөм алуу", "Жабуу"


class Till:
    """Who stands at the till, and what is done there."""

    def __init__(self, world: World, cashier: Person, second: Person, stranger: Person) -> None:
        self.world, self.cashier, self.second, self.stranger = world, cashier, second, stranger
        self.owner, self.payer, self.stage = world.seller, world.payer, world.stage

    async def make(self, title: str = "Кирүү", amount: str = "250") -> Message:
        """The owner makes a code: its screen, once xPay has locked it."""
        asked = await self.owner.send("/counter")
        await self.owner.wait_for(lambda one: one.button("Жаңы код") is not None, after=asked)
        await self.owner.press("Жаңы код")
        await self.owner.wait_for("Код эмне үчүн?", after=asked)
        await self.owner.send(title)
        await self.owner.wait_for("Суммасы канча сом?", after=asked)
        await self.owner.send(amount)
        return await self.owner.wait_for(lambda one: one.button("Плакат A4") is not None, after=asked)

    async def take(self, who: Person | None = None) -> Message:
        """Somebody asks for a payment in their own chat: the live message once the code is open."""
        who = who or self.cashier
        asked = await who.send("/counter")
        await who.wait_for(lambda one: one.button("Кирүү") is not None, after=asked)
        await who.press("Кирүү")
        await who.wait_for(lambda one: one.button(TAKE) is not None, after=asked)
        await who.press(TAKE)
        self.hurry()
        return await who.wait_for("сканерлеп төлөсө болот", after=asked)

    def hurry(self) -> None:
        """Let the seconds pass in which xPay wants not to be asked again."""
        self.world.clock.advance(seconds=4)

    async def link(self) -> str:
        """The link of the newest code."""
        return str((await self.payer.payments())[-1]["link"])

    async def state(self) -> str:
        """How xPay has the newest code."""
        return str((await self.payer.payments())[-1]["status"])

    async def until(self, state: str) -> None:
        """Wait until xPay has it so."""
        self.hurry()
        async with asyncio.timeout(PATIENCE):
            while await self.state() != state:  # noqa: ASYNC110  # xPay is another process, as far as we know
                await asyncio.sleep(0.03)

    async def changed(self, who: Person, message: Message, words: str | Callable[[Message], bool]) -> Message:
        """Wait until a message that is there says something else."""
        self.hurry()
        says = (lambda one: words in one.text) if isinstance(words, str) else words
        return await who.wait_for(lambda one: one.id == message.id and says(one))

    async def sales(self) -> list[str]:
        return await self.world.sale_cards()

    async def sums(self, statement: Any) -> Any:
        """What a query of the database file says."""
        return await on_file(self.world.settings.database_url, statement, reading=True)


async def on_file(url: str, statement: Any, *, reading: bool = False) -> Any:
    database = Database.open(url)

    async def run(unit: Unit) -> Any:
        return await unit.value(statement) if reading else await unit.run(statement)

    try:
        return await (database.read if reading else database.write)(run)
    finally:
        await database.close()


@pytest.fixture
async def till(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Till]:
    """Open for business; both cashiers may sell, and own nothing."""
    file = sqlite_files.fresh(tmp_path)
    async with opened(file, owner_ids=f"1002,{','.join(map(str, CASHIERS))}", xpay_check_url=True) as world:
        await on_file(file, update(people).where(people.c.telegram_id.in_(CASHIERS)).values(role=Role.CASHIER))
        found = [await world.newcomer(number, name) for number, name in CASHIERS.items()]
        stranger = await world.newcomer(STRANGER, "Азамат")
        for person in (*found, stranger, world.seller):
            await person.set_language("ky")
        for number in (*CASHIERS, STRANGER):
            await world.stage.change_chat(GROUP, "members", user_id=number, status="member")
        for person in (*found, world.seller):
            await person.start()
        yield Till(world, *found, stranger)
        for person in (*found, stranger):
            await person.close()
