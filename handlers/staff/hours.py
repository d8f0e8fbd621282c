"""Opening hours, as owners set them: for a weekday or several at once, and dates on which the shop stays closed."""

from dataclasses import replace
from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.hours import ALWAYS_OPEN, Hours, NotHours, parse_dates, parse_hours
from bot.shop.people import Person, Shop
from bot.shop.terms import Terms
from bot.storage.database import Database
from bot.texts import dates, labels
from bot.texts import hours as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, button, show
from handlers.staff.asking import Answers, Questions, ask

EVERY_DAY, WORKDAYS = 7, 8
_DAYS = {**{day: (day,) for day in range(7)}, EVERY_DAY: tuple(range(7)), WORKDAYS: tuple(range(5))}
"""Which weekdays a button means, 0 is Monday."""

_MOST_CLOSED = 60


class HoursAsked(Questions):
    """What an owner was asked to write."""

    hours = State()
    closed = State()


class SetHours(CallbackData, prefix="xhs"):
    """Ask for the hours of these days: a weekday, `EVERY_DAY` or `WORKDAYS`."""

    days: int


class SetClosed(CallbackData, prefix="xhc"):
    """Ask for dates on which the shop stays closed."""


class OpenOn(CallbackData, prefix="xho"):
    """Open on this date after all; the number is the date's ordinal."""

    day: int


class AlwaysOpen(CallbackData, prefix="xha"):
    """Forget all hours."""


class TakeWhenClosed(CallbackData, prefix="xht"):
    """Take orders outside the opening hours, or not."""

    on: bool


def router() -> Router:
    """The opening hours."""
    screens = Router(name="hours")
    press = screens.callback_query.register
    press(open_hours, OpensStaff(StaffScreen.HOURS))
    press(ask_hours, SetHours.filter())
    press(ask_closed, SetClosed.filter())
    press(open_on, OpenOn.filter())
    press(always_open, AlwaysOpen.filter())
    press(take_when_closed, TakeWhenClosed.filter())
    screens.message.register(take_hours, StateFilter(HoursAsked.hours), Answers())
    screens.message.register(take_closed, StateFilter(HoursAsked.closed), Answers())
    return screens


async def open_hours(
    callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, database: Database, clock: Clock
) -> None:
    """Show what is set."""
    await show(callback, _view((await shopkeeping.offer(person)).shop, clock), database)


async def ask_hours(
    callback: CallbackQuery, callback_data: SetHours, person: Person, shopkeeping: Shopkeeping, state: FSMContext
) -> None:
    """Ask when the shop is open on the button's days."""
    await shopkeeping.offer(person)
    await ask(callback, person, state, HoursAsked.hours, texts.ask(_name(callback_data.days)), days=callback_data.days)
    await callback.answer()


async def take_hours(
    message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext, clock: Clock
) -> None:
    """The hours came."""
    try:
        day = parse_hours(message.text or "")
    except NotHours:
        await message.reply(texts.not_hours())
        return
    numbers = _DAYS.get((await state.get_data())["days"], ())

    def change(hours: Hours) -> Hours:
        return replace(hours, week=tuple(day if at in numbers else old for at, old in enumerate(hours.week)))

    await _done(message, state, await shopkeeping.change_hours(person, change), clock)


async def ask_closed(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """Ask on which dates the shop stays closed."""
    await shopkeeping.offer(person)
    await ask(callback, person, state, HoursAsked.closed, texts.ask_closed())
    await callback.answer()


async def take_closed(
    message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext, clock: Clock, shop: Shop
) -> None:
    """The dates came; those that are over are forgotten."""
    today = _today(shop, clock)
    try:
        added = parse_dates(message.text or "", today)
    except NotHours:
        await message.reply(texts.not_dates())
        return

    def change(hours: Hours) -> Hours:
        known = {day for day in hours.closed if day >= today - timedelta(days=1)}
        return replace(hours, closed=tuple(sorted(known | set(added)))[:_MOST_CLOSED])

    await _done(message, state, await shopkeeping.change_hours(person, change), clock)


async def open_on(
    callback: CallbackQuery,
    callback_data: OpenOn,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
    clock: Clock,
) -> None:
    """Open on a date after all."""

    def change(hours: Hours) -> Hours:
        return replace(hours, closed=tuple(day for day in hours.closed if day.toordinal() != callback_data.day))

    await show(callback, _view(await shopkeeping.change_hours(person, change), clock), database)


async def always_open(
    callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, database: Database, clock: Clock
) -> None:
    """Forget all hours."""

    def change(_hours: Hours) -> Hours:
        return ALWAYS_OPEN

    await show(callback, _view(await shopkeeping.change_hours(person, change), clock), database)


async def take_when_closed(
    callback: CallbackQuery,
    callback_data: TakeWhenClosed,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
    clock: Clock,
) -> None:
    """Take orders outside the opening hours, or not."""
    on = callback_data.on

    def change(terms: Terms) -> Terms:
        return replace(terms, takes_when_closed=on)

    await show(callback, _view(await shopkeeping.change_terms(person, change), clock), database)


async def _done(message: Message, state: FSMContext, shop: Shop, clock: Clock) -> None:
    await state.clear()
    view = _view(shop, clock)
    await message.reply(view.text, reply_markup=view.keyboard)


def _today(shop: Shop, clock: Clock) -> date:
    return clock.now().astimezone(shop.zone).date()


def _name(days: int) -> str:
    names = {EVERY_DAY: texts.every_day, WORKDAYS: texts.workdays}
    return names[days]() if days in names else dates.weekday(days % 7)


def _view(shop: Shop, clock: Clock) -> View:
    weekdays = [button(dates.weekday(day), SetHours(days=day)) for day in range(7)]
    rows: Rows = [weekdays[start : start + 2] for start in range(0, 6, 2)]
    rows.append(weekdays[6:])
    rows.append(
        [button(texts.every_day(), SetHours(days=EVERY_DAY)), button(texts.workdays(), SetHours(days=WORKDAYS))]
    )
    today = _today(shop, clock)
    coming = [day for day in shop.hours.closed if day >= today]
    rows += [[button(f"✕ {dates.day(day)}", OpenOn(day=day.toordinal()))] for day in coming[:10]]
    rows.append([button(texts.close_on(), SetClosed())])
    if not shop.hours.never_close:
        takes = shop.terms.takes_when_closed
        rows.append(
            [button(texts.refuse_when_closed() if takes else texts.take_when_closed(), TakeWhenClosed(on=not takes))]
        )
        rows.append([button(texts.always_open(), AlwaysOpen())])
    rows.append([button(labels.back(), OpenStaff(screen=StaffScreen.SETTINGS))])
    return View(texts.overview(shop, coming), rows)
