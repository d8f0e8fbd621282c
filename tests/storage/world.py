"""A small shop in a database, and short ways to do what the tests do all the time."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.clock import Clock
from bot.shop.cart import Cart, CartLine, basket_key
from bot.shop.catalogue import NewProduct, Product
from bot.shop.order import Handover, NewOrder, Order, Wishes
from bot.shop.payment import Payment
from bot.shop.people import Language, Person, Shop
from bot.storage import catalogue, orders, payments, people, shops
from bot.storage.database import Database, Unit
from bot.storage.tables import orders as order_table
from bot.storage.tables import products

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)
PICKUP = Wishes(Handover.PICKUP)

_tokens = itertools.count()


class SetClock(Clock):
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


def new_shop(name: str = "Дүкөн") -> Shop:
    return Shop(0, name, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)


async def meet(database: Database, shop: Shop, telegram_id: int, **changes: Any) -> Person:
    facts: dict[str, Any] = {"name": f"Кардар {telegram_id}", "username": None, "language": Language.KY} | changes
    return await database.write(people.meet, shop.id, people.Visitor(telegram_id, **facts), NOON)


async def sell(database: Database, shop: Shop, title: str, stock: int | None, price: int = 100_00) -> Product:
    """A product on sale."""

    async def put(unit: Unit) -> Product:
        await catalogue.put(unit, shop.id, NewProduct(title, "", "Токочтор", price, stock, None))
        product_id = await unit.value(
            select(products.c.id).where(products.c.shop_id == shop.id, products.c.title == title)
        )
        product = await catalogue.product(unit, shop.id, product_id)
        assert product is not None
        return product

    return await database.write(put)


def cart_of(*lines: tuple[Product, int]) -> Cart:
    return Cart(tuple(CartLine(product, quantity) for product, quantity in lines))


async def place(unit: Unit, person: Person, cart: Cart, basket: str | None = None) -> Order:
    """An order of `cart`; a basket of its own unless one is named."""
    token = f"order-token-{next(_tokens)}"
    basket = basket or basket_key(cart, (token,))
    return await orders.place(unit, person, new_order(cart, basket, token), NOON)


def new_order(cart: Cart, basket: str, token: str, wishes: Wishes = PICKUP) -> NewOrder:
    """An order of `cart`, not placed yet."""
    return NewOrder(cart.order_lines, wishes, cart.total, basket, token, LATER)


async def order_of(database: Database, person: Person, product: Product, quantity: int = 1) -> Order:
    return await database.write(place, person, cart_of((product, quantity)))


async def payment_of(database: Database, order: Order, token: str | None = None) -> Payment:
    return await database.write(payments.begin, order, token or f"pay-token-{next(_tokens)}", NOON, LATER)


async def stock_of(database: Database, product: Product) -> int:
    async def read(unit: Unit) -> int:
        return int(await unit.value(select(products.c.stock).where(products.c.id == product.id)))

    return await database.read(read)


async def numbers(unit: Unit, shop: Shop) -> list[int]:
    """Every order number of a shop, in order."""
    statement = select(order_table.c.number).where(order_table.c.shop_id == shop.id)
    return list(await unit.values(statement.order_by(order_table.c.number)))


async def make_shop(unit: Unit, shop: Shop) -> Shop:
    return await shops.ensure(unit, shop, NOON)
