"""Messages that answer one of ours: which order they are about, and what they say."""

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import Message

from bot.messages.buttons import WriteToShop
from bot.messages.staff_buttons import BlockCustomer
from bot.services.relay import Words

Behind = type[BlockCustomer] | type[WriteToShop]


class RepliesTo(Filter):
    """The message replies to one of ours that carries such a button."""

    def __init__(self, button: Behind) -> None:
        self._button = button

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Whether it does."""
        replied = message.reply_to_message
        is_ours = replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
        return is_ours and number_behind(message, self._button) is not None


def number_behind(message: Message, button: Behind) -> int | None:
    """The number of the order that the message replied to is about, as its button says."""
    replied = message.reply_to_message
    rows = replied.reply_markup.inline_keyboard if replied is not None and replied.reply_markup is not None else []
    for one in (one for row in rows for one in row):
        if (one.callback_data or "").startswith(f"{button.__prefix__}:"):
            return button.unpack(one.callback_data or "").number
    return None


def words_of(message: Message) -> Words:
    """What can be passed on of a message."""
    return Words(message.text or message.caption or "", message.photo[-1].file_id if message.photo else None)
