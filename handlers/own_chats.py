"""Telegram Business: `/bill 1500 Cake` in a seller's own chat with a customer becomes the card there.

Those chats are private. Whatever is no such command of a member of staff, in a chat of their own, goes no further than
the gate here: it is neither looked up, nor stored, nor logged.
"""

from typing import Any

from aiogram import BaseMiddleware, Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import BusinessConnection, Message, TelegramObject, Update

from bot.checkout import Refusal
from bot.clock import Clock
from bot.services.billing import Billing, Place
from bot.shop.bills import read_wish
from bot.shop.business import Connection, OwnChat
from bot.shop.people import Person, Shop
from bot.staff import StaffRefusal
from bot.storage import business, people
from bot.storage.database import Database, Unit
from bot.texts import own_chats as texts
from handlers.middleware import Handler
from handlers.refusals import sentence

_COMMAND = "bill"


def router() -> Router:
    """Connecting and disconnecting, and the one command that is heard in private chats."""
    own = Router(name="own chats")
    own.business_connection.register(connected)
    own.business_message.register(bill, Command(_COMMAND))
    return own


class Gate(BaseMiddleware):
    """Lets a message of somebody's private chats in only if it is the command, of staff, in a chat of their own."""

    def __init__(self, database: Database, clock: Clock, shop_id: int) -> None:
        self._database = database
        self._clock = clock
        self._shop_id = shop_id

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Pass on what is ours, with the `connection` that it came by; drop the rest at once."""
        if not isinstance(event, Update):
            return await handler(event, data)
        if event.edited_business_message is not None or event.deleted_business_messages is not None:
            return None
        message = event.business_message
        if message is not None:
            connection = await self._connection(message, data["bot"]) if _is_command(message) else None
            if connection is None:
                return None
            data["connection"] = connection
        return await handler(event, data)

    async def _connection(self, message: Message, bot: Bot) -> Connection | None:
        """The connection, if whoever wrote is the one whose chat it is, and works in the shop."""
        number, user = message.business_connection_id, message.from_user
        if number is None or user is None or user.is_bot or message.sender_business_bot is not None:
            return None
        person, known = await self._database.read(self._known, user.id, number)
        if person is None or not person.is_staff:
            return None
        if known is None:
            known = await self._asked(bot, number, person)
        return known if known is not None and known.person_id == person.id else None

    async def _known(self, unit: Unit, telegram_id: int, number: str) -> tuple[Person | None, Connection | None]:
        person = await people.find(unit, self._shop_id, telegram_id)
        return person, await business.find(unit, self._shop_id, number)

    async def _asked(self, bot: Bot, number: str, person: Person) -> Connection | None:
        """Telegram told of it when the bot was not there, or the person did not work here yet."""
        try:
            told = await bot.get_business_connection(number)
        except TelegramBadRequest:
            return None
        if told.user.id != person.telegram_id:
            return None
        connection = _connection(told, person)
        await self._database.write(business.put, person, connection, self._clock.now())
        return connection


async def connected(
    event: BusinessConnection, bot: Bot, shop: Shop, database: Database, clock: Clock, person: Person | None = None
) -> None:
    """Somebody connected the bot to their chats, changed what it may do there, or took it out."""
    if person is None or not person.is_staff:
        await database.write(business.end, shop.id, event.id, clock.now())
        if event.is_enabled:
            await bot.send_message(event.user_chat_id, texts.not_staff(shop))
        return
    connection = _connection(event, person)
    await database.write(business.put, person, connection, clock.now())
    in_them = texts.connected if connection.can_reply else texts.no_right
    await bot.send_message(event.user_chat_id, in_them() if connection.enabled else texts.ended())


async def bill(
    message: Message, command: CommandObject, bot: Bot, person: Person, connection: Connection, billing: Billing
) -> None:
    """Make it. What is the matter the seller hears in private: the customer reads along here."""
    amount, title = read_wish(command.args or "")
    if amount is None or not title:
        await bot.send_message(person.telegram_id, texts.how())
        return
    origin = f"business:{connection.id}:{message.message_id}"
    try:
        if connection.may_write:
            own_chat = OwnChat(connection.id, message.chat.id)
            await billing.make(person, origin, amount, title, own_chat=own_chat)
        else:
            told = "own_chat_no_right" if connection.enabled else "own_chat_closed"
            await billing.make(person, origin, amount, title, card=Place(person.telegram_id), told=told)
    except (Refusal, StaffRefusal) as refusal:
        await bot.send_message(person.telegram_id, sentence(refusal))


def _is_command(message: Message) -> bool:
    words = (message.text or "").split(maxsplit=1)
    return bool(words) and words[0].partition("@")[0] == f"/{_COMMAND}"


def _connection(told: BusinessConnection, person: Person) -> Connection:
    may = told.rights is not None and bool(told.rights.can_reply)
    return Connection(told.id, person.id, can_reply=may, enabled=told.is_enabled)
