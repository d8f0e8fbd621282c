"""`/desk`: what waits for a decision, a short button each, page by page; a button brings the case's card."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.messages import desk as cards
from bot.messages.staff_buttons import OpenCase, OpenStaff, StaffScreen
from bot.services.desk import AlreadyDecided, Desk
from bot.shop.orderbook import MOST_COUNTED, PAGE_SIZE
from bot.shop.people import Person, Shop
from bot.storage import desk as rows
from bot.storage.database import Database
from bot.texts import board, labels
from bot.texts import desk as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, answer, button, show


class ShowCases(CallbackData, prefix="dc"):
    """Show the open cases beyond the case `after`; 0 is the beginning."""

    after: int


def router() -> Router:
    """The list of cases."""
    screens = Router(name="open cases")
    screens.message.register(list_by_command, Command("desk"))
    press = screens.callback_query.register
    press(open_desk, OpensStaff(StaffScreen.DESK))
    press(turn, ShowCases.filter())
    press(open_case, OpenCase.filter())
    return screens


async def list_by_command(message: Message, person: Person, desk: Desk, database: Database) -> None:
    """Show what waits."""
    view = await cases_view(person, desk, database)
    await message.answer(view.text, reply_markup=view.keyboard)


async def open_desk(callback: CallbackQuery, person: Person, desk: Desk, database: Database) -> None:
    """The same, from the board."""
    await show(callback, await cases_view(person, desk, database), database)


async def turn(
    callback: CallbackQuery, callback_data: ShowCases, person: Person, desk: Desk, database: Database
) -> None:
    """Another page."""
    await show(callback, await cases_view(person, desk, database, callback_data.after), database)


async def open_case(
    callback: CallbackQuery, callback_data: OpenCase, person: Person, desk: Desk, database: Database, shop: Shop
) -> None:
    """The case's card comes below, with what can be decided; one decided meanwhile comes as it was decided."""
    try:
        case, toast = await desk.look(person, callback_data.case_id), ""
    except AlreadyDecided as refusal:
        case, toast = refusal.case, texts.already_decided()
    await answer(callback, toast)
    if isinstance(callback.message, Message):
        public = not shop.may_read_secrets(callback.message.chat.id)
        card = await database.read(cards.case_card, case, public=public)
        await callback.message.answer(card.text, reply_markup=card.keyboard)


async def cases_view(person: Person, desk: Desk, database: Database, after: int = 0) -> View:
    """A page of what waits. The pages go forward only, and from the last one to the first: decided cases are gone."""
    found = await desk.open_cases(person, after, PAGE_SIZE + 1)
    if not found and after:
        return await cases_view(person, desk, database)
    shown, to_board = found[:PAGE_SIZE], [button(board.board(), OpenStaff(screen=StaffScreen.BOARD))]
    if not shown:
        return View(texts.empty(), [to_board])
    count = await database.read(rows.count_open, person.shop_id, MOST_COUNTED + 1)
    lines: Rows = [[button(texts.row(case), OpenCase(case_id=case.id))] for case in shown]
    turns = [button(labels.PREVIOUS, ShowCases(after=0))] if after else []
    turns += [button(labels.NEXT, ShowCases(after=shown[-1].id))] if len(found) > PAGE_SIZE else []
    return View(texts.waiting(count), [*lines, turns, to_board] if turns else [*lines, to_board])
