"""Delivery, as owners set it: pickup and delivery on or off, areas with their fees."""

from aiogram import Router

from handlers.staff.delivery import areas, questions, ways


def router() -> Router:
    """The delivery settings."""
    delivery = Router(name="delivery")
    delivery.include_routers(ways.router(), areas.router(), questions.router())
    return delivery
