"""A running shop with its owner, a cashier, a customer and the group, at a chosen hour."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.sandbox.telegram.person import Message, Person
from bot.services.shopkeeping import Shopkeeping
from bot.shop.hours import Hours, Interval
from bot.shop.people import Person as Member
from bot.shop.people import Role
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tables import people as people_table
from tests.databases import SQLiteFiles
from tests.group.conftest import CASHIER, Counter, _write
from tests.journeys.words import KY, Words
from tests.journeys.world import GROUP, SELLER, World, answer, opened, press

BISHKEK = ZoneInfo("Asia/Bishkek")


WEEK = Hours((*((Interval(540, 1140),),) * 6, ()))
"""Nine to seven, Sundays closed."""


class Shopfront(Counter):
    """The shop, and short ways to set it up and to order in it."""

    def __init__(self, world: World, cashier: Person, database: Database) -> None:
        super().__init__(world, cashier, cashier)
        self.database = database
        self.keeping = Shopkeeping(database, world.clock)

    async def keeper(self) -> Member:
        """The owner, as the database knows them."""
        owner = await self.database.read(people.find, 1, SELLER)
        assert owner is not None
        return owner

    async def set_terms(self, **terms: Any) -> None:
        """What the owner's screens do."""
        await self.keeping.change_terms(await self.keeper(), lambda old: replace(old, **terms))

    async def set_hours(self, hours: Hours = WEEK) -> None:
        """What the owner's screens do."""
        await self.keeping.change_hours(await self.keeper(), lambda _old: hours)

    async def set_areas(self) -> None:
        """What the owner's screens do."""
        await self.keeping.add_area(await self.keeper(), "Борбор", 200_00)
        await self.keeping.add_area(await self.keeper(), "Арча-Бешик", 350_50)

    async def fill_cart(self, words: Words = KY) -> None:
        """The customer has the first product in the cart."""
        await self.customer.set_language(words.code)
        asked = await self.customer.start("p_1")
        await self.customer.wait_for("Медовик", after=asked)
        await self.customer.press(words.add)
        await self.customer.wait_for(words.in_cart)

    def set_clock(self, hour: int, minute: int = 0, weekday: int = 3) -> datetime:
        """It becomes the next such weekday (0 is Monday) and hour in Bishkek; the local time."""
        now = self.world.clock.now().astimezone(BISHKEK)
        day = now.date() + timedelta(days=(weekday - now.weekday()) % 7 or 7)
        wanted = datetime.combine(day, datetime.min.time(), BISHKEK).replace(hour=hour, minute=minute)
        self.world.clock.advance(seconds=(wanted - now).total_seconds())
        return wanted

    async def click(self, label: str, then: str, person: Person | None = None, chat_id: int | None = None) -> Message:
        """Press a button as soon as it is there, and wait for words on a button or in a text."""
        person = person or self.owner
        await person.wait_for(lambda one: one.button(label) is not None, chat_id=chat_id)
        await person.press(label, chat_id)
        return await person.wait_for(lambda one: then in one.text or one.button(then) is not None, chat_id=chat_id)

    async def write(self, words: str, then: str, person: Person | None = None) -> Message:
        """Write an answer, and wait for what comes then."""
        person = person or self.owner
        sent = await person.send(words)
        return await person.wait_for(then, after=sent)

    async def settings(self, *labels: str) -> None:
        """The owner opens the settings in English, and a screen from there."""
        await self.owner.set_language("en")
        sent = await self.owner.send("/settings")
        await self.owner.wait_for("Settings of", after=sent)
        for label in labels:
            await self.owner.wait_for(lambda one, label=label: one.button(label) is not None, after=sent)
            await self.owner.press(label)

    async def add_area(self, name: str, fee: str) -> None:
        """On the screen of delivery."""
        await self.click("Add an area", then="What is the area called?")
        await self.write(name, then="How much does delivery there cost")
        await self.write(fee, then=f"{name}: ")

    async def check_out(self, words: Words = KY) -> None:
        """A customer with something in the cart begins to order."""
        await self.fill_cart(words)
        await press(self.customer, words.cart, then=words.check_out)
        await self.customer.press(words.check_out)

    async def finish(self, words: Words = KY) -> Message:
        """The customer answers the last two questions: the summary."""
        await answer(self.customer, words.phone, "0555 123 456")
        await answer(self.customer, words.wishes, words.skip)
        return await self.customer.wait_for(lambda one: one.button(words.confirm) is not None)


async def keys(person: Person) -> list[str]:
    """The labels of the answer buttons below the customer's input field."""
    chat = await person.get(f"/control/chats/{person.id}")
    keyboard = chat["chat"]["reply_keyboard"] or {"keyboard": []}
    return [key["text"] for row in keyboard["keyboard"] for key in row]


def plain(message: Message) -> str:
    """A message's text, with spaces that may break."""
    return message.text.replace("\u00a0", " ")


@pytest.fixture
async def front(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Shopfront]:
    """Open for business: Thursday, 10 o'clock in the morning."""
    file = sqlite_files.fresh(tmp_path)
    async with opened(file, owner_ids=f"1002,{CASHIER}") as world:
        await _write(file, update(people_table).where(people_table.c.telegram_id == CASHIER).values(role=Role.CASHIER))
        cashier = await world.newcomer(CASHIER, "Нурлан")
        await world.stage.change_chat(GROUP, "members", user_id=CASHIER, status="member")
        await world.customer.set_language(KY.code)
        database = Database.open(file)
        front = Shopfront(world, cashier, database)
        front.set_clock(10)
        yield front
        await database.close()
        await cashier.close()
