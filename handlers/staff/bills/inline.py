"""`@bot 1500 cake` in any chat: staff are offered the bill; it is made when it was sent, and never while they type."""

from aiogram import Bot, Router
from aiogram.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot.checkout import Refusal
from bot.services.billing import Billing
from bot.shop.bills import read_wish
from bot.shop.money import Tyiyn
from bot.shop.people import Person, Shop
from bot.storage import shops
from bot.storage.database import Database
from bot.texts import inline_bills as texts
from handlers.screen import answer
from handlers.staff.bills.buttons import PressesPreparing, prepared, preparing

START = "bills"
"""The start parameter that leads staff to their bills, and everybody else to the shop."""

_RESULT = "bill"


def router() -> Router:
    """What is offered, what was sent, and the button under it."""
    inline = Router(name="inline bills")
    inline.inline_query.register(offer)
    inline.chosen_inline_result.register(chosen)
    inline.callback_query.register(pressed, PressesPreparing())
    return inline


async def offer(query: InlineQuery, shop: Shop, person: Person | None = None) -> None:
    """A bill for staff, as they write it; nobody else is offered anything, and no answer is kept for anybody else."""
    is_staff = person is not None and person.is_staff
    amount, title = read_wish(query.query)
    if is_staff and amount is not None and title:
        await query.answer([_result(amount, title)], is_personal=True, cache_time=0)
        return
    words = texts.how() if is_staff else texts.to_shop(shop)
    way = InlineQueryResultsButton(text=words, start_parameter=START)
    await query.answer([], is_personal=True, cache_time=0, button=way)


async def chosen(
    result: ChosenInlineResult,
    shop: Shop,
    bot: Bot,
    database: Database,
    billing: Billing,
    person: Person | None = None,
) -> None:
    """It was sent: make the bill; the message becomes its card."""
    if not shop.inline_feedback:
        await database.write(shops.note_inline_feedback, shop.id)
    amount, title = read_wish(result.query)
    if person is None or result.inline_message_id is None or amount is None or not title:
        return
    await _make(bot, billing, person, result.inline_message_id, amount, title)


async def pressed(callback: CallbackQuery, bot: Bot, billing: Billing, person: Person | None = None) -> None:
    """Telegram may not have told that it was sent: then the first press of staff makes it."""
    if person is None or not person.is_staff:
        await callback.answer(texts.wait(), show_alert=True)
        return
    bill = prepared(callback.data or "")
    if bill is None:
        await callback.answer(texts.feedback_off(), show_alert=True)
        return
    await _make(bot, billing, person, callback.inline_message_id or "", *bill)
    await answer(callback)


async def _make(bot: Bot, billing: Billing, person: Person, inline_message_id: str, amount: Tyiyn, title: str) -> None:
    """Whichever comes first, and as often as it comes: one message is one bill."""
    origin = f"inline:{inline_message_id}"
    try:
        await billing.make(person, origin, amount, title, inline_message_id=inline_message_id)
    except Refusal:
        text, keyboard = texts.failed(amount, title), _button(texts.again(), amount, title)
        await bot.edit_message_text(text, inline_message_id=inline_message_id, reply_markup=keyboard)


def _result(amount: Tyiyn, title: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=_RESULT,
        title=texts.title(amount),
        description=title,
        input_message_content=InputTextMessageContent(message_text=texts.preparing(amount, title)),
        reply_markup=_button(texts.button(), amount, title),
    )


def _button(label: str, amount: Tyiyn, title: str) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text=label, callback_data=preparing(amount, title))
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
