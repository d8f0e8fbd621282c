"""`/sales`: what was sold in a period, as a text and as a picture."""

import contextlib

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, InaccessibleMessage, Message

from bot.chats import Lacking
from bot.clock import Clock
from bot.messages.report import picture_of
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.pictures import in_painter
from bot.settlement import Comparing
from bot.shop.people import Person, Role, Shop
from bot.shop.periods import Days, Span, local_date
from bot.shop.reports import Report
from bot.staff import owner, staff
from bot.storage import reports
from bot.storage.database import Database, Unit
from bot.texts import board, comparison, group, periods, summary
from bot.texts import reports as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, answer, button, show
from handlers.staff.reports.buttons import AskExport, CompareSales, DrawSales, ShowMonths, ShowSales, ShowSummary
from handlers.staff.reports.periods import days_behind

_SPANS = ((Span.TODAY, Span.YESTERDAY), (Span.WEEK, Span.THIRTY), (Span.THIS_MONTH, Span.LAST_MONTH))


def router() -> Router:
    """The reports of sales."""
    screens = Router(name="reports of sales")
    screens.message.register(open_by_command, Command("sales"))
    press = screens.callback_query.register
    press(open_sales, OpensStaff(StaffScreen.SALES))
    press(show_sales, ShowSales.filter())
    press(show_months, ShowMonths.filter())
    press(draw, DrawSales.filter())
    press(compare, CompareSales.filter())
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Show today's sales."""
    view = await _view(database, person, shop, clock, Span.TODAY, message)
    await message.reply(view.text, reply_markup=view.keyboard)


async def open_sales(callback: CallbackQuery, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Show today's sales in place of the board."""
    await show(callback, await _view(database, person, shop, clock, Span.TODAY, callback.message), database)


async def show_sales(
    callback: CallbackQuery, callback_data: ShowSales, person: Person, shop: Shop, database: Database, clock: Clock
) -> None:
    """Show another period's sales."""
    view = await _view(database, person, shop, clock, callback_data.period, callback.message)
    await show(callback, view, database)


async def show_months(
    callback: CallbackQuery, callback_data: ShowMonths, person: Person, shop: Shop, database: Database, clock: Clock
) -> None:
    """Offer the months in which something was sold, to be shown or exported."""
    today = local_date(clock.now(), shop.timezone)

    async def read(unit: Unit) -> list[Days]:
        await staff(unit, person)
        return await reports.months(unit, shop, today)

    found = await database.read(read)
    chosen = AskExport if callback_data.exports else ShowSales
    keys = [button(periods.month(one.first), chosen(period=f"{one.first:%Y-%m}")) for one in found]
    rows = [keys[place : place + 2] for place in range(0, len(keys), 2)]
    rows.append([button(texts.back_to_sales(), ShowSales(period=Span.TODAY))])
    await show(callback, View(periods.which_month(found), rows), database)


async def draw(
    callback: CallbackQuery, callback_data: DrawSales, person: Person, shop: Shop, database: Database, clock: Clock
) -> None:
    """Send the report as a picture."""
    days = days_behind(callback_data.period, shop, clock)
    report = await database.read(_load, person, shop, days)
    await answer(callback)
    if callback.message is None or isinstance(callback.message, InaccessibleMessage):
        return
    png = await in_painter(picture_of(report, shop))
    try:
        await callback.message.reply_photo(BufferedInputFile(png, "sales.png"))
    except TelegramBadRequest:
        await callback.message.reply(group.lacks(Lacking.PHOTOS))


async def compare(
    callback: CallbackQuery,
    callback_data: CompareSales,
    person: Person,
    shop: Shop,
    database: Database,
    clock: Clock,
    comparing: Comparing,
) -> None:
    """Ask xPay for its list of the day, and say how it agrees with ours."""
    await database.read(owner, person)
    await answer(callback)
    days = days_behind(callback_data.period, shop, clock)
    found = await comparing.compare(shop, days.window(shop.timezone))
    message = callback.message
    if isinstance(message, Message):
        with contextlib.suppress(TelegramBadRequest):  # gone meanwhile
            await message.reply(f"{texts.heading(days.window(shop.timezone), shop)}\n{comparison.compared(found)}")


async def _load(unit: Unit, person: Person, shop: Shop, days: Days) -> Report:
    await staff(unit, person)
    return await reports.load(unit, shop, days.window(shop.timezone))


async def _view(database: Database, person: Person, shop: Shop, clock: Clock, period: str, place: object) -> View:
    """The report with its buttons, for whoever works in the shop."""

    async def read(unit: Unit) -> tuple[Report, bool]:
        by = await staff(unit, person)
        return await reports.load(unit, shop, days.window(shop.timezone)), by.role is Role.OWNER

    days = days_behind(period, shop, clock)
    report, is_owner = await database.read(read)
    rows: Rows = [[button(periods.span(one), ShowSales(period=one)) for one in row] for row in _SPANS]
    rows.append(
        [button(periods.other_month(), ShowMonths(exports=False)), button(texts.picture(), DrawSales(period=period))]
    )
    if is_owner:
        rows += _of_owners(days, period, in_private=isinstance(place, Message) and place.chat.type == ChatType.PRIVATE)
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.report(report, shop), rows)


def _of_owners(days: Days, period: str, *, in_private: bool) -> Rows:
    own = [button(texts.compare(), CompareSales(period=period))] if days.is_one else []
    own += [button(texts.export(), AskExport(period=period))] if in_private else []
    return [*([own] if own else []), [button(summary.title(), ShowSummary())]]
