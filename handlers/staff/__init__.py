"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import bills, board, connect, desk, letters, refunds, sales, settings
from handlers.staff.asking import LeavesQuestion


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.message.outer_middleware(LeavesQuestion())
    staff.include_routers(
        board.router(),
        bills.router(),
        connect.router(),
        desk.router(),
        refunds.router(),
        sales.router(),
        settings.router(),
        letters.router(),
    )
    return staff
