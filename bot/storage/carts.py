"""Carts: what a customer has picked and not yet ordered."""

from sqlalchemy import bindparam, delete, insert, select, update

from bot.shop.cart import Cart, CartLine, Shortage, limit_quantity, room_for
from bot.shop.order import Order
from bot.shop.people import Person
from bot.storage import catalogue
from bot.storage.database import Unit
from bot.storage.on_sale import COLUMNS, SOURCE, product_of, sellable
from bot.storage.prepared import Prepared
from bot.storage.tables import cart_lines, products

_LINES = Prepared(
    select(*COLUMNS, cart_lines.c.quantity)
    .select_from(SOURCE.join(cart_lines, cart_lines.c.product_id == products.c.id))
    .where(cart_lines.c.person_id == bindparam("who"), cart_lines.c.shop_id == bindparam("shop"), sellable())
    .order_by(cart_lines.c.id)
)


async def load(unit: Unit, person: Person) -> Cart:
    """The person's cart at the prices of this moment; products no longer on sale are left out."""
    rows = await unit.all(_LINES, who=person.id, shop=person.shop_id)
    return Cart(tuple(CartLine(product_of(row), row["quantity"]) for row in rows))


async def change(unit: Unit, person: Person, product_id: int, by: int) -> Cart:
    """Add `by` units of a product (or take some out), as far as the stock goes; the cart afterwards."""
    product = await catalogue.product(unit, person.shop_id, product_id)
    if product is not None:
        cart = await load(unit, person)
        before = cart.quantity_of(product_id)
        await _set(unit, person, product_id, before, limit_quantity(product, before + by))
    return await load(unit, person)


async def add_again(unit: Unit, person: Person, order: Order) -> list[Shortage]:
    """Add the lines of an earlier order to the cart, as far as the stock goes; what of it could not be added."""
    missing, cart = [], await load(unit, person)
    for line in order.lines:
        if line.product_id is None:
            missing.append(Shortage(line.title, 0, is_gone=True))
            continue
        product = await catalogue.product(unit, person.shop_id, line.product_id)
        product = None if product is None or product.has_variants else product  # sold in variants only by now
        more = room_for(product, cart.quantity_of(line.product_id), line.quantity) if product else 0
        if more:
            cart = await change(unit, person, line.product_id, more)
        if more < line.quantity:
            missing.append(Shortage(line.title, more, is_gone=product is None))
    return missing


async def _set(unit: Unit, person: Person, product_id: int, before: int, after: int) -> None:
    where = (cart_lines.c.person_id == person.id, cart_lines.c.product_id == product_id)
    if after == 0:
        await unit.run(delete(cart_lines).where(*where))
    elif before == 0:
        await unit.run(delete(cart_lines).where(*where))
        await unit.run(
            insert(cart_lines).values(
                shop_id=person.shop_id, person_id=person.id, product_id=product_id, quantity=after
            )
        )
    else:
        await unit.run(update(cart_lines).where(*where).values(quantity=after))


_CLEAR = Prepared(delete(cart_lines).where(cart_lines.c.person_id == bindparam("person")))


async def clear(unit: Unit, person: Person) -> None:
    """Empty the cart."""
    await unit.run(_CLEAR, person=person.id)
