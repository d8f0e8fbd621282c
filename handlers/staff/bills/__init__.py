"""Bills: `/bill`, the list, a bill's own screen, and bills sent inline."""

from aiogram import Router

from handlers.staff.bills import inline, listing, making, options


def router() -> Router:
    """Everything that staff do with bills."""
    bills = Router(name="bills")
    bills.include_routers(making.router(), listing.router(), options.router(), inline.router())
    return bills
