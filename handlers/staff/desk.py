"""The odd-money desk: the decisions under a case's card, and rejecting a paid order."""

import contextlib

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.messages import Message as Card
from bot.messages import desk as cards
from bot.messages.staff_buttons import CaseAct, CaseButton, RejectSale
from bot.services.desk import AlreadyDecided, Desk
from bot.shop.odd_money import Case
from bot.shop.people import Person, Shop
from bot.storage import desk as rows
from bot.storage import orders
from bot.storage.database import Database, Unit
from bot.texts import desk as texts
from handlers.filters import Does
from handlers.screen import answer
from handlers.staff.asking import Answers, Asked, ask


def router() -> Router:
    """The decisions."""
    screens = Router(name="desk")
    screens.message.register(refund, StateFilter(Asked.refund_note), Answers())
    screens.message.register(reject, StateFilter(Asked.reject_reason), Answers())
    press = screens.callback_query.register
    press(accept, CaseButton.filter(), Does(CaseAct.ACCEPT))
    press(ask_refund_note, CaseButton.filter(), Does(CaseAct.REFUND))
    press(choose_order, CaseButton.filter(), Does(CaseAct.ATTACH))
    press(attach, CaseButton.filter(), Does(CaseAct.ATTACH_TO))
    press(seen, CaseButton.filter(), Does(CaseAct.SEEN))
    press(reopen, CaseButton.filter(), Does(CaseAct.OPEN))
    press(ask_reason, RejectSale.filter())
    return screens


async def accept(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, database: Database, shop: Shop
) -> None:
    """The money pays its order."""
    try:
        case = await desk.accept(person, callback_data.case_id)
    except AlreadyDecided as refusal:
        await _redraw(callback, refusal.case, database, shop)
        raise
    await answer(callback, texts.done())
    await _redraw(callback, case, database, shop)


async def attach(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, database: Database, shop: Shop
) -> None:
    """The money pays another order."""
    case = await desk.attach(person, callback_data.case_id, callback_data.number)
    await answer(callback, texts.done())
    await _redraw(callback, case, database, shop)


async def seen(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, database: Database, shop: Shop
) -> None:
    """There is no money to move."""
    case = await desk.note(person, callback_data.case_id)
    await answer(callback, texts.done())
    await _redraw(callback, case, database, shop)


async def choose_order(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, database: Database
) -> None:
    """Offer the customer's other orders."""
    case = await desk.look(person, callback_data.case_id)
    found = await database.read(orders.unpaid_of, case.person_id, case.order_id)
    await answer(callback, "" if found else texts.no_other_orders())
    if found:
        await _change_buttons(callback, cards.choice_of_orders(case, found))


async def reopen(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, database: Database, shop: Shop
) -> None:
    """Show a case as it stands."""
    try:
        case = await desk.look(person, callback_data.case_id)
    except AlreadyDecided as refusal:
        await _redraw(callback, refusal.case, database, shop)
        raise
    await answer(callback)
    await _redraw(callback, case, database, shop)


async def ask_refund_note(
    callback: CallbackQuery, callback_data: CaseButton, person: Person, desk: Desk, state: FSMContext
) -> None:
    """A refund needs a word on how the money went back."""
    case = await desk.look(person, callback_data.case_id, only_owner=True)
    await ask(callback, person, state, Asked.refund_note, texts.ask_refund_note(case.order_number), case=case.id)
    await answer(callback)


async def refund(message: Message, person: Person, desk: Desk, state: FSMContext) -> None:
    """The word came: record the refund."""
    if not message.text:
        await message.reply(texts.left_alone())
        return
    data = await state.get_data()
    await state.clear()
    await desk.refund(person, int(data["case"]), message.text)
    await message.reply(texts.done())


async def ask_reason(
    callback: CallbackQuery, callback_data: RejectSale, person: Person, desk: Desk, state: FSMContext
) -> None:
    """Rejecting a paid order needs a reason that the customer can read."""
    order = await desk.look_at_order(person, callback_data.number)
    await ask(callback, person, state, Asked.reject_reason, texts.ask_reason(order.number), number=order.number)
    await answer(callback)


async def reject(message: Message, person: Person, desk: Desk, state: FSMContext) -> None:
    """The reason came: the order is rejected, its money owed."""
    if not message.text:
        await message.reply(texts.left_alone())
        return
    data = await state.get_data()
    await state.clear()
    await desk.reject(person, int(data["number"]), message.text)
    await message.reply(texts.done())


async def _card(unit: Unit, case: Case, shop: Shop, chat_id: int) -> Card:
    fresh = await rows.case(unit, case.shop_id, case.id)
    return await cards.case_card(unit, fresh or case, public=not shop.may_read_secrets(chat_id))


async def _redraw(callback: CallbackQuery, case: Case, database: Database, shop: Shop) -> None:
    """The pressed message shows the case as it stands; the card sent first is redrawn through the outbox."""
    if isinstance(callback.message, Message):
        card = await database.read(_card, case, shop, callback.message.chat.id)
        with contextlib.suppress(TelegramBadRequest):  # it shows that already
            await callback.message.edit_text(card.text, reply_markup=card.keyboard)


async def _change_buttons(callback: CallbackQuery, keyboard: InlineKeyboardMarkup) -> None:
    if isinstance(callback.message, Message):
        with contextlib.suppress(TelegramBadRequest):  # pressed twice: it is there already
            await callback.message.edit_reply_markup(reply_markup=keyboard)
