"""`/privacy`: what is kept about a person; they can have it as a file, or have it deleted."""

import json
from enum import StrEnum

from aiogram import Bot, Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BotCommandScopeChat, BufferedInputFile, CallbackQuery, Message, ReplyKeyboardRemove
from aiogram.utils.i18n import I18n

from bot.messages.buttons import Open, Screen
from bot.services.privacy import CannotForget, Privacy
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import privacy as texts
from handlers.customer.questions import PutAside
from handlers.screen import View, answer, button, show


class PrivacyAct(StrEnum):
    """What a person can do with their data."""

    EXPLAIN = "explain"
    TAKE = "take"
    DELETE = "delete"
    DELETE_SURELY = "surely"


class PrivacyButton(CallbackData, prefix="pv"):
    """Do something with one's own data."""

    act: PrivacyAct


def router() -> Router:
    """One's own data."""
    screens = Router(name="privacy")
    screens.message.middleware(PutAside())
    screens.message.register(explain, Command("privacy"))
    screens.callback_query.register(press, PrivacyButton.filter())
    return screens


async def explain(message: Message, shop: Shop, privacy: Privacy, database: Database) -> None:
    """Say what is kept, why and how long."""
    await show(message, _view(shop, privacy), database)


async def press(
    callback: CallbackQuery,
    callback_data: PrivacyButton,
    person: Person,
    shop: Shop,
    privacy: Privacy,
    database: Database,
    bot: Bot,
    i18n: I18n,
) -> None:
    """A button of the screen was pressed."""
    match callback_data.act:
        case PrivacyAct.EXPLAIN:
            await show(callback, _view(shop, privacy), database)
        case PrivacyAct.TAKE:
            await answer(callback)
            await _send_data(bot, person, privacy)
        case PrivacyAct.DELETE:
            await _ask(callback, person, privacy, database)
        case PrivacyAct.DELETE_SURELY:
            await _delete(callback, person, shop, privacy, bot, i18n)


async def _send_data(bot: Bot, person: Person, privacy: Privacy) -> None:
    data = json.dumps(await privacy.collect(person), ensure_ascii=False, indent=2)
    file = BufferedInputFile(data.encode(), "my-data.json")
    await bot.send_document(person.telegram_id, file, caption=texts.here_it_is())


async def _ask(callback: CallbackQuery, person: Person, privacy: Privacy, database: Database) -> None:
    """Say what goes and what stays, where it can be done at all."""
    try:
        await privacy.look(person)
    except CannotForget as why:
        await callback.answer(texts.not_now(why.tie, why.number), show_alert=True)
        return
    rows = [
        [button(texts.yes_delete(), PrivacyButton(act=PrivacyAct.DELETE_SURELY), ButtonStyle.DANGER)],
        [button(texts.no_keep(), PrivacyButton(act=PrivacyAct.EXPLAIN))],
    ]
    await show(callback, View(texts.surely(), rows), database)


async def _delete(callback: CallbackQuery, person: Person, shop: Shop, privacy: Privacy, bot: Bot, i18n: I18n) -> None:
    """The name that stays in the shop's books is a word of the shop's language."""
    with i18n.use_locale(shop.language):
        called = texts.nobody()
    try:
        await privacy.forget(person, called)
    except CannotForget as why:
        await callback.answer(texts.not_now(why.tie, why.number), show_alert=True)
        return
    await answer(callback)
    if isinstance(callback.message, Message):
        await callback.message.edit_reply_markup(reply_markup=None)
    await bot.send_message(person.telegram_id, texts.done(), reply_markup=ReplyKeyboardRemove())
    await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=person.telegram_id))


def _view(shop: Shop, privacy: Privacy) -> View:
    text = texts.explained(shop, privacy.retention_days, privacy.letter_days)
    rows = [
        [button(texts.my_data(), PrivacyButton(act=PrivacyAct.TAKE))],
        [button(texts.delete_me(), PrivacyButton(act=PrivacyAct.DELETE))],
        [button(labels.menu(), Open(screen=Screen.MENU))],
    ]
    return View(text, rows)
