"""The piles of orders and the search, on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.shop.catalogue import Product
from bot.shop.fulfilment import Stage
from bot.shop.order import Handover, Order, Wishes
from bot.shop.orderbook import MOST_COUNTED, PAGE_SIZE, Pile
from bot.shop.payment import DeskReason
from bot.shop.people import Person, Shop
from bot.shop.periods import local_date, midnight
from bot.shop.search import understand
from bot.storage import desk, orderbook, orders
from bot.storage import shops as shop_rows
from bot.storage.database import Database, Unit
from bot.storage.tables import shops
from tests.databases import SQLiteFiles
from tests.storage.world import NOON, cart_of, meet, new_order, order_of, payment_of, sell


async def many(database: Database, person: Person, bread: Product, count: int) -> list[Order]:
    return [await order_of(database, person, bread) for _ in range(count)]


async def pay(database: Database, paid: Sequence[Order], stage: Stage = Stage.NEW) -> None:
    """Each a minute after the one before."""

    async def run(unit: Unit) -> None:
        for place, order in enumerate(paid):
            await orders.mark_paid(unit, order, NOON + timedelta(minutes=place), late=False)
            if stage is not Stage.NEW:
                await orders.advance(unit, await orders.load(unit, order.id), stage)

    await database.write(run)


async def another_shop(database: Database) -> Shop:
    """Beside the one of the deployment."""
    facts = {"name": "Башка", "language": "ky", "timezone": "Asia/Bishkek", "order_ttl_minutes": 30}
    values = {**facts, "merchant_chat_id": 0, "id": 77, "created_at": NOON}

    async def run(unit: Unit) -> Shop:
        await unit.run(insert(shops).values(**values))
        return await shop_rows.load(unit, 77)

    return await database.write(run)


async def turned(database: Database, shop: Shop, pile: Pile) -> list[list[int]]:
    """The numbers on each page, from the first page to the last."""
    pages, anchor = [], 0
    while True:
        page = await database.read(orderbook.page, shop.id, pile, anchor)
        pages.append([entry.order.number for entry in page.entries])
        if not page.has_after:
            return pages
        anchor = pages[-1][-1]


async def test_what_is_to_be_prepared_comes_in_the_order_of_payment(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """The oldest first, whatever its number; taken ones stay, ready ones go."""
    made = await many(database, person, bread, 2 * PAGE_SIZE + 3)
    await pay(database, made[::-1])
    numbers = [order.number for order in reversed(made)]
    pages = await turned(database, shop, Pile.PREPARE)
    assert [number for page in pages for number in page] == numbers
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    back = await database.read(orderbook.page, shop.id, Pile.PREPARE, pages[2][0], back=True)
    assert [entry.order.number for entry in back.entries] == pages[1]
    assert (back.has_before, back.has_after) == (True, True)
    first = await database.read(orderbook.page, shop.id, Pile.PREPARE, pages[1][0], back=True)
    assert [entry.order.number for entry in first.entries] == pages[0]
    assert first.has_before is False


async def test_the_other_piles_begin_with_the_newest(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """Each order is on exactly one page, and each pile has its own."""
    made = await many(database, person, bread, PAGE_SIZE + 2)
    numbers = [order.number for order in reversed(made)]
    for pile in (Pile.UNPAID, Pile.ALL):
        assert await turned(database, shop, pile) == [numbers[:PAGE_SIZE], numbers[PAGE_SIZE:]]
    await pay(database, made, Stage.READY)
    assert await turned(database, shop, Pile.READY) == [numbers[:PAGE_SIZE], numbers[PAGE_SIZE:]]
    assert await turned(database, shop, Pile.UNPAID) == [[]]
    await database.write(lambda unit: orders.reject(unit, made[0], "жок"))
    assert await turned(database, shop, Pile.DONE) == [[made[0].number]]


async def test_going_back_to_a_beginning_that_has_moved_shows_it_whole(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """Orders leave a pile while somebody turns its pages."""
    made = await many(database, person, bread, PAGE_SIZE + 4)
    anchor = made[3].number
    await pay(database, made[-2:])
    page = await database.read(orderbook.page, shop.id, Pile.UNPAID, anchor, back=True)
    assert [entry.order.number for entry in page.entries] == [one.number for one in made[-3::-1]][:PAGE_SIZE]
    assert (page.has_before, page.has_after) == (False, True)


async def test_odd_money_is_a_pile_of_its_own(database: Database, shop: Shop, person: Person, bread: Product) -> None:
    """An order with two open cases lies there once, and goes with the last of them."""
    order, other = await many(database, person, bread, 2)
    payment = await payment_of(database, order)
    for _ in range(2):
        await database.write(desk.open_case, payment, DeskReason.LATE, None, NOON)
    assert await turned(database, shop, Pile.ODD) == [[order.number]]
    counts = await database.read(orderbook.counts, shop.id)
    assert (counts[Pile.ODD], counts[Pile.UNPAID]) == (1, 2)
    assert await turned(database, shop, Pile.UNPAID) == [[other.number, order.number]]


async def test_counting_stops_beyond_the_most(database: Database, shop: Shop, person: Person, bread: Product) -> None:
    """Its cost is bounded, however many there are."""
    order = await order_of(database, person, bread)

    async def copy(unit: Unit) -> None:
        columns = "shop_id, person_id, state, total, handover, placed_at, expires_at, fulfilment, paid_late"
        await unit.run(
            text(
                f"INSERT INTO orders ({columns}, number, token, basket) "  # noqa: S608 - our own words
                f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST_COUNTED + 40}) "
                f"SELECT {columns}, i, 'token-' || i, 'basket-' || i FROM orders, n WHERE orders.id = {order.id}"
            )
        )

    await database.write(copy)
    assert (await database.read(orderbook.counts, shop.id))[Pile.UNPAID] == MOST_COUNTED + 1
    assert (await database.read(orderbook.glance, shop.id, NOON)).unpaid == MOST_COUNTED + 1


async def test_the_day_begins_at_the_shops_midnight(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """What was paid before it was yesterday's."""
    made = await many(database, person, bread, 3)
    evening = NOON.replace(hour=17, minute=59)  # 23:59 in Bishkek

    async def run(unit: Unit) -> None:
        for place, order in enumerate(made):
            await orders.mark_paid(unit, order, evening + place * timedelta(minutes=1), late=False)

    await database.write(run)
    now = evening + timedelta(hours=2)
    takings = (
        await database.read(orderbook.glance, shop.id, midnight(local_date(now, "Asia/Bishkek"), "Asia/Bishkek"))
    ).today
    assert (takings.count, takings.sum) == (2, 200_00)


