"""`/shop`: the way to everything that staff do."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.orderbook import Glance
from bot.shop.people import Person, Role, Shop
from bot.shop.periods import local_date, midnight
from bot.staff import staff
from bot.storage import orderbook
from bot.storage.database import Database, Unit
from bot.texts import board as texts
from bot.texts import orderbook as book
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, button, show
from handlers.staff.pause import PauseShop, pause_rows

_SCREENS = (
    (StaffScreen.ORDERS, StaffScreen.DESK),
    (StaffScreen.PRODUCTS, StaffScreen.BILLS),
    (StaffScreen.SALES, StaffScreen.COUNTER),
)
_OF_OWNERS = ((StaffScreen.SETTINGS,),)

_LABELS = {
    StaffScreen.ORDERS: texts.orders,
    StaffScreen.DESK: texts.desk,
    StaffScreen.PRODUCTS: texts.products,
    StaffScreen.BILLS: texts.bills,
    StaffScreen.SALES: texts.sales,
    StaffScreen.COUNTER: texts.counter,
    StaffScreen.SETTINGS: texts.settings,
}


def router() -> Router:
    """The board."""
    screens = Router(name="board")
    screens.message.register(open_by_command, Command("shop"))
    screens.callback_query.register(open_board, OpensStaff(StaffScreen.BOARD))
    screens.callback_query.register(pause, PauseShop.filter())
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Show the board."""
    view = await board_view(database, person, shop, clock.now())
    await message.reply(view.text, reply_markup=view.keyboard)


async def open_board(callback: CallbackQuery, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Back to the board."""
    await show(callback, await board_view(database, person, shop, clock.now()), database)


async def pause(
    callback: CallbackQuery,
    callback_data: PauseShop,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
    clock: Clock,
) -> None:
    """Take no orders from now on, or take them again."""
    shop = await shopkeeping.pause(person, paused=callback_data.paused)
    await show(callback, await board_view(database, person, shop, clock.now()), database)


async def board_view(database: Database, person: Person, shop: Shop, now: datetime) -> View:
    """The board, for whoever works in the shop.

    Raises:
        NotAllowed: for everybody else.
    """
    since = midnight(local_date(now, shop.timezone), shop.timezone)
    by, glance = await database.read(_glance, person, since)
    waiting = book.waiting(glance.to_prepare, glance.unpaid, glance.odd)
    rows = [*_rows(_SCREENS), *pause_rows(shop)]
    rows = [*rows, *_rows(_OF_OWNERS)] if by.role is Role.OWNER else rows
    return View(texts.heading(shop, waiting, book.today(glance.today)), rows)


async def _glance(unit: Unit, person: Person, since: datetime) -> tuple[Person, Glance]:
    by = await staff(unit, person)
    return by, await orderbook.glance(unit, by.shop_id, since)


def _rows(screens: tuple[tuple[StaffScreen, ...], ...]) -> Rows:
    return [[button(_LABELS[one](), OpenStaff(screen=one)) for one in row] for row in screens]
