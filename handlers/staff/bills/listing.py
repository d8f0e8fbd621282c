"""The list of bills."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.addresses import BILL, Addresses
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.billing import Billing
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import bill_buttons as buttons
from bot.texts import board, labels
from bot.texts import staff_bills as texts
from handlers.filters import LeadsTo, OfStaff, OpensStaff
from handlers.screen import Rows, View, button, show
from handlers.staff.bills.buttons import BillAct, BillPage, NewBill
from handlers.staff.bills.inline import START
from handlers.staff.bills.screen import act, view
from handlers.staff.strangers import strangers_read


def router() -> Router:
    """The list, page by page."""
    screens = Router(name="list of bills")
    screens.message.register(by_link, CommandStart(), OfStaff(), LeadsTo(BILL))
    screens.message.register(from_inline, CommandStart(), OfStaff(), LeadsTo(START))
    screens.callback_query.register(open_list, OpensStaff(StaffScreen.BILLS))
    screens.callback_query.register(open_page, BillPage.filter())
    return screens


async def by_link(
    message: Message,
    command: CommandObject,
    person: Person,
    shop: Shop,
    billing: Billing,
    addresses: Addresses,
    database: Database,
) -> None:
    """The bill behind a link: staff see what they can do with it, and take nothing over."""
    standing = await billing.by_token(person, (command.args or "").removeprefix(BILL))
    await show(message, view(standing, shop, addresses), database)


async def from_inline(message: Message, person: Person, billing: Billing, database: Database) -> None:
    """The list, for whoever wrote what could not be read as a bill."""
    await show(message, await list_view(person, billing), database)


async def open_list(callback: CallbackQuery, person: Person, shop: Shop, billing: Billing, database: Database) -> None:
    """The newest bills."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    await show(callback, await list_view(person, billing), database)


async def open_page(
    callback: CallbackQuery, callback_data: BillPage, person: Person, shop: Shop, billing: Billing, database: Database
) -> None:
    """Another page."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    await show(callback, await list_view(person, billing, max(0, callback_data.number)), database)


async def list_view(person: Person, billing: Billing, number: int = 0) -> View:
    """A page of the list, each bill a button."""
    found, has_more = await billing.page(person, number)
    rows: Rows = [[act(BillAct.OPEN, standing, texts.row(standing))] for standing in found]
    turn = []
    if number:
        turn.append(button(labels.PREVIOUS, BillPage(number=number - 1)))
    if has_more:
        turn.append(button(labels.NEXT, BillPage(number=number + 1)))
    rows += [turn] if turn else []
    rows.append([button(buttons.new_bill(), NewBill())])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.list_heading(bool(found)), rows)
