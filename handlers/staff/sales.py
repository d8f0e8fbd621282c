"""What staff do with a paid order: the buttons under its card, `/order`, a digest's links, the customer's number."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from bot.addresses import Addresses
from bot.messages.digest import PAYLOAD
from bot.messages.staff_buttons import Advance, ShowPhone
from bot.services.fulfilment import Fulfilment, Overtaken
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import fulfilment as texts
from handlers.screen import answer
from handlers.staff.orders.single import redraw, view_for

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
    message: Message,
    command: CommandObject,
    person: Person,
    fulfilment: Fulfilment,
    database: Database,
    shop: Shop,
    addresses: Addresses,
) -> None:
    """Show the order whose number was tapped."""
    await _show(message, int((command.args or "").removeprefix(PAYLOAD)), person, fulfilment, database, shop, addresses)


async def look(
    message: Message,
    command: CommandObject,
    person: Person,
    fulfilment: Fulfilment,
    database: Database,
    shop: Shop,
    addresses: Addresses,
) -> None:
    """Show an order as it is, with all about it and its buttons where strangers do not read along."""
    number = (command.args or "").strip().removeprefix("№").strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        await message.reply(texts.how_to_look())
        return
    await _show(message, int(number), person, fulfilment, database, shop, addresses)


async def _show(
    message: Message,
    number: int,
    person: Person,
    fulfilment: Fulfilment,
    database: Database,
    shop: Shop,
    addresses: Addresses,
) -> None:
    order = await fulfilment.look(person, number)
    view = await database.read(view_for, person, order, shop, message.chat.id, addresses)
    await message.reply(view.text, reply_markup=view.keyboard)


async def advance(
    callback: CallbackQuery,
    callback_data: Advance,
    person: Person,
    fulfilment: Fulfilment,
    database: Database,
    shop: Shop,
    addresses: Addresses,
) -> None:
    """Bring the order to the button's stage; whoever comes second reads who was first."""
    try:
        order = await fulfilment.advance(person, callback_data.number, callback_data.stage)
    except Overtaken as refusal:
        await answer(callback, texts.overtaken(refusal.stage, refusal.by))
        order = await fulfilment.look(person, callback_data.number)
    else:
        await answer(callback, texts.made(order.fulfilment))
    await redraw(callback, person, order, shop, database, addresses)


async def show_phone(callback: CallbackQuery, callback_data: ShowPhone, person: Person, fulfilment: Fulfilment) -> None:
    """Show the customer's number to whoever asks, and to nobody else."""
    order = await fulfilment.look(person, callback_data.number)
    await callback.answer(texts.number_of(order.number, order.wishes.phone), show_alert=True)
