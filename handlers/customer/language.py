"""Another language with one tap."""

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.i18n import I18n

from bot.messages.buttons import SpeakLanguage
from bot.shop.people import Language, Person, Shop, language_of
from bot.storage import people
from bot.storage.database import Database
from bot.texts import labels, shopfront
from handlers.commands import publish_to
from handlers.customer.questions import PutAside
from handlers.customer.start import menu_view
from handlers.screen import View, button, show


def router() -> Router:
    """`/language` and the buttons of the languages."""
    screens = Router(name="language")
    screens.message.middleware(PutAside())
    screens.message.register(choose, Command("language"))
    screens.callback_query.register(speak, SpeakLanguage.filter())
    return screens


async def choose(message: Message, database: Database) -> None:
    """Offer the languages."""
    rows = [[button(name, SpeakLanguage(language=language))] for language, name in labels.LANGUAGES.items()]
    await show(message, View(shopfront.CHOOSE_LANGUAGE, rows), database)


async def speak(
    callback: CallbackQuery,
    callback_data: SpeakLanguage,
    person: Person,
    shop: Shop,
    database: Database,
    i18n: I18n,
    bot: Bot,
) -> None:
    """Speak the chosen language from now on."""
    language = language_of(callback_data.language, person.language)
    await database.write(people.choose_language, person, language)
    i18n.current_locale = language
    view = await menu_view(database, replace(person, language=Language(language)), shop)
    await show(callback, view, database, shopfront.speaking())
    await publish_to(bot, person)
