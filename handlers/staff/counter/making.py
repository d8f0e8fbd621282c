"""An owner makes a new code: its title, its sum."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, ForceReply, Message

from bot.services.counter import Counters
from bot.shop.counter import MOST_TITLE
from bot.shop.money import NotMoney, parse_som
from bot.shop.people import Person, clean_name
from bot.staff import owner
from bot.storage.database import Database
from bot.texts import counter as texts
from bot.texts.merchant import mention
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.counter.buttons import NewCode
from handlers.staff.counter.codes import code_view


class Making(Questions):
    """What an owner is asked about a new code."""

    title = State()
    amount = State()


def router() -> Router:
    """The two questions."""
    screens = Router(name="counter making")
    screens.callback_query.register(begin, NewCode.filter())
    screens.message.register(take_title, StateFilter(Making.title), Answers())
    screens.message.register(take_amount, StateFilter(Making.amount), Answers())
    return screens


async def begin(callback: CallbackQuery, person: Person, database: Database, state: FSMContext) -> None:
    """Ask what it is for."""
    await database.read(owner, person)
    await ask(callback, person, state, Making.title, texts.ask_title())
    await callback.answer()


async def take_title(message: Message, person: Person, state: FSMContext) -> None:
    """The title came; ask for the sum."""
    title = clean_name(message.text or "", MOST_TITLE + 1)
    if not 0 < len(title) <= MOST_TITLE:
        await message.reply(texts.too_long(MOST_TITLE))
        return
    question = f"{mention(person)}\n{texts.ask_sum()}" if message.chat.id < 0 else texts.ask_sum()
    sent = await message.reply(question, reply_markup=ForceReply(selective=True))
    await state.set_state(Making.amount)
    await state.set_data({"question": sent.message_id, "title": title})


async def take_amount(message: Message, person: Person, state: FSMContext, counters: Counters) -> None:
    """The sum came; have the code made. Should xPay refuse, the sum can be written once more."""
    try:
        amount = parse_som(message.text or "")
    except NotMoney:
        await message.reply(texts.not_a_sum())
        return
    title = str((await state.get_data()).get("title") or "")
    await message.reply(texts.making())
    code = await counters.make(person, title, amount)
    await state.clear()
    view = code_view(code, person)
    await message.reply(view.text, reply_markup=view.keyboard)
