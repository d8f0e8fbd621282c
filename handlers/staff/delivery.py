"""Delivery, as owners set it: pickup and delivery on or off, areas with their fees."""

from dataclasses import replace
from enum import StrEnum

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Filter, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.offer import Offer
from bot.shop.people import Person, clean_name
from bot.shop.pricing import Area
from bot.staff import GoneMissing
from bot.storage.database import Database
from bot.texts import areas as texts
from bot.texts import group as group_texts
from bot.texts import labels
from handlers.filters import OpensStaff
from handlers.screen import View, button, show
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.next_question import ask_on
from handlers.staff.wanted import OpenWanted

LONGEST_NAME = 32


class AreaAsked(Questions):
    """What an owner was asked to write about an area."""

    new_name = State()
    new_fee = State()
    name = State()
    fee = State()
    free_from = State()


class AreaAct(StrEnum):
    """What can be done with an area."""

    OPEN = "open"
    NAME = "name"
    FEE = "fee"
    FREE_FROM = "free"
    UP = "up"
    REMOVE = "remove"
    SURELY = "surely"


class AreaButton(CallbackData, prefix="xar"):
    """Do something with an area."""

    act: AreaAct
    area_id: int


class AddArea(CallbackData, prefix="xaa"):
    """Ask for the name of a new area."""


class OfferPickup(CallbackData, prefix="xop"):
    """Let customers come for the goods, or not."""

    on: bool


class OfferDelivery(CallbackData, prefix="xod"):
    """Bring goods to customers, or not."""

    on: bool


class Does(Filter):
    """The button does this with an area."""

    def __init__(self, *acts: AreaAct) -> None:
        self._acts = acts

    async def __call__(self, _callback: CallbackQuery, callback_data: AreaButton) -> bool:
        """Whether it does."""
        return callback_data.act in self._acts


_QUESTIONS = {
    AreaAct.NAME: (AreaAsked.name, texts.ask_name),
    AreaAct.FEE: (AreaAsked.fee, texts.ask_fee),
    AreaAct.FREE_FROM: (AreaAsked.free_from, texts.ask_free_from),
}


def router() -> Router:
    """The delivery settings."""
    screens = Router(name="delivery")
    press = screens.callback_query.register
    press(open_delivery, OpensStaff(StaffScreen.DELIVERY))
    press(offer_pickup, OfferPickup.filter())
    press(offer_delivery, OfferDelivery.filter())
    press(ask_new, AddArea.filter())
    press(open_area, AreaButton.filter(), Does(AreaAct.OPEN))
    press(move_up, AreaButton.filter(), Does(AreaAct.UP))
    press(ask_surely, AreaButton.filter(), Does(AreaAct.REMOVE))
    press(remove, AreaButton.filter(), Does(AreaAct.SURELY))
    press(ask_about, AreaButton.filter(), Does(*_QUESTIONS))
    answers = screens.message.register
    answers(take_new_name, StateFilter(AreaAsked.new_name), Answers())
    answers(take_new_fee, StateFilter(AreaAsked.new_fee), Answers())
    answers(take_name, StateFilter(AreaAsked.name), Answers())
    answers(take_fee, StateFilter(AreaAsked.fee), Answers())
    answers(take_free_from, StateFilter(AreaAsked.free_from), Answers())
    return screens


async def open_delivery(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, database: Database) -> None:
    """Show what is set."""
    await show(callback, delivery_view(await shopkeeping.offer(person)), database)


async def offer_pickup(
    callback: CallbackQuery,
    callback_data: OfferPickup,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
) -> None:
    """Switch pickup on or off."""
    await shopkeeping.change_terms(person, lambda terms: replace(terms, offers_pickup=callback_data.on))
    await open_delivery(callback, person, shopkeeping, database)


async def offer_delivery(
    callback: CallbackQuery,
    callback_data: OfferDelivery,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
) -> None:
    """Switch delivery on or off."""
    await shopkeeping.change_terms(person, lambda terms: replace(terms, offers_delivery=callback_data.on))
    await open_delivery(callback, person, shopkeeping, database)


