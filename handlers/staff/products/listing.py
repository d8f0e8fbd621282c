"""The list of all products, by category."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.addresses import Addresses
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.assortment import Assortment
from bot.shop.catalogue import StockPage
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import board, labels
from bot.texts import product_buttons as buttons
from bot.texts import products as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, answer, button, show
from handlers.staff.products.buttons import AddProduct, ChooseExport, ImportProducts, OpenProduct, ProductsPage
from handlers.staff.products.draft import Describing, Sending

PAYLOAD = "products"
"""The end of the link from a group to this list."""


class LeadsHere(Filter):
    """The link that was followed leads to the products."""

    async def __call__(self, _message: Message, command: CommandObject) -> bool:
        """Whether it does."""
        return command.args == PAYLOAD


def router() -> Router:
    """The list, in a private chat."""
    screens = Router(name="list of products")
    screens.message.register(open_by_command, Command("products"))
    screens.message.register(open_by_command, CommandStart(deep_link=True), LeadsHere())
    screens.callback_query.register(open_list, OpensStaff(StaffScreen.PRODUCTS))
    screens.callback_query.register(open_page, ProductsPage.filter())
    return screens


def elsewhere() -> Router:
    """Groups: photos, prices and files of a whole shop would drown what they are for."""
    screens = Router(name="products in a group")
    screens.message.register(point_to_private, Command("products"))
    screens.callback_query.register(press_to_private, OpensStaff(StaffScreen.PRODUCTS))
    return screens


async def open_by_command(message: Message, person: Person, assortment: Assortment, database: Database) -> None:
    """Show the first page."""
    await show(message, await list_view(assortment, person), database)


async def open_list(
    callback: CallbackQuery, person: Person, assortment: Assortment, database: Database, state: FSMContext
) -> None:
    """Show the first page, in place of the board."""
    await leave(state)
    await show(callback, await list_view(assortment, person), database)


async def open_page(
    callback: CallbackQuery,
    callback_data: ProductsPage,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
) -> None:
    """Show a page."""
    await leave(state)
    await show(callback, await list_view(assortment, person, callback_data.number), database)


async def point_to_private(message: Message, person: Person, assortment: Assortment, addresses: Addresses) -> None:
    """Say where products are looked after."""
    await assortment.allow(person)
    await message.reply(texts.in_private(), reply_markup=_way(addresses))


async def press_to_private(
    callback: CallbackQuery, person: Person, assortment: Assortment, addresses: Addresses
) -> None:
    """The same, for a press."""
    await assortment.allow(person)
    await answer(callback, texts.in_private())
    if isinstance(callback.message, Message):
        await callback.message.reply(texts.in_private(), reply_markup=_way(addresses))


async def leave(state: FSMContext) -> None:
    """A question about products that is still open is left: the next words are no answer to it."""
    where = await state.get_state()
    if where in Describing.__all_states_names__ or where in Sending.__all_states_names__:
        await state.clear()


async def list_view(assortment: Assortment, person: Person, number: int = 0) -> View:
    """A page of all products; a number beyond the last page gives the last one."""
    page = await assortment.page(person, number)
    rows = [[button(texts.in_list(one), OpenProduct(product_id=one.offer.id))] for one in page.products]
    rows += _turning(page)
    rows.append([button(buttons.add(), AddProduct(parent_id=0), ButtonStyle.SUCCESS)])
    rows.append([button(buttons.import_file(), ImportProducts()), button(buttons.export_file(), ChooseExport())])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.heading(page), rows)


def _turning(page: StockPage) -> Rows:
    turns = []
    if page.number > 0:
        turns.append(button(labels.PREVIOUS, ProductsPage(number=page.number - 1)))
    if page.number < page.pages - 1:
        turns.append(button(labels.NEXT, ProductsPage(number=page.number + 1)))
    return [turns] if turns else []


def _way(addresses: Addresses) -> InlineKeyboardMarkup:
    link = InlineKeyboardButton(text=texts.open_private(), url=addresses.deep_link(PAYLOAD))
    return InlineKeyboardMarkup(inline_keyboard=[[link]])
