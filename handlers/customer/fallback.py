"""Whatever nobody asked for: a useful answer all the same."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import shopfront
from handlers.customer.start import menu_rows, menu_view
from handlers.screen import View, answer, send, show


def router() -> Router:
    """The last router."""
    screens = Router(name="fallback")
    screens.message.register(not_understood)
    screens.callback_query.register(stale)
    return screens


async def not_understood(message: Message, person: Person, database: Database) -> None:
    """Stickers, voices, small talk: show what can be done here."""
    await show(message, View(shopfront.not_understood(), await menu_rows(database, person)), database)


async def stale(callback: CallbackQuery, person: Person, shop: Shop, database: Database, bot: Bot) -> None:
    """A button of another time. Its message stays: it may be an order's card."""
    await answer(callback, shopfront.stale_button())
    await send(bot, person.telegram_id, await menu_view(database, person, shop), database)
