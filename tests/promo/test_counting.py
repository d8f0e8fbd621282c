"""Uses are counted exactly, on both databases: held by open and paid orders, given back by those that end unpaid."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.shop.catalogue import Product
from bot.shop.order import OPEN_STATES, Order, OrderState
from bot.shop.people import Language, Person, Shop
from bot.shop.promo import Discount, Promo, Why
from bot.storage import orders, privacy, promos
from bot.storage.database import Database, Unit
from bot.storage.promos import NotTaken
from bot.storage.tables import orders as order_table
from tests.storage.test_stock import close, pay
from tests.storage.world import LATER, NOON, cart_of, meet, new_order, sell

TODAY = NOON.date()


async def make(database: Database, shop: Shop, code: str = "ЖАЗ10", **terms: int | bool) -> Promo:
    """A code of ten percent."""

    async def write(unit: Unit) -> Promo:
        promo = await promos.add(unit, shop.id, code, Discount(percent=10), NOON)
        if terms:
            await promos.change(unit, promo, terms)
        return promo

    return await database.write(write)


async def buy(unit: Unit, person: Person, product: Product, promo: Promo, serial: int) -> Order:
    """Place an order as checkout does: count, then write, in one unit."""
    cart = cart_of((product, 1))
    held = await promos.taken(unit, person.shop_id, promo.id, person.id, cart.total, TODAY)
    off, name = held.discount.of(cart.total), f"promo-{person.id}-{serial}"
    new = replace(new_order(cart, name, name), total=cart.total - off)
    return await orders.place(unit, person, replace(new, discount=off, promo_id=held.id, promo=held.code), NOON)


async def reopen(unit: Unit, order: Order) -> None:
    now = await orders.load(unit, order.id)
    if now.state is not OrderState.PAID:
        await promos.take_again(unit, now, TODAY)
        await orders.reopen(unit, now, LATER)


async def holding(unit: Unit, promo: Promo) -> int:
    states = [*OPEN_STATES, OrderState.PAID]
    where = (order_table.c.promo_id == promo.id, order_table.c.state.in_(states))
    return int(await unit.value(select(func.count()).select_from(order_table).where(*where)))


async def test_fifty_customers_and_ten_uses(database: Database, shop: Shop) -> None:
    """Fifty people order with the code at the same moment: exactly ten get it, the others are told why not."""
    tea, promo = await sell(database, shop, "Чай", None), await make(database, shop, most_uses=10)
    people = [await meet(database, shop, 2000 + each) for each in range(50)]
    buys = (database.write(buy, one, tea, promo, 0) for one in people)
    made = await asyncio.gather(*buys, return_exceptions=True)
    assert len([one for one in made if isinstance(one, Order)]) == 10
    assert [one.denial.why for one in made if isinstance(one, NotTaken)] == [Why.USED_UP] * 40
    assert await database.read(holding, promo) == 10
    assert [one.uses for one in await database.read(promos.of_shop, shop.id)] == [10]


async def test_once_for_each_customer_also_when_they_tap_fast(database: Database, shop: Shop) -> None:
    """Four customers with five different orders each at once: one order each."""
    tea, promo = await sell(database, shop, "Чай", None), await make(database, shop, once_each=True)
    people = [await meet(database, shop, 2000 + each) for each in range(4)]
    buys = (database.write(buy, one, tea, promo, serial) for one in people for serial in range(5))
    made = await asyncio.gather(*buys, return_exceptions=True)
    assert sorted(one.person_id for one in made if isinstance(one, Order)) == sorted(one.id for one in people)
    assert {one.denial.why for one in made if isinstance(one, NotTaken)} == {Why.USED_BEFORE}


async def test_an_order_that_ends_unpaid_gives_its_use_back(database: Database, shop: Shop) -> None:
    """The next customer gets it; then the first cannot take it again, and their order stays ended."""
    tea, promo = await sell(database, shop, "Чай", None), await make(database, shop, most_uses=1)
    first, second = await meet(database, shop, 2001), await meet(database, shop, 2002)
    order = await database.write(buy, first, tea, promo, 0)
    await database.write(close, order)
    ended = await database.read(orders.load, order.id)
    assert await database.read(promos.has_use_for, ended)
    other = await database.write(buy, second, tea, promo, 0)
    assert not await database.read(promos.has_use_for, ended)
    with pytest.raises(NotTaken, match="used_up"):
        await database.write(reopen, order)
    assert (await database.read(orders.load, order.id)).state is OrderState.EXPIRED
    await database.write(close, other, OrderState.CANCELLED)
    await database.write(reopen, order)
    assert await database.read(holding, promo) == 1


async def test_what_a_forgotten_customer_used_stays_used(database: Database, shop: Shop) -> None:
    """Their data goes, the count does not."""
    tea, promo = await sell(database, shop, "Чай", None), await make(database, shop, most_uses=1)
    person, other = await meet(database, shop, 2001), await meet(database, shop, 2002)
    order = await database.write(buy, person, tea, promo, 0)
    await database.write(pay, order)
    kept = await database.read(privacy.collect, person)
    assert (kept["orders"][0]["promo"], kept["orders"][0]["discount"]) == ("ЖАЗ10", 10_00)
    await database.write(privacy.forget, person, "Өчүрүлгөн", Language.KY, NOON)
    with pytest.raises(NotTaken, match="used_up"):
        await database.write(buy, other, tea, promo, 0)
    assert await database.read(holding, promo) == 1


async def test_a_deleted_code_leaves_its_name_and_its_orders(database: Database, shop: Shop) -> None:
    """Orders keep what they had; another code may be called so, and counts for itself."""
    tea, promo = await sell(database, shop, "Чай", None), await make(database, shop)
    person = await meet(database, shop, 2001)
    order = await database.write(buy, person, tea, promo, 0)
    await database.write(promos.remove, promo, NOON)
    again = await make(database, shop, "жаз10")
    found = await database.read(promos.called, shop.id, "Жаз10")
    assert found is not None
    assert (found.id, found.uses) == (again.id, 0)
    kept = await database.read(orders.load, order.id)
    assert (kept.promo, kept.discount, kept.price.total) == ("ЖАЗ10", 10_00, kept.total)


_moves = st.lists(
    st.tuples(st.sampled_from(["buy", "close", "cancel", "reopen", "pay"]), st.integers(0, 4)), min_size=1, max_size=14
)
_serial = iter(range(1_000_000))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(most=st.integers(1, 3), moves=_moves)
async def test_uses_are_neither_lost_nor_made(
    database: Database, shop: Shop, most: int, moves: list[tuple[str, int]]
) -> None:
    """Whatever is ordered, ended, reopened and paid in whatever order: never more hold it than may."""
    promo = await make(database, shop, f"код{next(_serial)}", most_uses=most)
    tea, person = await sell(database, shop, "Чай", None), await meet(database, shop, 2001)
    made: list[Order] = []
    for what, which in moves:
        try:
            if what == "buy":
                made.append(await database.write(buy, person, tea, promo, next(_serial)))
            elif made:
                order = made[which % len(made)]
                if what == "cancel":
                    await database.write(close, order, OrderState.CANCELLED)
                else:
                    await database.write({"close": close, "reopen": reopen, "pay": pay}[what], order)
        except NotTaken:
            pass
        found = await database.read(promos.find, shop.id, promo.id)
        assert found is not None
        assert found.uses == await database.read(holding, promo) <= most
