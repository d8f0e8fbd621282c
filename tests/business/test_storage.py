"""What is written down of a connection, on both databases."""

from datetime import UTC, datetime

from bot.shop.business import Connection
from bot.shop.people import Language
from bot.storage import business, people
from bot.storage.database import Database, Unit
from bot.storage.people import Visitor
from bot.storage.tables import business_connections
from tests.storage.world import make_shop, new_shop

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_connection_is_known_as_it_was_told_last(database: Database) -> None:
    """One row for each; another person's number is nobody else's; the end of an unknown one leaves no row."""

    async def write(unit: Unit) -> None:
        shop = await make_shop(unit, new_shop())
        seller = await people.meet(unit, shop.id, Visitor(1002, "Бакыт", None, Language.KY), NOW)
        assert await business.find(unit, shop.id, "b1") is None
        for can_reply in (True, False):
            await business.put(unit, seller, Connection("b1", seller.id, can_reply=can_reply, enabled=True), NOW)
        assert await business.find(unit, shop.id, "b1") == Connection("b1", seller.id, can_reply=False, enabled=True)
        assert await business.find(unit, shop.id + 1, "b1") is None
        await business.end(unit, shop.id, "b1", NOW)
        await business.end(unit, shop.id, "b2", NOW)
        ended = await business.find(unit, shop.id, "b1")
        assert ended is not None
        assert not ended.may_write
        assert len(await unit.all(business_connections.select())) == 1

    await database.write(write)