@pytest.mark.parametrize(
    "words",
    ["1", "№1", "Айгүл", "айгул", "ОСМОНОВА", "осм айг", "aigul", "тандыр", "нан айгүл", "0555 12 34 56", "123-456"],
)
async def test_an_order_is_found_by_what_is_remembered_of_it(
    database: Database, shop: Shop, person: Person, bread: Product, words: str
) -> None:
    """By number, name, phone and title, in any case and spelling; another shop's orders are never among them."""
    wishes = Wishes(Handover.PICKUP, phone="+996555123456")
    new = new_order(cart_of((bread, 1)), "basket", "token", wishes)
    order = await database.write(orders.place, person, new, NOON)
    stranger = await meet(database, shop, 1002, name="Бакыт")
    await order_of(database, stranger, await sell(database, shop, "Лепёшка", None))
    elsewhere = await another_shop(database)
    theirs = await meet(database, elsewhere, 1001, name="Айгүл Осмонова")
    await order_of(database, theirs, await sell(database, elsewhere, "Тандыр нан", None))
    query = understand(words)
    assert query is not None
    found = await database.read(orderbook.find, shop.id, query)
    assert [(entry.order.id, entry.customer) for entry in found] == [(order.id, "Айгүл Осмонова")]


async def test_a_new_name_finds_all_orders_and_the_old_one_none(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """People are looked for by the name that they have."""
    order = await order_of(database, person, bread)
    await meet(database, shop, 1001, name="Гүлнара")
    for words, numbers in (("гулн", [order.number]), ("айгүл", []), ("aigul", [])):
        query = understand(words)
        assert query is not None
        assert [entry.order.number for entry in await database.read(orderbook.find, shop.id, query)] == numbers


async def test_at_most_twenty_are_found_the_newest_first(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """Whoever looks for bread in a bakery wants the latest."""
    made = await many(database, person, bread, orderbook.MOST_FOUND + 3)
    query = understand("нан")
    assert query is not None
    found = [entry.order.number for entry in await database.read(orderbook.find, shop.id, query)]
    assert found == [order.number for order in reversed(made)][: orderbook.MOST_FOUND]


@pytest.mark.parametrize(
    ("pile", "index"),
    [
        (Pile.PREPARE, "ix_orders_to_prepare"),
        (Pile.UNPAID, "ix_orders_unpaid"),
        (Pile.READY, "ix_orders_ready"),
        (Pile.DONE, "ix_orders_done"),
    ],
)
async def test_each_pile_is_read_from_an_index_of_its_own(
    sqlite_files: SQLiteFiles, tmp_path: Path, pile: Pile, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite reads the partial index in its order and sorts nothing: the cost is that of a page, not of the history."""

    async def plan(unit: Unit) -> str:
        asked: list[str] = []
        real = unit.values

        async def explained(statement: Any) -> Sequence[Any]:
            compiled = statement.compile(compile_kwargs={"literal_binds": True})
            asked.extend(row["detail"] for row in await unit.all(text(f"EXPLAIN QUERY PLAN {compiled}")))
            return await real(statement)

        monkeypatch.setattr(unit, "values", explained)
        await orderbook.page(unit, 1, pile, 17)
        return "\n".join(asked)

    database = Database.open(sqlite_files.fresh(tmp_path))
    try:
        said = await database.read(plan)
    finally:
        await database.close()
    assert index in said
    assert "TEMP B-TREE" not in said
