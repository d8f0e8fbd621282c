"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import connect, desk, letters, refunds, sales, settings


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.include_routers(
        connect.router(), desk.router(), refunds.router(), sales.router(), settings.router(), letters.router()
    )
    return staff
