"""One's own orders: the list, and the buttons under an order's card."""

import contextlib

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.checkout import Checkout, NothingToDo
from bot.messages import keyboards
from bot.messages.buttons import Open, OrderAct, OrderButton, Screen
from bot.shop.banks import chosen
from bot.shop.money import Tyiyn
from bot.shop.order import Order, OrderState
from bot.shop.people import Person, Shop
from bot.storage import desk, orders, payments, shops
from bot.storage.database import Database, Unit
from bot.texts import labels
from bot.texts import orders as texts
from handlers.customer.questions import PutAside
from handlers.filters import Acts, Opens
from handlers.refusals import sentence
from handlers.screen import View, answer, button, show


def router() -> Router:
    """`/orders`, and what can be done with an order."""
    screens = Router(name="orders")
    screens.message.middleware(PutAside())
    screens.message.register(list_by_command, Command("orders"))
    press = screens.callback_query.register
    press(open_list, Opens(Screen.ORDERS))
    press(open_order, OrderButton.filter(), Acts(OrderAct.OPEN))
    press(have_paid, OrderButton.filter(), Acts(OrderAct.ASK))
    press(ask_surely, OrderButton.filter(), Acts(OrderAct.CANCEL))
    press(keep, OrderButton.filter(), Acts(OrderAct.KEEP))
    press(cancel, OrderButton.filter(), Acts(OrderAct.CANCEL_SURELY))
    press(pay_again, OrderButton.filter(), Acts(OrderAct.PAY_AGAIN))
    return screens


async def list_by_command(message: Message, person: Person, database: Database) -> None:
    """Show the newest orders."""
    await show(message, await list_view(database, person), database)


async def open_list(callback: CallbackQuery, person: Person, database: Database) -> None:
    """Show the newest orders."""
    await show(callback, await list_view(database, person), database)


async def open_order(
    callback: CallbackQuery,
    callback_data: OrderButton,
    person: Person,
    shop: Shop,
    database: Database,
    checkout: Checkout,
) -> None:
    """Bring the card of an open order; show what became of any other."""
    order = await database.read(orders.of_person, person, callback_data.number)
    if order is None:
        await show(callback, await list_view(database, person), database, texts.no_such_order())
    elif order.state.is_open:
        await answer(callback, texts.card_follows(order.number))
        await bring_card_down(callback.bot, person, order, checkout)
    else:
        refunded = await database.read(desk.refunded, order.id)
        await show(callback, details_view(order, shop, refunded), database)


async def have_paid(callback: CallbackQuery, callback_data: OrderButton, person: Person, checkout: Checkout) -> None:
    """Have xPay asked; the card changes by itself."""
    try:
        order = await checkout.ask_now(person, callback_data.number)
    except NothingToDo as refusal:
        await answer(callback, sentence(refusal))
        return
    if order.state.is_open:
        await answer(callback, texts.asking_bank())
    else:
        await answer(callback, f"{texts.title(order.number)}: {texts.state(order.state)}")
    await _bring_card(callback, order, person, checkout)


async def ask_surely(
    callback: CallbackQuery, callback_data: OrderButton, person: Person, database: Database, checkout: Checkout
) -> None:
    """Ask before cancelling, with the buttons of the card itself."""
    order = await database.read(orders.of_person, person, callback_data.number)
    if order is None or not order.state.is_open:
        await _moved_on(callback, order, person, checkout)
        return
    await answer(callback, texts.surely_cancel(order.number))
    await _change_buttons(callback, keyboards.surely(order))


async def keep(callback: CallbackQuery, callback_data: OrderButton, person: Person, database: Database) -> None:
    """Not to be cancelled after all: the card's buttons come back."""
    await answer(callback)
    keyboard = await database.read(_card_keyboard, person, callback_data.number)
    await _change_buttons(callback, keyboard)


async def cancel(
    callback: CallbackQuery,
    callback_data: OrderButton,
    person: Person,
    database: Database,
    checkout: Checkout,
    bot: Bot,
) -> None:
    """Cancel, unless the money has come meanwhile; the card tells which it was."""
    await answer(callback, texts.one_moment())
    try:
        order = await checkout.cancel(person, callback_data.number)
    except NothingToDo:
        await checkout.show_card(person, callback_data.number)
        return
    if order.state.is_open:
        await _change_buttons(callback, await database.read(_card_keyboard, person, order.number))
        await bot.send_message(person.telegram_id, texts.still_open(order.number))
    else:
        await _bring_card(callback, order, person, checkout)


