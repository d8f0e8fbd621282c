"""The cart, changed in place."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.messages.buttons import ALL, ChangeLine, ClearCart, Open, Screen, ShowProduct, StartCheckout
from bot.shop.cart import CartLine
from bot.shop.people import Person
from bot.storage import carts
from bot.storage.database import Database
from bot.texts import labels, shopfront
from handlers.customer.catalogue import change_cart
from handlers.customer.questions import PutAside
from handlers.filters import Opens
from handlers.screen import Rows, View, button, show

_MOST_LINES = 20
"""Lines with buttons of their own; Telegram takes 100 buttons in all."""


def router() -> Router:
    """`/cart` and its buttons."""
    screens = Router(name="cart")
    screens.message.middleware(PutAside())
    screens.message.register(open_by_command, Command("cart"))
    screens.callback_query.register(open_cart, Opens(Screen.CART))
    screens.callback_query.register(change, ChangeLine.filter())
    screens.callback_query.register(clear, ClearCart.filter())
    return screens


async def open_by_command(message: Message, person: Person, database: Database) -> None:
    """Show the cart."""
    await show(message, await cart_view(database, person), database)


async def open_cart(callback: CallbackQuery, person: Person, database: Database) -> None:
    """Show the cart."""
    await show(callback, await cart_view(database, person), database)


async def change(callback: CallbackQuery, callback_data: ChangeLine, person: Person, database: Database) -> None:
    """More or fewer units of a line."""
    moved = await database.write(change_cart, person, callback_data.product_id, callback_data.by)
    toast = "" if moved or callback_data.by < 0 else shopfront.no_more()
    await show(callback, await cart_view(database, person), database, toast)


async def clear(callback: CallbackQuery, person: Person, database: Database) -> None:
    """Empty the cart."""
    await database.write(carts.clear, person)
    await show(callback, await cart_view(database, person), database, shopfront.cart_emptied())


async def cart_view(database: Database, person: Person, remark: str = "") -> View:
    """The cart with buttons for each line, below a remark if there is one."""
    cart = await database.read(carts.load, person)
    to_catalogue = button(labels.catalogue(), Open(screen=Screen.CATALOGUE))
    to_menu = button(labels.menu(), Open(screen=Screen.MENU))
    if not cart.lines:
        return View(remark or shopfront.cart_empty(), [[to_catalogue], [to_menu]])
    rows: Rows = [row for line in cart.lines[:_MOST_LINES] for row in _line(line)]
    rows.append([button(labels.check_out(cart.total), StartCheckout(), ButtonStyle.SUCCESS)])
    rows.append([to_catalogue, button(labels.empty_cart(), ClearCart())])
    return View(shopfront.cart(cart, remark), [*rows, [to_menu]])


def _line(line: CartLine) -> Rows:
    """The product on a row of its own, so that a phone shows its whole name; below it fewer and more."""
    product_id = line.product.id
    return [
        [button(labels.cart_line(line), ShowProduct(product_id=product_id, section=ALL, number=0))],
        [
            button(labels.LESS, ChangeLine(product_id=product_id, by=-1)),
            button(labels.MORE, ChangeLine(product_id=product_id, by=1)),
        ],
    ]
