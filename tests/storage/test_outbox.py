"""The outbox: each thing said once, in order, by one sender at a time, and never forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.shop.order import Order
from bot.shop.people import Shop
from bot.storage import outbox
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind, Notice, Priority, Row
from bot.storage.tables import outbox as table
from tests.storage.world import LATER, NOON

SECOND = timedelta(seconds=1)
LEASE = NOON + timedelta(minutes=2)


@pytest.fixture
def notice(shop: Shop) -> Notice:
    return Notice(shop.id, -100, Kind.SALE, "sale:1", Priority.MONEY, facts={"sum": 100_00})


async def claim(database: Database, most: int = 10) -> list[Row]:
    return list(await database.write(outbox.claim, NOON, LEASE, most))


async def test_a_row_is_claimed_as_it_was_put(database: Database, notice: Notice) -> None:
    """What is to be sent is what was said, with a bell for those who send."""
    await database.write(outbox.put, replace(notice, topic_id=7), NOON)
    assert database.bell(outbox.BELL).is_set()
    assert await database.read(outbox.next_due) == NOON
    [row] = await claim(database)
    assert (row.kind, row.priority, row.chat_id, row.topic_id) == (Kind.SALE, Priority.MONEY, -100, 7)
    assert (row.facts, row.created_at, row.attempts, row.fate_unknown) == ({"sum": 100_00}, NOON, 0, False)


async def test_a_key_is_said_once_ever(database: Database, notice: Notice) -> None:
    """A second notice with the same key is dropped, even after the first was sent."""
    await asyncio.gather(*(database.write(outbox.put, notice, NOON) for _ in range(10)))
    [row] = await claim(database)
    await database.write(outbox.sent, row, 55, NOON)
    await database.write(outbox.put, notice, NOON)
    assert await claim(database) == []
    assert await database.read(outbox.next_due) is None


async def test_order_is_kept_within_a_chat(database: Database, notice: Notice) -> None:
    """Only the oldest row of a chat may go, even when a newer one is more important."""
    await database.write(outbox.put, replace(notice, key="a", priority=Priority.REST), NOON)
    await database.write(outbox.put, replace(notice, key="b"), NOON)
    [first] = await claim(database)
    assert first.priority is Priority.REST
    assert await claim(database) == []
    await database.write(outbox.sent, first, 1, NOON)
    [second] = await claim(database)
    assert second.priority is Priority.MONEY


async def test_a_postponed_row_holds_back_its_chat_alone(database: Database, notice: Notice) -> None:
    """While a row waits for its time, later ones of its chat wait behind it, and other chats go on."""
    for key, chat_id in (("a", -100), ("b", -100), ("c", 5)):
        await database.write(outbox.put, replace(notice, key=key, chat_id=chat_id), NOON)
    rows = {row.chat_id: row for row in await claim(database)}
    assert set(rows) == {-100, 5}
    await database.write(outbox.sent, rows[5], 1, NOON)
    await database.write(lambda unit: outbox.postpone(unit, rows[-100], NOON + SECOND, attempts=3, fate_unknown=True))
    assert await claim(database) == []
    assert await database.read(outbox.next_due) == NOON + SECOND
    [again] = await database.write(outbox.claim, NOON + SECOND, LEASE, 10)
    assert (again.id, again.attempts, again.fate_unknown) == (rows[-100].id, 3, True)


async def test_money_goes_first_among_chats(database: Database, notice: Notice) -> None:
    """With room for a few, the chats with the most important rows are served."""
    for chat_id, priority in ((1, Priority.REST), (2, Priority.CARD), (3, Priority.MONEY)):
        await database.write(outbox.put, replace(notice, key=f"{chat_id}", chat_id=chat_id, priority=priority), NOON)
    assert [row.chat_id for row in await claim(database, 2)] == [3, 2]
    assert [row.chat_id for row in await claim(database, 2)] == [1]


async def test_a_row_is_claimed_by_one(database: Database, notice: Notice) -> None:
    """Several senders at once never share a row."""
    for chat_id in range(1, 9):
        await database.write(outbox.put, replace(notice, key=f"{chat_id}", chat_id=chat_id), NOON)
    lots = await asyncio.gather(*(database.write(outbox.claim, NOON, LEASE, 3) for _ in range(5)))
    ids = [row.id for lot in lots for row in lot]
    assert len(ids) == len(set(ids)) == 8


async def test_a_lease_that_ran_out_leaves_the_fate_unknown(database: Database, notice: Notice) -> None:
    """A sender that died is succeeded when its lease ends; nobody pretends to know what Telegram has."""
    await database.write(outbox.put, notice, NOON)
    [row] = await claim(database)
    assert await database.write(outbox.claim, LEASE - SECOND, LATER, 10) == []
    assert await database.read(outbox.next_due) == LEASE
    [again] = await database.write(outbox.claim, LEASE, LATER, 10)
    assert again == replace(row, fate_unknown=True)


async def test_what_is_given_up_keeps_its_reason(database: Database, notice: Notice) -> None:
    """An undeliverable row says why, blocks nobody, and is not tried again."""
    await database.write(outbox.put, notice, NOON)
    await database.write(outbox.put, replace(notice, key="next"), NOON)
    [row] = await claim(database)
    await database.write(outbox.give_up, row, "the bot was blocked", LATER)
    [behind] = await claim(database)
    assert behind.id != row.id

    async def why(unit: Unit) -> tuple[object, object]:
        found = await unit.first(select(table.c.given_up_at, table.c.given_up_why).where(table.c.id == row.id))
        assert found is not None
        return found["given_up_at"], found["given_up_why"]

    assert await database.read(why) == (LATER, "the bot was blocked")


async def test_a_card_that_waits_is_not_put_twice(database: Database, order: Order) -> None:
    """Ten changes before the card could be sent are one message: it shows the order as it is when it goes."""
    for _ in range(10):
        await database.write(outbox.put_card, order, 1001, NOON)
    assert (await database.read(outbox.depth))[0] == 1


async def test_a_change_while_the_card_is_being_sent_is_sent_after_it(database: Database, order: Order) -> None:
    """A card on its way may show what was before, so another refresh follows, one for all changes meanwhile."""
    await database.write(outbox.put_card, order, 1001, NOON)
    [row] = await claim(database)
    for _ in range(3):
        await database.write(outbox.put_card, order, 1001, NOON)
    assert (await database.read(outbox.depth))[0] == 2
    assert await claim(database) == []
    await database.write(outbox.sent, row, 1, NOON)
    [after] = await claim(database)
    assert (after.kind, after.order_id) == (Kind.CARD, order.id)
    await database.write(outbox.sent, after, 1, NOON)
    await database.write(outbox.put_card, order, 1001, NOON)
    assert len(await claim(database)) == 1


async def test_f044_a_change_does_not_shorten_what_telegram_asked_for(database: Database, order: Order) -> None:
    """A card that Telegram has put off waits as long as it was told, however often the order changes."""
    await database.write(outbox.put_card, order, 1001, NOON)
    [row] = await claim(database)
    await database.write(lambda unit: outbox.postpone(unit, row, LATER, attempts=0, fate_unknown=False))
    await database.write(outbox.put_card, order, 1001, NOON)
    assert await claim(database) == []
    assert await database.read(outbox.next_due) == LATER


async def test_f049_what_waits_follows_a_chat_to_its_new_id(database: Database, notice: Notice) -> None:
    """After a group's id has changed, what waits goes to the new one, in the same order; what was sent stays."""
    for key in ("a", "b", "c"):
        await database.write(outbox.put, replace(notice, key=key), NOON)
    [first] = await claim(database)
    await database.write(outbox.sent, first, 1, NOON)
    await database.write(outbox.re_aim, -100, -1009)
    [second] = await claim(database)
    assert (second.id, second.chat_id) == (first.id + 1, -1009)

    async def chats(unit: Unit) -> list[int]:
        return list(await unit.values(select(table.c.chat_id).order_by(table.c.id)))

    assert await database.read(chats) == [-100, -1009, -1009]


async def test_f050_a_topic_that_is_gone_is_left_out(database: Database, notice: Notice) -> None:
    """What waits for the topic goes to the chat itself; other topics keep theirs."""
    for key, topic_id in (("a", 7), ("b", 7), ("c", 8)):
        await database.write(outbox.put, replace(notice, key=key, topic_id=topic_id), NOON)
    [row] = await claim(database)
    await database.write(outbox.without_topic, row, NOON)
    topics = []
    for _ in range(3):
        [row] = await claim(database)
        topics.append(row.topic_id)
        await database.write(outbox.sent, row, 1, NOON)
    assert topics == [None, None, 8]


async def test_the_depth_counts_what_waits(database: Database, notice: Notice) -> None:
    """How many wait and since when; nothing once all is sent."""
    assert await database.read(outbox.depth) == (0, None)
    await database.write(outbox.put, notice, NOON)
    await database.write(outbox.put, replace(notice, key="b", chat_id=5), LATER)
    assert await database.read(outbox.depth) == (2, NOON)