async def pay_again(callback: CallbackQuery, callback_data: OrderButton, person: Person, checkout: Checkout) -> None:
    """A fresh QR."""
    await answer(callback, texts.one_moment())
    try:
        order = await checkout.pay_again(person, callback_data.number)
    except NothingToDo:
        await checkout.show_card(person, callback_data.number)
        return
    if isinstance(callback.message, Message) and callback.message.photo:
        await _bring_card(callback, order, person, checkout)
    else:  # a message without a picture cannot get one: the QR needs a new card
        await bring_card_down(callback.bot, person, order, checkout)


async def list_view(database: Database, person: Person, heading: str = "") -> View:
    """The newest orders, a button each."""
    found = await database.read(orders.recent, person)
    rows = [[keyboards.act(OrderAct.OPEN, order, texts.row(order))] for order in found]
    last = next((order for order in found if can_repeat(order) and order.state is OrderState.PAID), None)
    if last is not None:
        rows.append([keyboards.act(OrderAct.REPEAT, last, labels.repeat_of(last.number))])
    rows.append([button(labels.catalogue(), Open(screen=Screen.CATALOGUE))])
    rows.append([button(labels.menu(), Open(screen=Screen.MENU))])
    return View(heading or (texts.recent() if found else texts.none_yet()), rows)


def can_repeat(order: Order) -> bool:
    """Whether an order is over and was for things out of the catalogue."""
    return not order.state.is_open and any(line.product_id is not None for line in order.lines)


def details_view(order: Order, shop: Shop, refunded: Tyiyn) -> View:
    """An order with all that belongs to it."""
    rows = [[button(labels.orders(), Open(screen=Screen.ORDERS)), button(labels.menu(), Open(screen=Screen.MENU))]]
    if can_repeat(order):
        rows.insert(0, [keyboards.act(OrderAct.REPEAT, order, labels.repeat())])
    if order.state is OrderState.EXPIRED and order.bill_id is None:
        rows.insert(0, [keyboards.act(OrderAct.PAY_AGAIN, order, labels.new_qr())])
    return View(texts.details(order, shop.timezone, refunded), rows)


async def _card_keyboard(unit: Unit, person: Person, number: int) -> InlineKeyboardMarkup | None:
    order = await orders.of_person(unit, person, number)
    if order is None:
        return None
    shop = await shops.load(unit, order.shop_id)
    return keyboards.card(order, await payments.newest(unit, order.id), chosen(shop.bank_buttons))


async def _change_buttons(callback: CallbackQuery, keyboard: InlineKeyboardMarkup | None) -> None:
    if isinstance(callback.message, Message):
        with contextlib.suppress(TelegramBadRequest):  # unchanged, or gone: the card is refreshed anyway
            await callback.message.edit_reply_markup(reply_markup=keyboard)


async def _moved_on(callback: CallbackQuery, order: Order | None, person: Person, checkout: Checkout) -> None:
    """The button is older than the order's state: say so, and show the order as it is."""
    await answer(callback, sentence(NothingToDo()))
    if order is not None:
        await _bring_card(callback, order, person, checkout)


async def _bring_card(callback: CallbackQuery, order: Order, person: Person, checkout: Checkout) -> None:
    """The live card is edited by itself; a press elsewhere brings it down to where the person looks."""
    pressed = callback.message.message_id if callback.message else None
    if order.card_message_id != pressed:
        await bring_card_down(callback.bot, person, order, checkout)


async def bring_card_down(bot: Bot | None, person: Person, order: Order, checkout: Checkout) -> None:
    """Move an order's card to the bottom of the chat: a new one, and the old one goes where Telegram lets it."""
    await checkout.show_card(person, order.number)
    if bot is not None and order.card_message_id is not None:
        with contextlib.suppress(TelegramBadRequest):  # older than 48 hours, or gone already
            await bot.delete_message(person.telegram_id, order.card_message_id)
