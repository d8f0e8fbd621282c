"""`/counter`: the codes, and opening and locking one."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.messages.counter import act
from bot.messages.staff_buttons import CounterAct, CounterButton, OpenStaff, StaffScreen
from bot.services.counter import Counters
from bot.shop.counter import Counter, CounterState
from bot.shop.people import Person, Role
from bot.storage.database import Database
from bot.texts import board
from bot.texts import counter as texts
from handlers.filters import OpensStaff
from handlers.screen import View, answer, button, show
from handlers.staff.counter.buttons import DoesToCode, NewCode


def router() -> Router:
    """The list and a code's own screen."""
    screens = Router(name="counter codes")
    screens.message.register(by_command, Command("counter"))
    press = screens.callback_query.register
    press(open_list, OpensStaff(StaffScreen.COUNTER))
    press(open_code, CounterButton.filter(), DoesToCode(CounterAct.OPEN))
    press(take, CounterButton.filter(), DoesToCode(CounterAct.TAKE))
    press(lock, CounterButton.filter(), DoesToCode(CounterAct.LOCK))
    press(ask_surely, CounterButton.filter(), DoesToCode(CounterAct.RETIRE))
    press(retire, CounterButton.filter(), DoesToCode(CounterAct.RETIRE_SURELY))
    return screens


async def by_command(message: Message, person: Person, counters: Counters) -> None:
    """Show the codes."""
    view = await list_view(counters, person)
    await message.reply(view.text, reply_markup=view.keyboard)


async def open_list(callback: CallbackQuery, person: Person, counters: Counters, database: Database) -> None:
    """Show the codes."""
    await show(callback, await list_view(counters, person), database)


async def open_code(
    callback: CallbackQuery, callback_data: CounterButton, person: Person, counters: Counters, database: Database
) -> None:
    """Show a code and what can be done with it."""
    code = await counters.look(person, callback_data.counter_id)
    await show(callback, code_view(code, person), database)


async def take(callback: CallbackQuery, callback_data: CounterButton, person: Person, counters: Counters) -> None:
    """Open a code for a customer; a message of its own shows how that goes."""
    message = callback.message
    chat_id = message.chat.id if message is not None else callback.from_user.id
    topic_id = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    await counters.take(person, callback_data.counter_id, chat_id, topic_id)
    await answer(callback, texts.opening())


async def lock(callback: CallbackQuery, callback_data: CounterButton, person: Person, counters: Counters) -> None:
    """Lock it; the message changes by itself."""
    await counters.lock(person, callback_data.counter_id)
    await answer(callback, texts.locking())


async def ask_surely(
    callback: CallbackQuery, callback_data: CounterButton, person: Person, counters: Counters, database: Database
) -> None:
    """Ask before posters become waste paper."""
    code = await counters.look(person, callback_data.counter_id, only_owner=True)
    rows = [
        [act(CounterAct.RETIRE_SURELY, code, texts.yes_retire(), ButtonStyle.DANGER)],
        [act(CounterAct.OPEN, code, texts.back())],
    ]
    await show(callback, View(texts.retire_surely(code), rows), database)


async def retire(
    callback: CallbackQuery, callback_data: CounterButton, person: Person, counters: Counters, database: Database
) -> None:
    """Take it out of use."""
    await counters.retire(person, callback_data.counter_id)
    await show(callback, await list_view(counters, person), database, texts.retired())


async def list_view(counters: Counters, person: Person) -> View:
    """The codes, a button each.

    Raises:
        NotAllowed: for whoever does not work in the shop.
    """
    found = await counters.codes(person)
    rows = [[act(CounterAct.OPEN, code, texts.row(code))] for code in found]
    if person.role is Role.OWNER:
        rows.append([button(texts.new_code(), NewCode())])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.overview(found, is_owner=person.role is Role.OWNER), rows)


def code_view(code: Counter, person: Person) -> View:
    """A code with its buttons."""
    rows: list[list[InlineKeyboardButton]] = []
    if code.state is CounterState.LOCKED:
        rows.append([act(CounterAct.TAKE, code, texts.take(), ButtonStyle.SUCCESS)])
    elif code.state.is_taking:
        rows.append([act(CounterAct.LOCK, code, texts.lock())])
    rows.append([act(CounterAct.A4, code, texts.poster_a4()), act(CounterAct.A6, code, texts.poster_a6())])
    if person.role is Role.OWNER and code.state is CounterState.LOCKED:
        rows.append([act(CounterAct.RETIRE, code, texts.retire())])
    return View(texts.details(code), [*rows, [button(texts.back(), OpenStaff(screen=StaffScreen.COUNTER))]])
