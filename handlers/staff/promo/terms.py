"""The bounds of a promo code, each asked for in words: its days, its number of uses, the smallest sum of goods."""

from collections.abc import Callable
from datetime import date

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.services.promotions import Promotions
from bot.shop.hours import NotHours, parse_dates
from bot.shop.money import NotMoney, parse_som
from bot.shop.people import Person, Shop
from bot.shop.promo import MOST_USES
from bot.texts import group as group_texts
from bot.texts import promo as texts
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.promo.buttons import DoesToPromo, PromoAct, PromoButton
from handlers.staff.promo.codes import code_view


class PromoAsked(Questions):
    """What an owner was asked to write about a code."""

    first_day = State()
    last_day = State()
    most_uses = State()
    least_goods = State()


_QUESTIONS: dict[PromoAct, tuple[State, Callable[[], str]]] = {
    PromoAct.FIRST_DAY: (PromoAsked.first_day, texts.ask_first_day),
    PromoAct.LAST_DAY: (PromoAsked.last_day, texts.ask_last_day),
    PromoAct.MOST_USES: (PromoAsked.most_uses, texts.ask_most_uses),
    PromoAct.LEAST_GOODS: (PromoAsked.least_goods, texts.ask_least_goods),
}


def router() -> Router:
    """The questions and their answers."""
    screens = Router(name="promo code terms")
    screens.callback_query.register(ask_about, PromoButton.filter(), DoesToPromo(*_QUESTIONS))
    answers = screens.message.register
    answers(take_first_day, StateFilter(PromoAsked.first_day), Answers())
    answers(take_last_day, StateFilter(PromoAsked.last_day), Answers())
    answers(take_most_uses, StateFilter(PromoAsked.most_uses), Answers())
    answers(take_least_goods, StateFilter(PromoAsked.least_goods), Answers())
    return screens


async def ask_about(
    callback: CallbackQuery, callback_data: PromoButton, person: Person, promotions: Promotions, state: FSMContext
) -> None:
    """Ask for the bound of the button."""
    await promotions.find(person, callback_data.promo_id)
    step, question = _QUESTIONS[callback_data.act]
    await ask(callback, person, state, step, question(), promo=callback_data.promo_id)
    await callback.answer()


async def take_first_day(
    message: Message, person: Person, promotions: Promotions, state: FSMContext, shop: Shop, clock: Clock
) -> None:
    """The first day came; 0 is none."""
    await _take(message, person, promotions, state, "first_day", _day(message, shop, clock), texts.not_day())


async def take_last_day(
    message: Message, person: Person, promotions: Promotions, state: FSMContext, shop: Shop, clock: Clock
) -> None:
    """The last day came; 0 is none."""
    await _take(message, person, promotions, state, "last_day", _day(message, shop, clock), texts.not_day())


async def take_most_uses(message: Message, person: Person, promotions: Promotions, state: FSMContext) -> None:
    """The number of uses came; 0 is any."""
    text = "".join((message.text or "").split())
    understood = text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST_USES
    await _take(message, person, promotions, state, "most_uses", int(text) if understood else None, texts.not_number())


async def take_least_goods(message: Message, person: Person, promotions: Promotions, state: FSMContext) -> None:
    """The sum came; 0 is any."""
    text = (message.text or "").strip()
    try:
        least = 0 if text == "0" else parse_som(text)
    except NotMoney:
        least = None
    await _take(message, person, promotions, state, "least_goods", least, group_texts.not_a_sum())


def _day(message: Message, shop: Shop, clock: Clock) -> date | int | None:
    """A single day to come, 0 for none, None for what is neither."""
    text = (message.text or "").strip()
    if text == "0":
        return 0
    try:
        days = parse_dates(text, clock.now().astimezone(shop.zone).date())
    except NotHours:
        return None
    return days[0] if len(days) == 1 else None


async def _take(
    message: Message,
    person: Person,
    promotions: Promotions,
    state: FSMContext,
    field: str,
    to: date | int | None,
    unclear: str,
) -> None:
    """Set the bound, 0 being none, and show the code; what was not understood is asked for once more."""
    if to is None:
        await message.reply(unclear)
        return
    promo = await promotions.change(person, (await state.get_data())["promo"], field, to or None)
    await state.clear()
    view = code_view(promo)
    await message.reply(view.text, reply_markup=view.keyboard)
