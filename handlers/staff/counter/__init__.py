"""The counter: its codes, taking a payment with one, and the posters to print."""

from aiogram import Router

from handlers.staff.counter import codes, making, posters


def router() -> Router:
    """Every screen of the counter."""
    screens = Router(name="counter")
    screens.include_routers(codes.router(), making.router(), posters.router())
    return screens
