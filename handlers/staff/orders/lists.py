"""The piles of orders, page by page, and a customer's orders."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton

from bot.messages.staff_buttons import OpenStaff, OrdersOf, ShowOrder, StaffScreen
from bot.shop.orderbook import Entry, Page, Pile
from bot.shop.people import Person, Shop
from bot.staff import order_of_shop, staff
from bot.storage import orderbook, people, shops
from bot.storage.database import Database, Unit
from bot.texts import board, labels
from bot.texts import orderbook as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, button, show
from handlers.staff.orders.buttons import AskWords, ShowPile
from handlers.staff.strangers import strangers_read

_FILTERS = ((Pile.PREPARE, Pile.UNPAID), (Pile.READY, Pile.DONE), (Pile.ODD, Pile.ALL))


def router() -> Router:
    """The piles."""
    screens = Router(name="piles of orders")
    screens.callback_query.register(open_book, OpensStaff(StaffScreen.ORDERS))
    screens.callback_query.register(open_pile, ShowPile.filter())
    screens.callback_query.register(open_customers, OrdersOf.filter())
    return screens


async def open_book(callback: CallbackQuery, person: Person, shop: Shop, database: Database) -> None:
    """Open the first pile: what is to be prepared."""
    await _turn_to(callback, ShowPile(pile=Pile.PREPARE), person, shop, database)


async def open_pile(
    callback: CallbackQuery, callback_data: ShowPile, person: Person, shop: Shop, database: Database
) -> None:
    """Open a page of a pile."""
    await _turn_to(callback, callback_data, person, shop, database)


async def open_customers(
    callback: CallbackQuery, callback_data: OrdersOf, person: Person, shop: Shop, database: Database
) -> None:
    """Show the orders of an order's customer."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    await show(callback, await database.read(_customers_view, person, callback_data.number), database)


async def _turn_to(callback: CallbackQuery, to: ShowPile, person: Person, shop: Shop, database: Database) -> None:
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    await show(callback, await database.read(pile_view, person, to), database)


async def pile_view(unit: Unit, person: Person, to: ShowPile) -> View:
    """A page of a pile with the way to all others.

    Raises:
        NotAllowed: for whoever does not work here.
    """
    by = await staff(unit, person)
    page = await orderbook.page(unit, by.shop_id, to.pile, to.anchor, back=to.back)
    counts = await orderbook.counts(unit, by.shop_id)
    shop = await shops.load(unit, by.shop_id)
    rows = [*entry_rows(page.entries, page.pile, shop), *_turning(page)]
    rows += [[_filter(pile, counts.get(pile), page.pile) for pile in pair] for pair in _FILTERS]
    to_board = button(board.board(), OpenStaff(screen=StaffScreen.BOARD))
    return View(texts.heading(page.pile, page.entries), [*rows, [to_search(), to_board]])


def entry_rows(entries: Sequence[Entry], pile: Pile, shop: Shop) -> Rows:
    """A button for each order."""
    return [
        [button(texts.row(entry, shop.timezone), ShowOrder(number=entry.order.number, pile=pile))] for entry in entries
    ]


def to_search() -> InlineKeyboardButton:
    """Asks what to look for."""
    return button(texts.search(), AskWords())


def _filter(pile: Pile, count: int | None, current: Pile) -> InlineKeyboardButton:
    return button(texts.filter_(pile, count, chosen=pile is current), ShowPile(pile=pile))


def _turning(page: Page) -> Rows:
    turns = []
    if page.has_before:
        turns.append(
            button(labels.PREVIOUS, ShowPile(pile=page.pile, anchor=page.entries[0].order.number, back=True))
            if page.entries
            else button(labels.PREVIOUS, ShowPile(pile=page.pile))
        )
    if page.has_after:
        turns.append(button(labels.NEXT, ShowPile(pile=page.pile, anchor=page.entries[-1].order.number)))
    return [turns] if turns else []


async def _customers_view(unit: Unit, person: Person, number: int) -> View:
    by = await staff(unit, person)
    order = await order_of_shop(unit, by, number)
    customer = await people.load(unit, order.person_id)
    entries = await orderbook.of_customer(unit, by.shop_id, customer.id)
    rows = entry_rows(entries, Pile.ALL, await shops.load(unit, by.shop_id))
    return View(
        texts.of_customer(customer.name, entries), [*rows, [button(texts.to_orders(), ShowPile(pile=Pile.ALL))]]
    )
