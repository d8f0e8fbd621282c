"""A seller with the bot in their own chats, and a customer who writes to them there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.telegram.person import Message, Person
from bot.storage.database import Database, Unit
from bot.storage.tables import metadata
from tests.databases import SQLiteFiles
from tests.journeys.world import BOT, CUSTOMER, World, fresh, opened

CONNECTED, HERE, OPEN = "Жеке чаттарыңызга туташтым", "карточкасы ушул жерде", "Ботто ачуу"


class Own:
    """The whole bot, and the private chat of its seller with a customer."""

    def __init__(self, world: World, chat: int) -> None:
        self.world, self.chat = world, chat
        self.seller, self.customer = world.seller, world.customer

    async def bill(self, line: str = "/bill 1500 Торт Аидага", seller: Person | None = None) -> Message:
        """The seller writes a bill to the customer: the card in their chat."""
        seller = seller or self.seller
        chat = await seller.talk_to(CUSTOMER)
        sent = await seller.send(line, chat)
        return await self.customer.wait_for(lambda one: bool(one.photo), chat_id=chat, after=sent)

    async def by_bot(self) -> list[Message]:
        """What the bot has written into that chat."""
        return [one for one in await self.seller.messages(self.chat) if "sender_business_bot" in one.raw]

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """A table of the bot's."""
        return (await self.tables())[table]

    async def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that the bot has written down."""
        database = Database.open(self.world.settings.database_url)

        async def read(unit: Unit) -> dict[str, list[dict[str, Any]]]:
            return {
                table.name: [dict(row) for row in await unit.all(select(table))] for table in metadata.sorted_tables
            }

        try:
            return await database.read(read)
        finally:
            await database.close()


@pytest.fixture
async def own(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Own]:
    """The bot may write in the seller's chats; the customer has asked for a cake, and has never met the bot."""
    async with opened(fresh(sqlite_files, tmp_path)) as world:
        await world.seller.set_language("ky")
        sent = await world.seller.start()
        await world.seller.wait_for(lambda one: one.sender_id == BOT, after=sent)
        chat = await world.seller.talk_to(CUSTOMER)
        await world.customer.send("Саламатсызбы, торт барбы?", chat)
        await world.seller.connect_bot()
        await world.seller.wait_for(CONNECTED)
        yield Own(world, chat)
