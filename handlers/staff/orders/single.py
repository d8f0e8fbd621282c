"""One order, everything about it."""

import contextlib

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message

from bot.addresses import Addresses
from bot.messages import keyboards
from bot.messages.digest import not_delivered, sale_card
from bot.messages.staff_buttons import OpenStaff, ShowOrder, StaffScreen
from bot.shop.order import Order, OrderState
from bot.shop.orderbook import Pile
from bot.shop.people import Person, Role, Shop
from bot.staff import order_of_shop, staff
from bot.storage import dossiers, orders, outbox
from bot.storage.database import Database, Unit
from bot.texts import board
from bot.texts import dossier as texts
from bot.texts import orderbook as list_texts
from bot.texts import orders as order_texts
from handlers.screen import View, answer, button, show
from handlers.staff.orders.buttons import ShowPile
from handlers.staff.strangers import strangers_read


def router() -> Router:
    """One order."""
    screens = Router(name="one order")
    screens.callback_query.register(open_order, ShowOrder.filter())
    return screens


async def open_order(
    callback: CallbackQuery,
    callback_data: ShowOrder,
    person: Person,
    shop: Shop,
    database: Database,
    addresses: Addresses,
) -> None:
    """Show it in place of the list; a card that the outbox keeps stays, and the order comes below it."""
    if await strangers_read(callback, shop, list_texts.only_in_private()):
        return
    view = await database.read(of_number, person, callback_data.number, shop, addresses, callback_data.pile)
    message = callback.message
    if isinstance(message, Message) and await is_kept(database, shop, message):
        await answer(callback)
        await message.reply(view.text, reply_markup=view.keyboard)
    else:
        await show(callback, view, database)


async def is_kept(database: Database, shop: Shop, message: Message) -> bool:
    """Whether the outbox has sent this message, and redraws it by itself."""
    return await database.read(outbox.has_sent, shop.id, message.chat.id, message.message_id)


async def of_number(
    unit: Unit, person: Person, number: int, shop: Shop, addresses: Addresses, pile: Pile = Pile.PREPARE
) -> View:
    """The order with this number, for its staff.

    Raises:
        StaffRefusal: NotAllowed, GoneMissing.
    """
    by = await staff(unit, person)
    return await whole_view(unit, by, await order_of_shop(unit, by, number), shop, addresses, pile)


async def whole_view(
    unit: Unit, by: Person, order: Order, shop: Shop, addresses: Addresses, pile: Pile = Pile.PREPARE
) -> View:
    """Everything about an order, and what can be done with it; only for chats without strangers."""
    dossier = await dossiers.dossier(unit, order)
    text = texts.whole(dossier, shop, await not_delivered(unit, order), for_owner=by.role is Role.OWNER)
    username = dossier.customer.username if dossier.order.has_customer else None
    profile = addresses.profile(username) if username else None
    rows = keyboards.whole_order(dossier, shop, profile)
    back = [
        button(list_texts.to_orders(), ShowPile(pile=pile)),
        button(board.board(), OpenStaff(screen=StaffScreen.BOARD)),
    ]
    return View(text, [*rows, back])


async def view_for(unit: Unit, by: Person, order: Order, shop: Shop, chat_id: int, addresses: Addresses) -> View:
    """An order as it is now, as much of it as may be read in a chat."""
    if shop.may_read_secrets(chat_id):
        return await whole_view(unit, by, order, shop, addresses)
    order = await orders.load(unit, order.id)
    if order.state is OrderState.PAID:
        return View((await sale_card(unit, order, shop, chat_id)).text, [])
    return View(order_texts.row(order), [])


async def redraw(
    callback: CallbackQuery, by: Person, order: Order, shop: Shop, database: Database, addresses: Addresses
) -> None:
    """Show an order anew where it was shown; cards that the outbox has sent it redraws by itself."""
    message = callback.message
    if not isinstance(message, Message) or await is_kept(database, shop, message):
        return
    view = await database.read(view_for, by, order, shop, message.chat.id, addresses)
    with contextlib.suppress(TelegramBadRequest):  # it shows that already
        await message.edit_text(view.text, reply_markup=view.keyboard)
