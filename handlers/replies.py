"""Messages that answer one of ours: which order they are about, and what they say."""

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import Message

from bot.relay import Words
from bot.shop.order import Order
from bot.shop.people import Person
from bot.storage import orders, outbox
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind


class RepliesTo(Filter):
    """The message replies to one of ours that told such a thing."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    async def __call__(self, message: Message, bot: Bot, database: Database, person: Person) -> bool:
        """Whether it does."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != bot.id:
            return False
        told = await database.read(outbox.about, person.shop_id, message.chat.id, replied.message_id)
        return told is not None and told[0] is self._kind


async def order_behind(unit: Unit, person: Person, message: Message) -> Order | None:
    """The order that the message replied to is about, in the person's shop."""
    if message.reply_to_message is None:
        return None
    told = await outbox.about(unit, person.shop_id, message.chat.id, message.reply_to_message.message_id)
    return await orders.load(unit, told[1]) if told and told[1] is not None else None


def words_of(message: Message) -> Words:
    """What can be passed on of a message."""
    return Words(message.text or message.caption or "", message.photo[-1].file_id if message.photo else None)
