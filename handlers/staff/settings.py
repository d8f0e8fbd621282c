"""`/settings`: what an owner can change about the shop."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.messages.buttons import LatePolicy
from bot.shop.people import Person, Role, Shop
from bot.storage import people, shops
from bot.storage.database import Database, Unit
from bot.texts import settings as texts
from handlers.screen import View, answer, button, show


def router() -> Router:
    """The settings."""
    screens = Router(name="settings")
    screens.message.register(overview, Command("settings"))
    screens.callback_query.register(choose_late_policy, LatePolicy.filter())
    return screens


async def overview(message: Message, person: Person, shop: Shop) -> None:
    """Show what is set."""
    if person.role is not Role.OWNER:
        await message.reply(texts.owners_only())
        return
    view = _view(shop)
    await message.reply(view.text, reply_markup=view.keyboard)


async def choose_late_policy(
    callback: CallbackQuery, callback_data: LatePolicy, person: Person, database: Database
) -> None:
    """Change what becomes of late money; the right is read with the change."""
    shop = await database.write(_choose, person, callback_data.accepts_late)
    if shop is None:
        await answer(callback, texts.owners_only())
        return
    await show(callback, _view(shop), database)


async def _choose(unit: Unit, person: Person, accepts_late: bool) -> Shop | None:
    if (await people.load(unit, person.id)).role is not Role.OWNER:
        return None
    await shops.choose_late_policy(unit, person.shop_id, accepts_late=accepts_late)
    return await shops.load(unit, person.shop_id)


def _view(shop: Shop) -> View:
    label = texts.ask_about_late() if shop.accepts_late else texts.accept_late()
    return View(texts.overview(shop), [[button(label, LatePolicy(accepts_late=not shop.accepts_late))]])