async def ask_new(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """Ask for the name of a new area."""
    await shopkeeping.offer(person)
    await ask(callback, person, state, AreaAsked.new_name, texts.ask_name())
    await callback.answer()


async def take_new_name(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The name came; now the fee."""
    name = _name(message)
    if not name:
        await message.reply(texts.name_unclear(LONGEST_NAME))
        return
    await shopkeeping.check_area_name(person, name)
    await ask_on(message, state, AreaAsked.new_fee, texts.ask_fee(), name=name)


async def take_new_fee(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The fee came: the area is there."""
    fee, name = _sum(message), str((await state.get_data())["name"])
    if fee is None:
        await message.reply(group_texts.not_a_sum())
        return
    await state.clear()
    await shopkeeping.add_area(person, name, fee)
    view = delivery_view(await shopkeeping.offer(person))
    await message.reply(view.text, reply_markup=view.keyboard)


async def _area(shopkeeping: Shopkeeping, person: Person, pressed: AreaButton) -> Area:
    area = (await shopkeeping.offer(person)).area(pressed.area_id)
    if area is None:
        raise GoneMissing
    return area


async def open_area(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Show an area with what can be done with it."""
    area = await _area(shopkeeping, person, callback_data)
    await show(callback, area_view(area), database)


async def move_up(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """One place earlier in the list, which shows it."""
    await shopkeeping.move_area_up(person, callback_data.area_id)
    await open_delivery(callback, person, shopkeeping, database)


async def ask_surely(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Ask before removing."""
    area = await _area(shopkeeping, person, callback_data)
    surely = button(texts.remove(), AreaButton(act=AreaAct.SURELY, area_id=area.id), ButtonStyle.DANGER)
    keep = button(labels.back(), AreaButton(act=AreaAct.OPEN, area_id=area.id))
    await show(callback, View(texts.surely_remove(area), [[surely], [keep]]), database)


async def remove(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Deliver there no more."""
    await shopkeeping.remove_area(person, callback_data.area_id)
    await open_delivery(callback, person, shopkeeping, database)


async def ask_about(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, state: FSMContext
) -> None:
    """Ask for another name, fee, or sum from which delivery is free."""
    await _area(shopkeeping, person, callback_data)
    step, question = _QUESTIONS[callback_data.act]
    await ask(callback, person, state, step, question(), area=callback_data.area_id)
    await callback.answer()


async def take_name(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The new name came."""
    name = _name(message)
    if not name:
        await message.reply(texts.name_unclear(LONGEST_NAME))
        return
    area = await shopkeeping.rename_area(person, (await state.get_data())["area"], name)
    await _done(message, state, area)


async def take_fee(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The new fee came."""
    fee = _sum(message)
    if fee is None:
        await message.reply(group_texts.not_a_sum())
        return
    area = await shopkeeping.price_area(person, (await state.get_data())["area"], fee)
    await _done(message, state, area)


async def take_free_from(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The sum came; 0 is never."""
    goods = _sum(message)
    if goods is None:
        await message.reply(group_texts.not_a_sum())
        return
    area = await shopkeeping.free_area_from(person, (await state.get_data())["area"], goods or None)
    await _done(message, state, area)


async def _done(message: Message, state: FSMContext, area: Area) -> None:
    await state.clear()
    view = area_view(area)
    await message.reply(view.text, reply_markup=view.keyboard)


def _name(message: Message) -> str:
    """A name that fits on a button, or nothing."""
    name = clean_name(message.text or "")
    return name if len(name) <= LONGEST_NAME else ""


def _sum(message: Message) -> Tyiyn | None:
    """A sum, also 0."""
    text = (message.text or "").strip()
    try:
        return 0 if text == "0" else parse_som(text)
    except NotMoney:
        return None


def delivery_view(offer: Offer) -> View:
    """What is set, with a button for each thing."""
    terms = offer.shop.terms
    rows = [
        [
            button(_ticked(texts.pickup(), on=terms.offers_pickup), OfferPickup(on=not terms.offers_pickup)),
            button(_ticked(texts.delivery(), on=terms.offers_delivery), OfferDelivery(on=not terms.offers_delivery)),
        ],
        *([button(area.name, AreaButton(act=AreaAct.OPEN, area_id=area.id))] for area in offer.areas),
        [button(texts.add(), AddArea())],
        [button(texts.day_and_time(), OpenWanted())],
        [button(labels.back(), OpenStaff(screen=StaffScreen.SETTINGS))],
    ]
    return View(texts.overview(offer), rows)


def area_view(area: Area) -> View:
    """An area, with what can be changed about it."""

    def does(act: AreaAct) -> AreaButton:
        return AreaButton(act=act, area_id=area.id)

    rows = [
        [button(texts.rename(), does(AreaAct.NAME)), button(texts.fee(), does(AreaAct.FEE))],
        [button(texts.free_from(), does(AreaAct.FREE_FROM))],
        [button(texts.up(), does(AreaAct.UP)), button(texts.remove(), does(AreaAct.REMOVE))],
        [button(labels.back(), OpenStaff(screen=StaffScreen.DELIVERY))],
    ]
    return View(texts.terms(area), rows)


def _ticked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else f"✗ {label}"
