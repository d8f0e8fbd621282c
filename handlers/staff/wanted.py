"""For when customers may wish their orders, as owners set it: day, time, how early, how far ahead."""

from dataclasses import replace
from enum import StrEnum

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.people import Person, Shop
from bot.shop.terms import MOST_DAYS_AHEAD, MOST_LEAD_HOURS, SLOTS, Asks, Terms
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import wanted as texts
from handlers.screen import View, button, show
from handlers.staff.asking import Answers, Questions, ask


class Counted(StrEnum):
    """What is a number."""

    LEAD_HOURS = "lead_hours"
    DAYS_AHEAD = "days_ahead"


class WantedAsked(Questions):
    """What an owner was asked to write."""

    lead_hours = State()
    days_ahead = State()


class OpenWanted(CallbackData, prefix="xwo"):
    """Show what customers are asked about the time."""


class ChooseAsks(CallbackData, prefix="xwa"):
    """Ask customers this about the time."""

    what: Asks


class ChooseSlot(CallbackData, prefix="xws"):
    """Offer times of this length."""

    minutes: int


class AskNumber(CallbackData, prefix="xwn"):
    """Ask the owner for a number."""

    what: Counted


_MOST = {Counted.LEAD_HOURS: MOST_LEAD_HOURS, Counted.DAYS_AHEAD: MOST_DAYS_AHEAD}
_STEPS = {Counted.LEAD_HOURS: WantedAsked.lead_hours, Counted.DAYS_AHEAD: WantedAsked.days_ahead}


def router() -> Router:
    """The settings about days and times."""
    screens = Router(name="wanted")
    press = screens.callback_query.register
    press(open_wanted, OpenWanted.filter())
    press(choose_asks, ChooseAsks.filter())
    press(choose_slot, ChooseSlot.filter())
    press(ask_number, AskNumber.filter())
    screens.message.register(take_lead_hours, StateFilter(WantedAsked.lead_hours), Answers())
    screens.message.register(take_days_ahead, StateFilter(WantedAsked.days_ahead), Answers())
    return screens


async def open_wanted(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, database: Database) -> None:
    """Show what is set."""
    offer = await shopkeeping.offer(person)
    await show(callback, _view(offer.shop), database)


async def choose_asks(
    callback: CallbackQuery, callback_data: ChooseAsks, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Ask for nothing, the day, or day and time."""
    what = callback_data.what

    def change(terms: Terms) -> Terms:
        return replace(terms, asks_when=what)

    await show(callback, _view(await shopkeeping.change_terms(person, change)), database)


async def choose_slot(
    callback: CallbackQuery, callback_data: ChooseSlot, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Offer longer or shorter times; only lengths that are on the buttons."""
    minutes = callback_data.minutes if callback_data.minutes in SLOTS else SLOTS[0]

    def change(terms: Terms) -> Terms:
        return replace(terms, slot_minutes=minutes)

    await show(callback, _view(await shopkeeping.change_terms(person, change)), database)


async def ask_number(
    callback: CallbackQuery, callback_data: AskNumber, person: Person, shopkeeping: Shopkeeping, state: FSMContext
) -> None:
    """Ask how many hours before, or how many days ahead."""
    await shopkeeping.offer(person)
    what = callback_data.what
    question = texts.ask_lead(_MOST[what]) if what is Counted.LEAD_HOURS else texts.ask_days(_MOST[what])
    await ask(callback, person, state, _STEPS[what], question)
    await callback.answer()


async def take_lead_hours(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """How many hours before came."""
    await _take(message, person, shopkeeping, state, Counted.LEAD_HOURS)


async def take_days_ahead(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """How many days ahead came."""
    await _take(message, person, shopkeeping, state, Counted.DAYS_AHEAD)


async def _take(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext, what: Counted) -> None:
    text = (message.text or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= _MOST[what]):
        await message.reply(texts.not_a_number(_MOST[what]))
        return
    number = int(text)

    def change(terms: Terms) -> Terms:
        if what is Counted.LEAD_HOURS:
            return replace(terms, lead_hours=number)
        return replace(terms, days_ahead=number)

    shop = await shopkeeping.change_terms(person, change)
    await state.clear()
    view = _view(shop)
    await message.reply(view.text, reply_markup=view.keyboard)


def _view(shop: Shop) -> View:
    terms = shop.terms
    rows = [[button(_marked(texts.asks(one), one is terms.asks_when), ChooseAsks(what=one))] for one in Asks]
    if terms.asks_when is not Asks.NOTHING:
        rows.append([button(texts.lead(), AskNumber(what=Counted.LEAD_HOURS))])
        rows.append([button(texts.days(), AskNumber(what=Counted.DAYS_AHEAD))])
    if terms.asks_when is Asks.TIME:
        rows.append(
            [button(_marked(texts.slot(one), one == terms.slot_minutes), ChooseSlot(minutes=one)) for one in SLOTS]
        )
    rows.append([button(labels.back(), OpenStaff(screen=StaffScreen.DELIVERY))])
    return View(texts.overview(shop), rows)


def _marked(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label
