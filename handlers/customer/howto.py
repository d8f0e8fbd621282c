"""How buying works."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.messages.buttons import Open, Screen
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import commands, labels, shopfront
from handlers.customer.questions import PutAside
from handlers.filters import Opens
from handlers.screen import View, button, show


def router() -> Router:
    """`/help` and the button of that name."""
    screens = Router(name="howto")
    screens.message.middleware(PutAside())
    screens.message.register(open_by_command, Command("help"))
    screens.callback_query.register(open_help, Opens(Screen.HELP))
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, database: Database) -> None:
    """Explain."""
    await show(message, _view(person, shop), database)


async def open_help(callback: CallbackQuery, person: Person, shop: Shop, database: Database) -> None:
    """Explain."""
    await show(callback, _view(person, shop), database)


def _view(person: Person, shop: Shop) -> View:
    to_catalogue = button(labels.catalogue(), Open(screen=Screen.CATALOGUE))
    text = shopfront.help_(shop)
    if person.is_staff:
        text += "\n\n" + shopfront.help_of_staff(commands.of_staff())
    return View(text, [[to_catalogue], [button(labels.menu(), Open(screen=Screen.MENU))]])
