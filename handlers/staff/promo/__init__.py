"""Promo codes: the list, one code with its terms, and making a new one."""

from aiogram import Router

from handlers.staff.promo import codes, making, terms


def router() -> Router:
    """Every screen of the promo codes."""
    screens = Router(name="promo codes")
    screens.include_routers(codes.router(), making.router(), terms.router())
    return screens
