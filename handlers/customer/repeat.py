"""Ordering the same again: an earlier order's lines go into the cart, at today's prices."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.messages.buttons import OrderAct, OrderButton
from bot.shop.cart import Shortage
from bot.shop.people import Person
from bot.storage import carts, orders
from bot.storage.database import Database, Unit
from bot.texts import orders as texts
from bot.texts import shopfront
from handlers.customer.cart import cart_view
from handlers.customer.orders import list_view
from handlers.filters import Acts
from handlers.screen import show


def router() -> Router:
    """The button under one's own orders."""
    screens = Router(name="repeat")
    screens.callback_query.register(repeat, OrderButton.filter(), Acts(OrderAct.REPEAT))
    return screens


async def repeat(callback: CallbackQuery, callback_data: OrderButton, person: Person, database: Database) -> None:
    """Put it all into the cart and open that; what cannot be had any more is named above it."""
    missing = await database.write(_into_cart, person, callback_data.number)
    if missing is None:
        await show(callback, await list_view(database, person), database, texts.no_such_order())
        return
    view = await cart_view(database, person, shopfront.not_all_there(missing))
    await show(callback, view, database, "" if missing else shopfront.in_the_cart())


async def _into_cart(unit: Unit, person: Person, number: int) -> list[Shortage] | None:
    order = await orders.of_person(unit, person, number)
    return None if order is None else await carts.add_again(unit, person, order)
