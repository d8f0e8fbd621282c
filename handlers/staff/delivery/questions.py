"""What owners write about an area: its name, its fee, and the sum from which delivery is free."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.services.shopkeeping import Shopkeeping
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.people import Person, clean_name
from bot.shop.pricing import Area
from bot.texts import areas as texts
from bot.texts import group as group_texts
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.delivery.areas import area_view, pressed_area
from handlers.staff.delivery.buttons import AddArea, AreaAct, AreaButton, Does
from handlers.staff.delivery.ways import delivery_view
from handlers.staff.next_question import ask_on

LONGEST_NAME = 32


class AreaAsked(Questions):
    """What an owner was asked to write about an area."""

    new_name = State()
    new_fee = State()
    name = State()
    fee = State()
    free_from = State()


_QUESTIONS = {
    AreaAct.NAME: (AreaAsked.name, texts.ask_name),
    AreaAct.FEE: (AreaAsked.fee, texts.ask_fee),
    AreaAct.FREE_FROM: (AreaAsked.free_from, texts.ask_free_from),
}


def router() -> Router:
    """The questions about an area, and their answers."""
    screens = Router(name="questions about an area")
    press = screens.callback_query.register
    press(ask_new, AddArea.filter())
    press(ask_about, AreaButton.filter(), Does(*_QUESTIONS))
    answers = screens.message.register
    answers(take_new_name, StateFilter(AreaAsked.new_name), Answers())
    answers(take_new_fee, StateFilter(AreaAsked.new_fee), Answers())
    answers(take_name, StateFilter(AreaAsked.name), Answers())
    answers(take_fee, StateFilter(AreaAsked.fee), Answers())
    answers(take_free_from, StateFilter(AreaAsked.free_from), Answers())
    return screens


async def ask_new(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """Ask for the name of a new area."""
    await shopkeeping.offer(person)
    await ask(callback, person, state, AreaAsked.new_name, texts.ask_name())
    await callback.answer()


async def take_new_name(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The name came; now the fee."""
    name = await _name(message)
    if name is None:
        return
    await shopkeeping.check_area_name(person, name)
    await ask_on(message, state, AreaAsked.new_fee, texts.ask_fee(), name=name)


async def take_new_fee(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The fee came: the area is there."""
    fee = await _sum(message)
    if fee is None:
        return
    name = str((await state.get_data())["name"])
    await state.clear()
    await shopkeeping.add_area(person, name, fee)
    view = delivery_view(await shopkeeping.offer(person))
    await message.reply(view.text, reply_markup=view.keyboard)


async def ask_about(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, state: FSMContext
) -> None:
    """Ask for another name, fee, or sum from which delivery is free."""
    await pressed_area(shopkeeping, person, callback_data)
    step, question = _QUESTIONS[callback_data.act]
    await ask(callback, person, state, step, question(), area=callback_data.area_id)
    await callback.answer()


async def take_name(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The new name came."""
    name = await _name(message)
    if name is None:
        return
    area = await shopkeeping.rename_area(person, (await state.get_data())["area"], name)
    await _done(message, state, area)


async def take_fee(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The new fee came."""
    fee = await _sum(message)
    if fee is None:
        return
    area = await shopkeeping.price_area(person, (await state.get_data())["area"], fee)
    await _done(message, state, area)


async def take_free_from(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The sum came; 0 is never."""
    goods = await _sum(message)
    if goods is None:
        return
    area = await shopkeeping.free_area_from(person, (await state.get_data())["area"], goods or None)
    await _done(message, state, area)


async def _done(message: Message, state: FSMContext, area: Area) -> None:
    await state.clear()
    view = area_view(area)
    await message.reply(view.text, reply_markup=view.keyboard)


async def _name(message: Message) -> str | None:
    """A name that fits on a button; whoever wrote none is told so."""
    name = clean_name(message.text or "")
    if name and len(name) <= LONGEST_NAME:
        return name
    await message.reply(texts.name_unclear(LONGEST_NAME))
    return None


async def _sum(message: Message) -> Tyiyn | None:
    """A sum, also 0; whoever wrote none is told so."""
    text = (message.text or "").strip()
    try:
        return 0 if text == "0" else parse_som(text)
    except NotMoney:
        await message.reply(group_texts.not_a_sum())
        return None
