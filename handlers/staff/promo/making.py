"""An owner makes a promo code: how it is written, and what it takes off."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.services.promotions import Promotions
from bot.shop.people import Person
from bot.shop.promo import NotCode, NotDiscount, parse_discount, written
from bot.texts import promo as texts
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.next_question import ask_on
from handlers.staff.promo.buttons import NewPromo
from handlers.staff.promo.codes import code_view


class PromoMade(Questions):
    """What an owner is asked about a new code."""

    code = State()
    discount = State()


def router() -> Router:
    """The two questions."""
    screens = Router(name="promo code making")
    screens.callback_query.register(begin, NewPromo.filter())
    screens.message.register(take_code, StateFilter(PromoMade.code), Answers())
    screens.message.register(take_discount, StateFilter(PromoMade.discount), Answers())
    return screens


async def begin(callback: CallbackQuery, person: Person, promotions: Promotions, state: FSMContext) -> None:
    """Ask how it is written."""
    await promotions.check_new(person)
    await ask(callback, person, state, PromoMade.code, texts.ask_new())
    await callback.answer()


async def take_code(message: Message, person: Person, promotions: Promotions, state: FSMContext) -> None:
    """The code came; ask what it takes off."""
    try:
        code = written(message.text or "")
    except NotCode:
        await message.reply(texts.not_code())
        return
    await promotions.check_new(person, code)
    await ask_on(message, state, PromoMade.discount, texts.ask_discount(), code=code)


async def take_discount(message: Message, person: Person, promotions: Promotions, state: FSMContext) -> None:
    """The discount came: the code is there, and its bounds can be set."""
    try:
        discount = parse_discount(message.text or "")
    except NotDiscount:
        await message.reply(texts.not_discount())
        return
    code = str((await state.get_data())["code"])
    await state.clear()
    view = code_view(await promotions.make(person, code, discount))
    await message.reply(view.text, reply_markup=view.keyboard)
