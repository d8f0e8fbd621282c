"""`/export`: a period's orders, payments and refunds as files, to the owner who asked and in private only."""

import tempfile
from pathlib import Path

from aiogram import Bot, Router
from aiogram.enums import ChatAction
from aiogram.filters import Command
from aiogram.types import CallbackQuery, FSInputFile, Message

from bot.clock import Clock
from bot.services.exports import MOST_IN_CHAT, Exports, Table
from bot.shop.people import Person, Shop
from bot.shop.periods import Days, Span
from bot.staff import GoneMissing, owner
from bot.storage.database import Database
from bot.texts import exports as texts
from bot.texts import periods
from bot.texts import reports as report_texts
from handlers.filters import InPrivate
from handlers.screen import Rows, View, answer, button, show
from handlers.staff.reports.buttons import AskExport, Export, ShowMonths, ShowSales
from handlers.staff.reports.periods import days_behind

_SPANS = ((Span.TODAY, Span.YESTERDAY), (Span.WEEK, Span.THIRTY), (Span.THIS_MONTH, Span.LAST_MONTH))
_UPLOAD_SECONDS = 180


def router() -> Router:
    """The export."""
    screens = Router(name="export")
    screens.message.register(open_export, InPrivate(), Command("export"))
    screens.message.register(send_to_private, Command("export"))
    screens.callback_query.register(choose_form, InPrivate(), AskExport.filter())
    screens.callback_query.register(send_files, InPrivate(), Export.filter())
    return screens


async def open_export(message: Message, person: Person, database: Database) -> None:
    """Offer the periods."""
    await database.read(owner, person)
    rows: Rows = [[button(periods.span(one), AskExport(period=one)) for one in row] for row in _SPANS]
    rows.append([button(periods.other_month(), ShowMonths(exports=True))])
    view = View(texts.which_period(), rows)
    await message.answer(view.text, reply_markup=view.keyboard)


async def send_to_private(message: Message, person: Person, database: Database) -> None:
    """Others would read the customers' names."""
    await database.read(owner, person)
    await message.reply(texts.in_private())


async def choose_form(
    callback: CallbackQuery,
    callback_data: AskExport,
    person: Person,
    shop: Shop,
    database: Database,
    clock: Clock,
    exports: Exports,
) -> None:
    """Offer the forms, and say how much it is."""
    period = callback_data.period
    days = days_behind(period, shop, clock)
    rows = await exports.rows(person, shop, days.window(shop.timezone))
    forms = [
        [
            button(texts.excel(), Export(period=period, form="xlsx")),
            button(texts.csv(), Export(period=period, form="csv")),
        ]
    ]
    text = texts.which_form(periods.of_days(days), rows)
    if rows > MOST_IN_CHAT:
        text, forms = f"{text}\n{texts.too_many(rows, MOST_IN_CHAT)}", []
    forms.append([button(report_texts.back_to_sales(), ShowSales(period=period))])
    await show(callback, View(text, forms), database)


async def send_files(
    callback: CallbackQuery,
    callback_data: Export,
    person: Person,
    shop: Shop,
    bot: Bot,
    clock: Clock,
    exports: Exports,
) -> None:
    """Make the files and send them to whoever asked."""
    days = days_behind(callback_data.period, shop, clock)
    rows = await exports.rows(person, shop, days.window(shop.timezone))
    if rows > MOST_IN_CHAT:
        await callback.answer(texts.too_many(rows, MOST_IN_CHAT), show_alert=True)
        return
    await exports.note(person, days, callback_data.form, clock.now())
    await answer(callback, texts.one_moment())
    await bot.send_chat_action(person.telegram_id, ChatAction.UPLOAD_DOCUMENT)
    with tempfile.TemporaryDirectory(prefix="tolom-export-") as name:
        for path in await _written(exports, shop, days, callback_data.form, Path(name)):
            document = FSInputFile(path)
            await bot.send_document(person.telegram_id, document, request_timeout=_UPLOAD_SECONDS)


async def _written(exports: Exports, shop: Shop, days: Days, form: str, folder: Path) -> list[Path]:
    window, when = days.window(shop.timezone), _file_name(days)
    match form:
        case "xlsx":
            path = folder / f"tolom-{when}.xlsx"
            await exports.workbook(shop, window, tuple(Table), path)
            return [path]
        case "csv":
            paths = [folder / f"{table}-{when}.csv" for table in Table]
            for table, path in zip(Table, paths, strict=True):
                await exports.csv(shop, window, table, path)
            return paths
        case _:
            raise GoneMissing


def _file_name(days: Days) -> str:
    if days.is_month:
        return f"{days.first:%Y-%m}"
    return f"{days.first:%Y-%m-%d}" if days.is_one else f"{days.first:%Y-%m-%d}_{days.last:%Y-%m-%d}"
