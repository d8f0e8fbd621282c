"""The staff's note on an order: asked for, changed, removed."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.addresses import Addresses
from bot.messages.staff_buttons import RemoveNote, WriteNote
from bot.services.fulfilment import Fulfilment
from bot.services.order_notes import NoteUnclear, OrderNotes
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import dossier as texts
from handlers.screen import answer
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.orders.single import redraw, view_for


class Noting(Questions):
    """What a member of staff was asked to write about an order, for the staff alone."""

    note = State()


def router() -> Router:
    """Notes."""
    screens = Router(name="notes")
    screens.message.register(keep, StateFilter(Noting.note), Answers())
    screens.callback_query.register(ask_note, WriteNote.filter())
    screens.callback_query.register(remove, RemoveNote.filter())
    return screens


async def ask_note(
    callback: CallbackQuery, callback_data: WriteNote, person: Person, fulfilment: Fulfilment, state: FSMContext
) -> None:
    """Ask what to keep in mind."""
    order = await fulfilment.look(person, callback_data.number)
    await ask(callback, person, state, Noting.note, texts.ask_note(order.number), number=order.number)
    await answer(callback)


async def keep(
    message: Message,
    person: Person,
    shop: Shop,
    notes: OrderNotes,
    database: Database,
    addresses: Addresses,
    state: FSMContext,
) -> None:
    """The words came: they stay with the order, which is shown anew; unclear ones are asked for once more."""
    number = int((await state.get_data())["number"])
    try:
        order = await notes.write(person, number, message.text or "")
    except NoteUnclear:
        await message.reply(texts.note_unclear())
        return
    await state.clear()
    await message.reply(texts.note_kept())
    view = await database.read(view_for, person, order, shop, message.chat.id, addresses)
    await message.answer(view.text, reply_markup=view.keyboard)


async def remove(
    callback: CallbackQuery,
    callback_data: RemoveNote,
    person: Person,
    shop: Shop,
    notes: OrderNotes,
    database: Database,
    addresses: Addresses,
) -> None:
    """The note goes."""
    order = await notes.remove(person, callback_data.number)
    await answer(callback, texts.note_removed())
    await redraw(callback, person, order, shop, database, addresses)
