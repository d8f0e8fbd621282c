"""Letters are kept until they were delivered, and for a short while after; blocked people stay customers."""

import asyncio
from datetime import timedelta

from bot.shop.fulfilment import Stage
from bot.shop.people import Shop
from bot.storage import letters, orders, outbox, people
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind, Notice, Priority
from tests.storage.world import LATER, NOON, meet, order_of, sell


async def test_letters_go_when_they_were_delivered(database: Database, shop: Shop) -> None:
    """What still waits for Telegram stays, however old."""
    customer = await meet(database, shop, 4242)
    order = await order_of(database, customer, await sell(database, shop, "Нан", None))

    async def write(unit: Unit) -> int:
        letter = await letters.write(unit, order, customer, "Салам", "photo-1", NOON, from_shop=False)
        facts = {"letter": letter}
        notice = Notice(shop.id, -100, Kind.CUSTOMER_LETTER, "letter:1", Priority.CARD, None, order.id, facts)
        await outbox.put(unit, notice, NOON)
        return letter

    letter_id = await database.write(write)
    letter = await database.read(letters.load, letter_id)
    assert letter is not None
    assert (letter.text, letter.photo, letter.from_shop, letter.author_id) == ("Салам", "photo-1", False, customer.id)
    assert await database.read(letters.count_since, customer, NOON) == 1
    assert await database.read(letters.count_since, customer, LATER) == 0
    assert await database.write(letters.forget, LATER) == 0
    [row] = await database.write(outbox.claim, NOON, LATER, 5)
    await database.write(outbox.sent, row, 77, NOON)
    assert await database.read(outbox.has_sent, shop.id, -100, 77)
    assert not await database.read(outbox.has_sent, shop.id, -100, 78)
    assert await database.write(letters.forget, NOON) == 0
    assert await database.write(letters.forget, NOON + timedelta(seconds=1)) == 1
    assert await database.read(letters.load, letter_id) is None


async def test_an_order_is_advanced_once(database: Database, shop: Shop) -> None:
    """Of many who see the same stage, one moves it; an unpaid order is moved by nobody."""
    customer = await meet(database, shop, 4242)
    order = await order_of(database, customer, await sell(database, shop, "Нан", None))
    assert await database.write(orders.advance, order, Stage.TAKEN) is False

    async def pay(unit: Unit) -> None:
        await orders.mark_paid(unit, order, NOON, late=False)

    await database.write(pay)
    moved = await asyncio.gather(*(database.write(orders.advance, order, Stage.TAKEN) for _ in range(8)))
    assert sorted(moved) == [False] * 7 + [True]
    fresh = await database.read(orders.load, order.id)
    await database.write(lambda unit: orders.note(unit, fresh, Stage.TAKEN, NOON, actor=customer))
    [step] = await database.read(orders.steps, fresh)
    assert (step.stage, step.name, step.at) == (Stage.TAKEN, customer.name, NOON)


async def test_blocking_is_remembered_and_taken_back(database: Database, shop: Shop) -> None:
    """It has its time, and takes nothing else away."""
    customer = await meet(database, shop, 4242)
    await database.write(people.block, customer, NOON)
    assert (await database.read(people.load, customer.id)).blocked_at == NOON
    await database.write(people.block, customer, None)
    assert await database.read(people.load, customer.id) == customer
