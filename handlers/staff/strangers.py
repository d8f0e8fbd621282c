"""Screens that are not for everybody, and buttons of theirs in a chat that has become public."""

from aiogram.types import CallbackQuery

from bot.shop.people import Shop
from handlers.screen import answer


async def strangers_read(callback: CallbackQuery, shop: Shop, words: str) -> bool:
    """Whether strangers read along where the button was pressed; then these words are all that the press gets."""
    chat = callback.message.chat.id if callback.message else callback.from_user.id
    if shop.may_read_secrets(chat):
        return False
    await answer(callback, words)
    return True
