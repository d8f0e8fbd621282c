"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import desk, refunds, sales, settings


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.include_routers(desk.router(), refunds.router(), sales.router(), settings.router())
    return staff
