"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import board, claim, connect, desk, letters, refunds, sales, settings, setup, team
from handlers.staff.asking import LeavesQuestion


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.message.outer_middleware(LeavesQuestion())
    staff.include_routers(
        board.router(),
        claim.router(),
        setup.router(),
        team.router(),
        connect.router(),
        desk.router(),
        refunds.router(),
        sales.router(),
        settings.router(),
        letters.router(),
    )
    return staff
