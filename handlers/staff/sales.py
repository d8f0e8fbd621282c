"""`/order NUMBER`, and the links of a digest: the whole card of a sale, for staff."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import Message

from bot.desk import GoneMissing, NotAllowed
from bot.messages import Message as Card
from bot.messages.digest import PAYLOAD, sale_card
from bot.shop.people import Person
from bot.storage import orders, people
from bot.storage.database import Database, Unit
from bot.texts import digest as texts

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_LINK = re.compile(PAYLOAD + r"[0-9]{1,9}", re.ASCII)


class FollowsSale(Filter):
    """Somebody on the staff tapped an order's number in a digest; strangers get the first screen, as for any link."""

    async def __call__(self, _message: Message, command: CommandObject, person: Person | None = None) -> bool:
        """Whether it is so."""
        return person is not None and person.is_staff and _LINK.fullmatch(command.args or "") is not None


def router() -> Router:
    """The command and the link."""
    screens = Router(name="sales")
    screens.message.register(open_link, CommandStart(), FollowsSale())
    screens.message.register(open_by_command, Command("order"))
    return screens


async def open_link(message: Message, command: CommandObject, person: Person, database: Database) -> None:
    """Show the order whose number was tapped."""
    await _show(message, person, database, int((command.args or "").removeprefix(PAYLOAD)))


async def open_by_command(message: Message, command: CommandObject, person: Person, database: Database) -> None:
    """Show the order whose number was written."""
    if not person.is_staff:
        raise NotAllowed
    number = (command.args or "").strip().removeprefix("№").strip()
    if not _NUMBER.fullmatch(number):
        await message.reply(texts.how_to_open())
        return
    await _show(message, person, database, int(number))


async def _show(message: Message, person: Person, database: Database, number: int) -> None:
    card = await database.read(_card, person, number, message.chat.id)
    await message.answer(card.text, reply_markup=card.keyboard)


async def _card(unit: Unit, person: Person, number: int, chat_id: int) -> Card:
    """The card of an order of the person's shop, if they work there now."""
    if not (await people.load(unit, person.id)).is_staff:
        raise NotAllowed
    order = await orders.of_shop(unit, person.shop_id, number)
    card = await sale_card(unit, order, chat_id) if order is not None else None
    if card is None:
        raise GoneMissing
    return card
