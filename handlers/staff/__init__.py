"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import board, connect, delivery, desk, hours, letters, pause, refunds, sales, settings, wanted
from handlers.staff.asking import LeavesQuestion


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.message.outer_middleware(LeavesQuestion())
    staff.include_routers(
        board.router(),
        connect.router(),
        desk.router(),
        refunds.router(),
        sales.router(),
        settings.router(),
        delivery.router(),
        wanted.router(),
        hours.router(),
        pause.router(),
        letters.router(),
    )
    return staff
