"""Stock: never below zero, and each held unit is sold or returned."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from bot.shop.catalogue import Product
from bot.shop.order import OPEN_STATES, Order, OrderState
from bot.shop.people import Person, Shop
from bot.storage import orders, stock
from bot.storage.database import Database, Unit
from bot.storage.tables import order_lines, products
from bot.storage.tables import orders as order_table
from tests.storage.world import LATER, NOON, cart_of, meet, order_of, place, sell, stock_of


async def close(unit: Unit, order: Order, to: OrderState = OrderState.EXPIRED) -> None:
    """End an unpaid order as settlement does."""
    now = await orders.load(unit, order.id)
    if now.state.is_open:
        await orders.move(unit, now, to)
        await stock.give_back(unit, now)


async def reopen(unit: Unit, order: Order) -> None:
    now = await orders.load(unit, order.id)
    if now.state is not OrderState.PAID:
        await orders.reopen(unit, now, LATER)


async def pay(unit: Unit, order: Order) -> None:
    now = await orders.load(unit, order.id)
    if now.state.is_open:
        await orders.mark_paid(unit, now, NOON, late=False)


async def set_stock(unit: Unit, product: Product, stock: int | None) -> None:
    await unit.run(update(products).where(products.c.id == product.id).values(stock=stock))


async def taken(unit: Unit, product: Product) -> int:
    """The units of a product that stand in open and paid orders."""
    statement = (
        select(func.coalesce(func.sum(order_lines.c.quantity), 0))
        .join_from(order_lines, order_table)
        .where(order_lines.c.product_id == product.id, order_table.c.state.in_([*OPEN_STATES, OrderState.PAID]))
    )
    return int(await unit.value(statement))


async def test_f036_fifty_buyers_of_the_last_one(database: Database, shop: Shop) -> None:
    """Fifty people order the only one at the same moment: one gets it, the others are told, none is left."""
    cake = await sell(database, shop, "Медовик", 1)
    buyers = [await meet(database, shop, 2000 + each) for each in range(50)]

    made = await asyncio.gather(*(order_of(database, buyer, cake) for buyer in buyers), return_exceptions=True)
    assert len([order for order in made if isinstance(order, Order)]) == 1
    assert [error.title for error in made if isinstance(error, stock.OutOfStock)] == ["Медовик"] * 49
    assert await stock_of(database, cake) == 0


async def test_orders_of_several_products_do_not_block_each_other(database: Database, shop: Shop) -> None:
    """Carts with the same products in opposite order, many at once: all are served."""
    first, second = await sell(database, shop, "Нан", 40), await sell(database, shop, "Самсы", 40)
    buyers = [await meet(database, shop, 2000 + each) for each in range(10)]
    carts = [cart_of((first, 1), (second, 2)), cart_of((second, 2), (first, 1))]
    await asyncio.gather(*(database.write(place, buyer, carts[n % 2]) for n, buyer in enumerate(buyers)))
    assert (await stock_of(database, first), await stock_of(database, second)) == (30, 20)


async def test_a_refused_order_holds_nothing(database: Database, person: Person, shop: Shop, bread: Product) -> None:
    """When one product of a cart is gone, the others are not held either."""
    gone = await sell(database, shop, "Самсы", 1)
    await order_of(database, person, gone)
    with pytest.raises(stock.OutOfStock):
        await database.write(place, person, cart_of((bread, 3), (gone, 1)))
    assert await stock_of(database, bread) == 10


async def test_stock_given_back_twice_comes_back_once(database: Database, order: Order, bread: Product) -> None:
    """Whoever ends an order a second time returns nothing more."""
    assert await stock_of(database, bread) == 8
    for _ in range(2):
        await database.write(stock.give_back, order)
    assert await stock_of(database, bread) == 10


async def test_stock_held_again_is_held_once(database: Database, order: Order, bread: Product) -> None:
    """Holding again what is held already takes nothing more."""
    await database.write(stock.hold_again, order)
    assert await stock_of(database, bread) == 8
    await database.write(stock.give_back, order)
    for _ in range(2):
        await database.write(stock.hold_again, order)
    assert await stock_of(database, bread) == 8


async def test_what_never_ran_out_is_not_returned_to_a_count(database: Database, shop: Shop, person: Person) -> None:
    """Ordered while endless, counted since: cancelling the order does not make units that never were."""
    tea = await sell(database, shop, "Чай", None)
    order = await order_of(database, person, tea, 3)
    await database.write(set_stock, tea, 5)
    await database.write(close, order)
    assert await stock_of(database, tea) == 5


async def test_whether_stock_can_be_held_again(database: Database, order: Order, bread: Product) -> None:
    """An ended order's stock can be held again while it is there and on sale."""
    await database.write(close, order)
    assert await database.read(stock.can_hold, order)
    await database.write(set_stock, bread, 1)
    assert not await database.read(stock.can_hold, order)
    with pytest.raises(stock.OutOfStock):
        await database.write(stock.hold_again, order)
    assert await stock_of(database, bread) == 1


async def test_an_order_cannot_be_reopened_without_stock(database: Database, order: Order, bread: Product) -> None:
    """Once its stock went to others an ended order stays ended."""
    await database.write(close, order)
    await database.write(set_stock, bread, 0)
    with pytest.raises(stock.OutOfStock):
        await database.write(reopen, order)
    assert (await database.read(orders.load, order.id)).state is OrderState.EXPIRED


async def test_the_database_itself_refuses_stock_below_zero(database: Database, bread: Product) -> None:
    """No statement, however wrong, brings stock below zero."""
    with pytest.raises(IntegrityError):
        await database.write(set_stock, bread, -1)


_moves = st.lists(
    st.tuples(st.sampled_from(["place", "close", "cancel", "reopen", "pay"]), st.integers(0, 4), st.integers(1, 3)),
    min_size=1,
    max_size=14,
)
_serial = iter(range(1_000_000))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.integers(0, 6), moves=_moves)
async def test_units_are_neither_lost_nor_made(
    database: Database, shop: Shop, person: Person, units: int, moves: list[tuple[str, int, int]]
) -> None:
    """Whatever is placed, ended, reopened and paid in whatever order: left plus taken is what there was."""
    product = await sell(database, shop, f"Буюм {next(_serial)}", units)
    made: list[Order] = []
    for what, which, quantity in moves:
        try:
            if what == "place":
                made.append(await order_of(database, person, product, quantity))
            elif made:
                order = made[which % len(made)]
                if what == "cancel":
                    await database.write(close, order, OrderState.CANCELLED)
                else:
                    await database.write({"close": close, "reopen": reopen, "pay": pay}[what], order)
        except stock.OutOfStock:
            pass
        left = await stock_of(database, product)
        assert left >= 0
        assert left + await database.read(taken, product) == units


async def test_units_are_neither_lost_nor_made_in_a_crowd(database: Database, shop: Shop, bread: Product) -> None:
    """The same with many at once: orders placed, ended twice over and reopened by different hands."""
    buyers = [await meet(database, shop, 2000 + each) for each in range(12)]

    async def live(buyer: Person) -> None:
        try:
            order = await order_of(database, buyer, bread, 2)
            await asyncio.gather(database.write(close, order), database.write(close, order))
            await database.write(reopen, order)
        except stock.OutOfStock:
            pass

    await asyncio.gather(*(live(buyer) for buyer in buyers))
    left = await stock_of(database, bread)
    assert left >= 0
    assert left + await database.read(taken, bread) == 10
