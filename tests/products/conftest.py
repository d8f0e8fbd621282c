"""A seller at work on the products, in private with the whole running bot."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.sandbox.telegram.person import Message, Person
from tests.databases import SQLiteFiles
from tests.journeys.world import World, opened


class Seller:
    """The owner in the private chat, and the customer whose eyes see what comes of it."""

    def __init__(self, world: World) -> None:
        self.world, self.owner, self.customer = world, world.seller, world.customer

    async def list(self) -> Message:
        """Open the list of products."""
        sent = await self.owner.send("/products")
        return await self.owner.wait_for(lambda one: one.button("Добавить товар") is not None, after=sent)

    async def card(self, title: str) -> Message:
        """Open a product from the first page of the list."""
        await self.list()
        return await self.press(title, "Удалить")

    async def press(self, label: str, then: str) -> Message:
        """Press a button, and wait for the newest screen to have another one, or to say something."""
        await self.owner.press(label)
        return await self.sees(then)

    async def sees(self, then: str) -> Message:
        """The newest message has a button or a text."""

        def shows(one: Message) -> bool:
            return one.button(then) is not None or then in one.text

        await self.owner.wait_for(shows)
        last = (await self.owner.messages())[-1]
        return await self.owner.wait_for(shows, after=last.id - 1)

    async def say(self, text: str, then: str) -> Message:
        """Write something, and wait for the bot's next message to say something."""
        sent = await self.owner.send(text)
        return await self.owner.wait_for(lambda one: then in one.text and one.sender_id != self.owner.id, after=sent)


async def opens(person: Person, payload: str) -> Message:
    """Follow a link to the bot; its answer."""
    sent = await person.start(payload)
    return await person.wait_for(lambda one: one.sender_id != person.id, after=sent)


def picture(size: tuple[int, int] = (320, 240), colour: str = "orange", form: str = "JPEG") -> bytes:
    """A picture as a phone sends it."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, form)
    return content.getvalue()


@pytest.fixture
async def seller(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Seller]:
    """Two products are on sale; the seller and the customer read Russian."""
    async with opened(sqlite_files.fresh(tmp_path)) as world:
        await world.seller.set_language("ru")
        await world.customer.set_language("ru")
        yield Seller(world)
