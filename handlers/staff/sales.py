"""What staff do with a paid order: the buttons under its card, `/order`, a digest's links, the customer's number."""

import contextlib
import re

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from bot.fulfilment import Fulfilment, Overtaken
from bot.messages import Message as Card
from bot.messages.buttons import Advance, ShowPhone
from bot.messages.digest import PAYLOAD, sale_card
from bot.shop.order import Order, OrderState
from bot.shop.people import Person, Shop
from bot.storage import orders, outbox
from bot.storage.database import Database, Unit
from bot.texts import fulfilment as texts
from bot.texts import orders as order_texts
from handlers.screen import answer

_LINK = re.compile(PAYLOAD + r"[0-9]{1,9}", re.ASCII)


class FollowsSale(Filter):
    """Somebody on the staff tapped an order's number in a digest; strangers get the first screen, as for any link."""

    async def __call__(self, _message: Message, command: CommandObject, person: Person | None = None) -> bool:
        """Whether it is so."""
        return person is not None and person.is_staff and _LINK.fullmatch(command.args or "") is not None


def router() -> Router:
    """The cards of sales."""
    screens = Router(name="sales")
    screens.message.register(follow_link, CommandStart(), FollowsSale())
    screens.message.register(look, Command("order"))
    screens.callback_query.register(advance, Advance.filter())
    screens.callback_query.register(show_phone, ShowPhone.filter())
    return screens


async def follow_link(
    message: Message, command: CommandObject, person: Person, fulfilment: Fulfilment, database: Database, shop: Shop
) -> None:
    """Show the order whose number was tapped."""
    await _show(message, int((command.args or "").removeprefix(PAYLOAD)), person, fulfilment, database, shop)


async def look(
    message: Message, command: CommandObject, person: Person, fulfilment: Fulfilment, database: Database, shop: Shop
) -> None:
    """Show an order as it is, with its buttons where strangers do not read along."""
    number = (command.args or "").strip().removeprefix("№").strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        await message.reply(texts.how_to_look())
        return
    await _show(message, int(number), person, fulfilment, database, shop)


async def _show(
    message: Message, number: int, person: Person, fulfilment: Fulfilment, database: Database, shop: Shop
) -> None:
    order = await fulfilment.look(person, number)
    card = await database.read(_card, order, shop, message.chat.id)
    await message.reply(card.text, reply_markup=card.keyboard)


async def advance(
    callback: CallbackQuery,
    callback_data: Advance,
    person: Person,
    fulfilment: Fulfilment,
    database: Database,
    shop: Shop,
) -> None:
    """Bring the order to the button's stage; whoever comes second reads who was first."""
    try:
        order = await fulfilment.advance(person, callback_data.number, callback_data.stage)
    except Overtaken as refusal:
        await answer(callback, texts.overtaken(refusal.stage, refusal.by))
        order = await fulfilment.look(person, callback_data.number)
    else:
        await answer(callback, texts.made(order.fulfilment))
    await _redraw(callback, order, database, shop)


async def show_phone(callback: CallbackQuery, callback_data: ShowPhone, person: Person, fulfilment: Fulfilment) -> None:
    """Show the customer's number to whoever asks, and to nobody else."""
    order = await fulfilment.look(person, callback_data.number)
    await callback.answer(texts.number_of(order.number, order.wishes.phone), show_alert=True)


async def _card(unit: Unit, order: Order, shop: Shop, chat_id: int) -> Card:
    order = await orders.load(unit, order.id)
    if order.state is OrderState.PAID:
        return await sale_card(unit, order, shop, chat_id)
    if shop.may_read_secrets(chat_id):
        return Card(order_texts.details(order, shop.timezone))
    return Card(order_texts.row(order))


async def _redraw(callback: CallbackQuery, order: Order, database: Database, shop: Shop) -> None:
    """Cards that the outbox has sent it redraws as well; others are redrawn here."""
    message = callback.message
    if not isinstance(message, Message):
        return
    if await database.read(outbox.has_sent, shop.id, message.chat.id, message.message_id):
        return
    card = await database.read(_card, order, shop, message.chat.id)
    with contextlib.suppress(TelegramBadRequest):  # it shows that already
        await message.edit_text(card.text, reply_markup=card.keyboard)
