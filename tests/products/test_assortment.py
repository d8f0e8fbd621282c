"""Deeds on products next to orders and to each other, on the database itself."""

import asyncio

import pytest
from sqlalchemy import update

from bot.product_file import ProductFileInvalid
from bot.services.assortment import Assortment, NoMoreVariants, ProductGone, TitleTaken
from bot.shop.catalogue import MOST_VARIANTS, NewProduct, NewVariant, Product
from bot.shop.people import Person, Shop
from bot.staff import NotAllowed
from bot.storage import carts, catalogue, stock
from bot.storage.database import Database
from bot.storage.tables import people
from tests.storage.conftest import bread, clock, person, shop
from tests.storage.world import SetClock, meet, order_of, stock_of

__all__ = ["bread", "clock", "person", "shop"]


async def work(database: Database, shop: Shop) -> Person:
    """A cashier of the shop."""
    cashier = await meet(database, shop, 77)

    async def promote(unit: object) -> None:
        await unit.run(update(people).where(people.c.id == cashier.id).values(role="cashier"))  # type: ignore[attr-defined]

    await database.write(promote)
    return cashier


async def test_the_right_is_read_with_each_deed(
    database: Database, shop: Shop, person: Person, bread: Product, clock: SetClock
) -> None:
    """A customer changes nothing, whatever is called; another shop's product is not there."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    for deed in (
        assortment.page(person, 0), assortment.look(person, bread.id), assortment.take_out(person),
        assortment.add(person, NewProduct("x", "", "c", 1, None, None)), assortment.set_price(person, bread.id, 1),
        assortment.restock(person, bread.id, 1), assortment.delete(person, bread.id), assortment.take_in(person, []),
        assortment.add_variant(person, bread.id, NewVariant("x", 1, 1)), assortment.move(person, bread.id, 1),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await deed
    await assortment.set_price(cashier, bread.id, 5)
    with pytest.raises(ProductGone):
        await assortment.set_price(cashier, bread.id + 99, 5)


async def test_every_plus_counts(database: Database, shop: Shop, bread: Product, clock: SetClock) -> None:
    """Twenty presses at once are twenty units; what never runs out stays so."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    await asyncio.gather(*(assortment.restock(cashier, bread.id, 1) for _ in range(20)))
    assert await stock_of(database, bread) == 30
    await assortment.set_stock(cashier, bread.id, None)
    await assortment.restock(cashier, bread.id, -1)
    assert (await assortment.look(cashier, bread.id)).stocked.offer.stock is None


async def test_a_deleted_product_takes_its_units_back(
    database: Database, shop: Shop, person: Person, bread: Product, clock: SetClock
) -> None:
    """An open order gives back what it held, and cannot hold it again; nobody finds the product any more."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    order = await order_of(database, person, bread, 2)
    await assortment.delete(cashier, bread.id)
    await database.write(stock.give_back, order)
    assert await stock_of(database, bread) == 10
    assert not await database.read(stock.can_hold, order)
    with pytest.raises(stock.OutOfStock):
        await database.write(stock.hold_again, order)
    assert await database.read(catalogue.product, shop.id, bread.id) is None
    assert (await assortment.page(cashier, 0)).total == 0
    with pytest.raises(ProductGone):
        await assortment.restock(cashier, bread.id, 1)
    await assortment.add(cashier, NewProduct(bread.title, "", "c", 1, None, None))


async def test_a_variant_is_what_is_sold(
    database: Database, shop: Shop, person: Person, bread: Product, clock: SetClock
) -> None:
    """Its own row is held; its product is not, nor when an old order tries to hold it again."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    before = await order_of(database, person, bread, 1)
    await database.write(carts.change, person, bread.id, 1)
    big = await assortment.add_variant(cashier, bread.id, NewVariant("чоң", 900, 3))
    assert (await database.write(carts.change, person, bread.id, 1)).lines == ()
    assert not await database.read(stock.can_hold, before)
    cart = await database.write(carts.change, person, big, 5)
    assert [(line.product.title, line.quantity) for line in cart.lines] == [("Нан, чоң", 3)]
    assert [line.title for line in cart.order_lines] == ["Нан, чоң"]
    with pytest.raises(stock.OutOfStock):
        await database.write(stock.hold, shop.id, bread.id, 1, "Нан")
    assert await database.write(stock.hold, shop.id, big, 2, "Нан, чоң") == 2
    await assortment.show(cashier, bread.id, hidden=True)
    with pytest.raises(stock.OutOfStock):
        await database.write(stock.hold, shop.id, big, 1, "Нан, чоң")


async def test_labels_are_told_apart_and_counted(
    database: Database, shop: Shop, bread: Product, clock: SetClock
) -> None:
    """One label once, as many as fit on a screen, and no variants of variants."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    first = await assortment.add_variant(cashier, bread.id, NewVariant("0", 1, 1))
    for label in range(1, MOST_VARIANTS):
        await assortment.add_variant(cashier, bread.id, NewVariant(str(label), 1, 1))
    with pytest.raises(NoMoreVariants):
        await assortment.add_variant(cashier, bread.id, NewVariant("more", 1, 1))
    with pytest.raises(TitleTaken):
        await assortment.rename(cashier, first, "5")
    with pytest.raises(ProductGone):
        await assortment.add_variant(cashier, first, NewVariant("x", 1, 1))
    assert await assortment.move(cashier, first, -1) is False
    assert await assortment.move(cashier, first, 1) is True


async def test_a_file_that_does_not_go_with_the_shop(
    database: Database, shop: Shop, bread: Product, clock: SetClock
) -> None:
    """A product sold in variants is not overwritten by a row without one, and then nothing of the file is kept."""
    assortment, cashier = Assortment(database, clock), await work(database, shop)
    await assortment.add_variant(cashier, bread.id, NewVariant("чоң", 900, 3))
    rows = [NewProduct("Жаңы", "", "c", 1, None, None), NewProduct("Нан", "", "c", 1, None, None)]
    with pytest.raises(ProductFileInvalid):
        await assortment.take_in(cashier, rows)
    assert (await assortment.page(cashier, 0)).total == 1
    again = NewProduct("Нан", "", "c", 1, None, None, (NewVariant("чоң", 950, 4), NewVariant("кичи", 300, None)))
    await assortment.take_in(cashier, [again])
    assert (await assortment.take_out(cashier))[0].variants == again.variants
