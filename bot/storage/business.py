"""Whose own chats the bot is connected to; of the chats themselves nothing is kept."""

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.shop.business import Connection
from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.tables import business_connections as connections


async def find(unit: Unit, shop_id: int, connection_id: str) -> Connection | None:
    """The connection with Telegram's number, if the bot has heard of it."""
    found = (connections.c.shop_id == shop_id, connections.c.connection_id == connection_id)
    columns = connections.c.person_id, connections.c.can_reply, connections.c.enabled
    row = await unit.first(select(*columns).where(*found))
    return Connection(connection_id, **row) if row else None


async def put(unit: Unit, person: Person, connection: Connection, now: datetime) -> None:
    """Write down a connection of a member of staff as Telegram tells of it."""
    values = {"can_reply": connection.can_reply, "enabled": connection.enabled, "heard_at": now}
    found = (connections.c.shop_id == person.shop_id, connections.c.connection_id == connection.id)
    if await unit.run(update(connections).where(*found, connections.c.person_id == person.id).values(**values)) == 0:
        whose = {"shop_id": person.shop_id, "person_id": person.id, "connection_id": connection.id}
        await unit.run(insert(connections).values(**whose, **values))


async def end(unit: Unit, shop_id: int, connection_id: str, now: datetime) -> None:
    """It is over, whoever's it was; one that was never written down leaves no trace."""
    found = (connections.c.shop_id == shop_id, connections.c.connection_id == connection_id)
    await unit.run(update(connections).where(*found).values(enabled=False, heard_at=now))
