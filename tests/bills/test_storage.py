"""What races over a bill decide, on both databases."""

import asyncio
from datetime import timedelta

from sqlalchemy import update

from bot.services.billing.one_bill import place_order
from bot.shop.bills import Bill
from bot.shop.order import OrderState
from bot.shop.people import Person
from bot.storage import bills, deliveries, orders, shops
from bot.storage.database import Database, Unit
from bot.storage.tables import orders as rows
from tests.storage.world import NOON, meet, new_shop

WEEK = timedelta(days=7)


async def new_bill(database: Database, seller: Person, origin: str = "a", *, many: bool = False) -> Bill:
    """A bill with its first order."""

    async def write(unit: Unit) -> Bill:
        values = {"token": f"token-{origin}", "title": "Торт", "amount": 100_00, "due_at": NOON + WEEK, "many": many}
        bill = await bills.add(unit, seller, origin, NOON, **values)
        await place_order(unit, bill, seller, f"order-{origin}", NOON, unclaimed=True)
        return bill

    return await database.write(write)


async def test_one_of_many_visitors_takes_a_bill(database: Database) -> None:
    """At once or one after the other, it is taken once, and only while it is open and in time."""
    shop = await database.write(shops.ensure, new_shop(), NOON)
    seller, *visitors = [await meet(database, shop, number) for number in range(1, 8)]
    bill, late, ended = [await new_bill(database, seller, origin) for origin in "abc"]
    taken = await asyncio.gather(*(database.write(orders.claim, bill.id, person, NOON) for person in visitors))
    assert sorted(taken) == [False] * 5 + [True]
    (order,) = await database.read(orders.of_bill, bill.id)
    assert order.person_id == visitors[taken.index(True)].id
    assert not await database.write(orders.claim, late.id, visitors[0], NOON + WEEK)
    (over,) = await database.read(orders.of_bill, ended.id)
    await database.write(orders.move, over, OrderState.EXPIRED)
    assert not await database.write(orders.claim, ended.id, visitors[0], NOON)


async def test_a_card_that_was_aimed_anew_does_not_take_the_old_message_back(database: Database) -> None:
    """Neither the chat it left nor the edit on its way count; an edit that turned into a new message does."""
    shop = await database.write(shops.ensure, new_shop(), NOON)
    bill = await new_bill(database, await meet(database, shop, 1))
    await database.write(bills.aim_card, bill, 1, None)

    async def remembered(chat_id: int, message_id: int, aimed: int | None) -> int | None:
        await database.write(bills.remember_card, bill.id, chat_id, message_id, None, aimed)
        return (await database.read(bills.load, bill.id)).card_message_id

    assert await remembered(1, 5, None) == 5
    assert await remembered(1, 6, 5) == 6
    await database.write(bills.aim_card, bill, 1, None)
    assert await remembered(1, 6, 6) is None
    assert await remembered(2, 7, None) is None
    assert await remembered(1, 8, None) == 8
    assert await remembered(1, 9, 6) == 8
    (order,) = await database.read(orders.of_bill, bill.id)
    await database.write(orders.remember_card, order.id, 3, None, 3)
    assert (await database.read(orders.load, order.id)).card_message_id is None


async def test_cards_follow_a_group_to_its_new_id(database: Database) -> None:
    """The card is sent anew there: messages of the old group cannot be edited."""
    shop = await database.write(shops.ensure, new_shop(), NOON)
    bill = await new_bill(database, await meet(database, shop, 1))
    await database.write(bills.aim_card, bill, -100, None)
    await database.write(bills.remember_card, bill.id, -100, 5, "waiting")
    await database.write(deliveries.follow, -100, -1009)
    bill = await database.read(bills.load, bill.id)
    assert (bill.card_chat_id, bill.card_message_id, bill.card_picture) == (-1009, None, None)


async def test_what_a_bill_has_brought(database: Database) -> None:
    """Payments and sum are those of its paid orders; a raised sum counts as it was paid."""
    shop = await database.write(shops.ensure, new_shop(), NOON)
    seller = await meet(database, shop, 1)
    bill = await new_bill(database, seller, many=True)
    (order,) = await database.read(orders.of_bill, bill.id)
    assert await database.read(bills.paid, bill) == (0, 0)

    async def pay(unit: Unit) -> None:
        await orders.raise_total(unit, order, 250_00)
        await orders.mark_paid(unit, order, NOON, late=False)

    await database.write(pay)
    assert await database.read(bills.paid, bill) == (1, 250_00)
    (standing,), more = await database.read(bills.page, shop.id, 0, 8, NOON)
    assert (standing.count, standing.sum, more) == (1, 250_00, False)
    less = update(rows).where(rows.c.id == order.id).values(received=240_00)
    await database.write(lambda unit: unit.run(less))
    assert await database.read(bills.paid, bill) == (1, 240_00)


async def test_a_bill_for_many_runs_out_once(database: Database) -> None:
    """Its card is redrawn when its day has passed, and not every hour from then on."""
    shop = await database.write(shops.ensure, new_shop(), NOON)
    seller = await meet(database, shop, 1)
    bill = await new_bill(database, seller, many=True)
    assert await database.write(bills.run_out, NOON) == []
    assert [one.id for one in await database.write(bills.run_out, NOON + WEEK)] == [bill.id]
    assert await database.write(bills.run_out, NOON + WEEK) == []
