"""The order book: the piles, the search, and one order with everything about it."""

from aiogram import Router

from handlers.staff.orders import lists, notes, searching, single


def router() -> Router:
    """Every screen of the order book."""
    screens = Router(name="order book")
    screens.include_routers(lists.router(), searching.router(), single.router(), notes.router())
    return screens
