"""What is dropped by itself, and when: the promise of /privacy."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.shop.deeds import Deed
from bot.storage import audit, callbacks, letters, outbox
from bot.storage.callbacks import Callback
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind, Notice, Priority
from bot.storage.tables import conversations, metadata
from bot.storage.tables import outbox as outbox_rows
from bot.workers.janitor import Janitor
from tests.storage.world import NOON, SetClock, make_shop, meet, new_shop, order_of, payment_of, sell

RETENTION = timedelta(days=90)


class OneRound(SetClock):
    """A clock that ends the janitor's work after its first round."""

    def __init__(self, time: datetime) -> None:
        super().__init__()
        self.time = time
        self.stopping = asyncio.Event()

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        del event, until
        self.stopping.set()


async def tidy(database: Database, at: datetime) -> None:
    clock = OneRound(at)
    await Janitor(database, clock, RETENTION).run(clock.stopping)


async def kept(database: Database, *tables: str) -> str:
    """What these tables hold, as text."""

    async def read(unit: Unit) -> str:
        found = [await unit.all(select(metadata.tables[name])) for name in tables]
        return "\n".join(str(dict(row)) for rows in found for row in rows)

    return await database.read(read)


async def fill(database: Database) -> None:
    """Something of a person in every place that forgets by itself; all of it was delivered at noon."""
    shop = await database.write(make_shop, new_shop())
    aida = await meet(database, shop, 1001)
    order = await order_of(database, aida, await sell(database, shop, "Нан", None))
    await payment_of(database, order, "token")

    async def write(unit: Unit) -> None:
        await callbacks.store(unit, [Callback("token", "0" * 64, '{"kept": "callback"}', None)], NOON)
        await letters.write(unit, order, aida, "letter", None, NOON, from_shop=False)
        facts = {"what": "bad_link", "why": "Telegram said: owner-fact"}
        await outbox.put(unit, Notice(shop.id, 1002, Kind.OWNER, "owner:1", Priority.REST, facts=facts), NOON)
        await outbox.put(unit, Notice(shop.id, 1001, Kind.RECEIPT, "receipt", Priority.MONEY, None, order.id), NOON)
        await unit.run(update(outbox_rows).values(sent_at=NOON, message_id=7))
        row = {"key": "fsm:1:1001:1001:default", "shop_id": shop.id, "data": {"a": "answer"}, "changed_at": NOON}
        await unit.run(conversations.insert().values(**row))
        await audit.record(unit, aida, Deed.CLAIMED, NOON)

    await database.write(write)


async def test_each_thing_is_dropped_in_its_time(database: Database) -> None:
    """Letters after 2 days, half-finished answers after 7, what xPay and Telegram said after 90, deeds after a year."""
    await fill(database)
    tables = ("callbacks", "letters", "outbox", "conversations", "audit")
    words = {"letter": 2, "answer": 7, "callback": 90, "owner-fact": 90, "claimed": 365}
    for days in (1, 3, 8, 91, 366):
        await tidy(database, NOON + timedelta(days=days))
        text = await kept(database, *tables)
        there = {word for word in words if f"'{word}'" in text or f'"{word}"' in text or f": {word}" in text}
        assert there == {word for word, most in words.items() if days <= most}, days
    assert "'receipt'" in await kept(database, "outbox")


async def test_what_was_not_told_yet_keeps_its_facts(database: Database) -> None:
    """An owner's message that waits for Telegram is not emptied, however old."""
    shop = await database.write(make_shop, new_shop())
    notice = Notice(shop.id, 1002, Kind.OWNER, "owner:1", Priority.REST, facts={"what": "bad_link"})
    await database.write(outbox.put, notice, NOON)
    await tidy(database, NOON + timedelta(days=400))
    assert "bad_link" in await kept(database, "outbox")
