"""The first screen, the menu, and where links into the chat lead."""

import re

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.checkout import Checkout
from bot.clock import Clock
from bot.messages.buttons import Open, Screen, SpeakLanguage
from bot.shop.people import Language, Person, Shop
from bot.storage import carts, desk, orders
from bot.storage.database import Database
from bot.texts import labels, shopfront
from bot.texts import orders as order_texts
from handlers.customer import catalogue
from handlers.customer import orders as order_screens
from handlers.customer.notice import noticed
from handlers.customer.questions import PutAside
from handlers.filters import Opens
from handlers.screen import View, button, show

_PRODUCT = re.compile(r"p_([0-9]{1,15})", re.ASCII)
_ORDER = "o_"
"""How the payloads of links look."""


def router() -> Router:
    """`/start`, with or without a payload, and the menu."""
    start = Router(name="start")
    start.message.middleware(PutAside())
    start.message.register(begin, CommandStart())
    start.callback_query.register(open_menu, Opens(Screen.MENU))
    return start


async def begin(
    message: Message,
    command: CommandObject,
    person: Person,
    shop: Shop,
    database: Database,
    checkout: Checkout,
    clock: Clock,
) -> None:
    """Greet, or go where the link leads."""
    payload = command.args or ""
    if payload.startswith(_ORDER):
        await _open_order(message, payload.removeprefix(_ORDER), person, shop, database, checkout)
        return
    product = _PRODUCT.fullmatch(payload)
    view = await catalogue.product_view(database, person, int(product[1])) if product else None
    if view is None:
        greeting = View(shopfront.greeting(shop, person), await menu_rows(database, person))
        view = noticed(greeting, shop, clock)
    await show(message, view, database)


async def open_menu(callback: CallbackQuery, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Back to the menu."""
    await show(callback, noticed(await menu_view(database, person, shop), shop, clock), database)


async def menu_view(database: Database, person: Person, shop: Shop) -> View:
    """The menu under a short line."""
    return View(shopfront.menu(shop), await menu_rows(database, person))


async def menu_rows(database: Database, person: Person) -> list[list[InlineKeyboardButton]]:
    """The buttons of the menu; another language is one tap away."""
    cart = await database.read(carts.load, person)
    others = [language for language in Language if language is not person.language]
    return [
        [button(labels.catalogue(), Open(screen=Screen.CATALOGUE))],
        [button(labels.cart(cart.total), Open(screen=Screen.CART))],
        [button(labels.orders(), Open(screen=Screen.ORDERS)), button(labels.help_(), Open(screen=Screen.HELP))],
        [button(labels.LANGUAGES[language], SpeakLanguage(language=language)) for language in others],
    ]


async def _open_order(
    message: Message, token: str, person: Person, shop: Shop, database: Database, checkout: Checkout
) -> None:
    """The way back from the payment page: xPay is asked at once, and the order shown as it is."""
    order = await database.read(orders.by_token, person, token)
    if order is None:
        view = await order_screens.list_view(database, person, order_texts.no_such_order())
    elif order.state.is_open:
        await checkout.ask_now(person, order.number)
        await order_screens.bring_card_down(message.bot, person, order, checkout)
        return
    else:
        view = order_screens.details_view(order, shop, await database.read(desk.refunded, order.id))
    await show(message, view, database)
