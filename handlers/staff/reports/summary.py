"""How the daily summary is set: whether it comes, and when the day ends."""

import re

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.shop.deeds import Deed
from bot.shop.people import Person, Shop, Summary
from bot.staff import owner
from bot.storage import audit, shops, summaries
from bot.storage.database import Database, Unit
from bot.texts import board
from bot.texts import reports as report_texts
from bot.texts import summary as texts
from handlers.screen import View, answer, button, show
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.reports.buttons import ChooseSummary, ChooseSummaryTime, ShowSummary

_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.\- ]([0-5][0-9]))?", re.ASCII)


class AskedOfSummary(Questions):
    """What an owner was asked to write about the summary."""

    time = State()


def router() -> Router:
    """The screen of the daily summary."""
    screens = Router(name="daily summary")
    screens.message.register(take_time, StateFilter(AskedOfSummary.time), Answers())
    press = screens.callback_query.register
    press(open_summary, ShowSummary.filter())
    press(choose, ChooseSummary.filter())
    press(ask_time, ChooseSummaryTime.filter())
    return screens


async def open_summary(callback: CallbackQuery, person: Person, shop: Shop, database: Database) -> None:
    """Show how it is set."""
    await database.read(owner, person)
    await show(callback, _view(shop), database)


async def choose(
    callback: CallbackQuery, callback_data: ChooseSummary, person: Person, database: Database, clock: Clock
) -> None:
    """Change on which days it comes."""

    async def write(unit: Unit) -> Shop:
        await owner(unit, person)
        await shops.choose_summary(unit, person.shop_id, callback_data.summary)
        await audit.record(unit, person, Deed.SETTING, clock.now(), "summary", to=callback_data.summary)
        return await shops.load(unit, person.shop_id)

    await show(callback, _view(await database.write(write)), database)


async def ask_time(callback: CallbackQuery, person: Person, database: Database, state: FSMContext) -> None:
    """Ask when the day ends."""
    await database.read(owner, person)
    await ask(callback, person, state, AskedOfSummary.time, texts.ask_time())
    await answer(callback)


async def take_time(message: Message, person: Person, database: Database, state: FSMContext, clock: Clock) -> None:
    """The time came."""
    found = _TIME.fullmatch((message.text or "").strip())
    if found is None:
        await message.reply(texts.not_a_time())
        return
    minute = int(found[1]) * 60 + int(found[2] or 0)

    async def write(unit: Unit) -> Shop:
        await owner(unit, person)
        await shops.choose_summary_time(unit, person.shop_id, minute)
        await audit.record(unit, person, Deed.SETTING, clock.now(), "summary_time", to=minute)
        unit.ring(summaries.BELL)
        return await shops.load(unit, person.shop_id)

    shop = await database.write(write)
    await state.clear()
    await message.reply(texts.time_chosen(shop))


def _view(shop: Shop) -> View:
    rows = [
        [button(("✓ " if one is shop.summary else "") + texts.choice(one), ChooseSummary(summary=one))]
        for one in Summary
    ]
    rows.append([button(texts.time(), ChooseSummaryTime())])
    back = button(report_texts.back_to_sales(), OpenStaff(screen=StaffScreen.SALES))
    rows.append([back, button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.screen(shop), rows)
