"""What a person reads when something cannot be done: a refusal's own sentence, or an apology. Nobody waits in vain."""

import logging

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError, TelegramForbiddenError
from aiogram.types import ErrorEvent, InlineKeyboardMarkup, Update, User
from aiogram.utils.i18n import I18n

from bot.checkout import Refusal
from bot.messages.buttons import Open, Screen
from bot.shop.people import Language, Person, language_of
from bot.staff import StaffRefusal
from bot.texts import checkout as texts
from bot.texts import labels
from handlers.refusals import sentence
from handlers.screen import answer, button

log = logging.getLogger(__name__)


def router() -> Router:
    """The net under every handler."""
    errors = Router(name="errors")
    errors.errors.register(failed)
    return errors


async def failed(
    error: ErrorEvent, bot: Bot, i18n: I18n, event_from_user: User | None = None, person: Person | None = None
) -> None:
    """Say what is the matter; our own faults are logged, and the chat goes on."""
    if isinstance(error.exception, AiogramError):
        _log_telegram(error)
        return
    if not isinstance(error.exception, Refusal | StaffRefusal):
        log.error("an update failed", extra={"update": error.update.update_id}, exc_info=error.exception)
    if event_from_user is None:
        return
    language = person.language if person else language_of(event_from_user.language_code, Language.KY)
    with i18n.context(), i18n.use_locale(language):
        if isinstance(error.exception, StaffRefusal) or (
            isinstance(error.exception, Refusal) and _comes_from_a_group(error.update)
        ):
            await _tell_staff(error, sentence(error.exception))
        else:
            await _tell(error, bot, event_from_user.id)


def _comes_from_a_group(update: Update) -> bool:
    """There only staff do anything that can be refused."""
    press = update.callback_query
    message = press.message if press is not None else update.message
    return message is not None and message.chat.type != ChatType.PRIVATE


async def _tell_staff(error: ErrorEvent, text: str) -> None:
    """Where they pressed or wrote, which may be a group: a press is answered with an alert that only they see."""
    press, message = error.update.callback_query, error.update.message
    try:
        if press is not None:
            await press.answer(text, show_alert=True)
        elif message is not None:
            await message.reply(text)
    except AiogramError as failure:
        log.warning("an error could not be told", extra={"error": str(failure)[:200]})


def _log_telegram(error: ErrorEvent) -> None:
    """Telegram did not take our answer, so it would take no apology either; the person can press again."""
    facts = {"update": error.update.update_id, "error": str(error.exception)[:200]}
    if isinstance(error.exception, TelegramForbiddenError):
        log.info("somebody has blocked the bot", extra=facts)
    else:
        log.error("Telegram did not take an answer", extra=facts)


async def _tell(error: ErrorEvent, bot: Bot, chat_id: int) -> None:
    """As a message, since the press may have been answered before."""
    text = sentence(error.exception) if isinstance(error.exception, Refusal | StaffRefusal) else texts.out_of_order()
    ways_on = [[button(labels.cart(0), Open(screen=Screen.CART)), button(labels.menu(), Open(screen=Screen.MENU))]]
    try:
        if error.update.callback_query is not None:
            await answer(error.update.callback_query)
        await bot.send_message(chat_id, text, reply_markup=InlineKeyboardMarkup(inline_keyboard=ways_on))
    except AiogramError as failure:
        log.warning("an error could not be told", extra={"error": str(failure)[:200]})
