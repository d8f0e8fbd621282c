"""All products from a file, and into one."""

import asyncio

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, Message

from bot.product_file import (
    COLUMNS,
    FILE_FORMS,
    MOST_BYTES,
    MOST_ROWS,
    FileForm,
    ProductFileInvalid,
    check_size,
    read_upload,
    write_products,
)
from bot.services.assortment import Assortment
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import board, labels
from bot.texts import product_buttons as buttons
from bot.texts import product_exchange as exchange
from bot.texts import product_file as file_texts
from handlers.screen import View, answer, button, show
from handlers.staff.asking import Answers
from handlers.staff.products.buttons import ChooseExport, ExportProducts, ImportProducts, ProductsPage
from handlers.staff.products.draft import Sending
from handlers.staff.products.listing import leave, list_view
from handlers.staff.products.photos import NotFetched, fetch

_IN_CHAT = tuple(column for column in COLUMNS if column != "photo")
"""A file that comes alone brings no pictures."""


def router() -> Router:
    """Import and export."""
    screens = Router(name="files of products")
    screens.message.register(take_file, StateFilter(Sending.file), Answers())
    screens.callback_query.register(ask_file, ImportProducts.filter())
    screens.callback_query.register(choose_form, ChooseExport.filter())
    screens.callback_query.register(send_file, ExportProducts.filter())
    return screens


async def ask_file(
    callback: CallbackQuery, person: Person, assortment: Assortment, database: Database, state: FSMContext
) -> None:
    """Ask for a file, and say how it is to look."""
    await assortment.allow(person)
    await state.set_state(Sending.file)
    await state.set_data({})
    await show(callback, _ask_view(), database)


async def take_file(
    message: Message, person: Person, assortment: Assortment, database: Database, state: FSMContext, bot: Bot
) -> None:
    """A file came; if it cannot be used, a mended one can be sent at once."""
    file = message.document
    name = (file.file_name or "") if file is not None else ""
    if file is None or not name.casefold().endswith((".xlsx", ".csv")):
        await show(message, _ask_view(exchange.no_file()), database)
        return
    try:
        check_size(file.file_size or 0)
        content = await fetch(bot, file.file_id, MOST_BYTES)
        products = await asyncio.to_thread(read_upload, name, content)
        await assortment.take_in(person, products)
    except NotFetched:
        await show(message, _ask_view(exchange.file_not_fetched()), database)
    except ProductFileInvalid as invalid:
        reasons = [file_texts.problem(one.line, one.wrong, one.facts) for one in invalid.problems]
        await show(message, View(file_texts.refused(name, reasons), [_cancel()]), database)
    else:
        await state.clear()
        await message.reply(exchange.imported(len(products)))
        await show(message, await list_view(assortment, person), database)


async def choose_form(
    callback: CallbackQuery, person: Person, assortment: Assortment, database: Database, state: FSMContext
) -> None:
    """Offer the kinds of files."""
    await leave(state)
    await assortment.allow(person)
    forms = [button(form.upper(), ExportProducts(form=form)) for form in FILE_FORMS]
    back = button(buttons.back_to_list(), ProductsPage(number=0))
    await show(callback, View(exchange.choose_form(), [forms, [back]]), database)


async def send_file(
    callback: CallbackQuery, callback_data: ExportProducts, person: Person, assortment: Assortment, bot: Bot
) -> None:
    """Send all products."""
    products = await assortment.take_out(person)
    await answer(callback)
    content = await asyncio.to_thread(write_products, products, board.products(), FileForm(callback_data.form))
    name = f"{exchange.file_name()}.{callback_data.form}"
    await bot.send_document(callback.from_user.id, BufferedInputFile(content, name))


def _ask_view(remark: str = "") -> View:
    question = exchange.ask_file(",".join(_IN_CHAT), MOST_ROWS)
    return View(f"{remark}\n\n{question}" if remark else question, [_cancel()])


def _cancel() -> list[InlineKeyboardButton]:
    return [button(labels.cancel(), ProductsPage(number=0))]
