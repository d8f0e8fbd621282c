"""The same again: an earlier order's lines in the cart, as far as they can be had."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.shop.cart import MOST_UNITS, Shortage, room_for
from bot.shop.catalogue import NewVariant, Product
from bot.shop.people import Person, Shop
from bot.storage import assortment, carts, catalogue
from bot.storage.database import Database, Unit
from bot.storage.tables import products
from tests.storage.world import cart_of, place, sell


@given(st.integers(0, MOST_UNITS), st.integers(1, 500), st.none() | st.integers(0, 200))
def test_what_is_added_fits_and_takes_nothing_out(held: int, wanted: int, stock: int | None) -> None:
    """As much as fits into the cart and is there; never less than is in the cart already."""
    product = Product(1, "", "", "", 100, stock, None)
    more = room_for(product, held, wanted)
    assert 0 <= more <= wanted
    assert more == 0 or (held + more <= MOST_UNITS and product.can_sell(held + more))
    assert more in (wanted, 0) or held + more == min(MOST_UNITS, MOST_UNITS if stock is None else stock)


async def test_lines_come_back_at_todays_prices_beside_what_is_there(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """What is gone or short is named with its old title; nothing that was in the cart is lost."""
    gone, short, none = [await sell(database, shop, title, 9) for title in ("Торт", "Бал", "Май")]
    tea = await sell(database, shop, "Чай", None)
    order = await database.write(place, person, cart_of((bread, 2), (gone, 1), (short, 4), (none, 3)))

    async def later(unit: Unit) -> None:
        change = update(products)
        await unit.run(change.where(products.c.id == bread.id).values(price=120_00))
        await unit.run(change.where(products.c.id == gone.id).values(hidden=True))
        await unit.run(change.where(products.c.id == short.id).values(stock=3))
        await unit.run(change.where(products.c.id == none.id).values(stock=0))
        await carts.change(unit, person, tea.id, 1)
        await carts.change(unit, person, bread.id, 1)
        await carts.change(unit, person, short.id, 1)

    await database.write(later)
    missing = await database.write(carts.add_again, person, order)
    cart = await database.read(carts.load, person)
    assert [(line.product.title, line.quantity, line.product.price) for line in cart.lines] == [
        ("Чай", 1, 100_00),
        ("Тандыр нан", 3, 120_00),
        ("Бал", 3, 100_00),
    ]
    assert missing == [
        Shortage("Торт", 0, is_gone=True),
        Shortage("Бал", 2, is_gone=False),
        Shortage("Май", 0, is_gone=False),
    ]


async def test_a_variant_comes_back_and_what_is_sold_in_variants_by_now_does_not(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """The chosen variant lies in the cart again; a product that got variants since is named as gone."""

    async def split(unit: Unit, product: Product) -> Product:
        variant_id = await assortment.add_variant(unit, shop.id, product.id, NewVariant("чоң", 150_00, 9))
        variant = await catalogue.product(unit, shop.id, variant_id)
        assert variant is not None
        return variant

    cake = await sell(database, shop, "Торт", 9)
    whole = await database.write(split, cake)
    order = await database.write(place, person, cart_of((whole, 2), (bread, 1)))
    await database.write(split, bread)
    missing = await database.write(carts.add_again, person, order)
    cart = await database.read(carts.load, person)
    assert [(line.product.id, line.product.title, line.quantity) for line in cart.lines] == [(whole.id, "Торт, чоң", 2)]
    assert missing == [Shortage("Тандыр нан", 0, is_gone=True)]
