"""What staff can do, in the merchant's chat and in private."""

from aiogram import Router

from handlers.staff import (
    banks,
    bills,
    board,
    claim,
    connect,
    counter,
    delivery,
    desk,
    hours,
    letters,
    open_cases,
    orders,
    pause,
    products,
    promo,
    refunds,
    reports,
    sales,
    settings,
    setup,
    team,
    wanted,
)


def router() -> Router:
    """Every screen of the staff."""
    staff = Router(name="staff")
    staff.include_routers(
        board.router(),
        claim.router(),
        setup.router(),
        team.router(),
        banks.router(),
        counter.router(),
        bills.router(),
        connect.router(),
        desk.router(),
        products.router(),
        promo.router(),
        open_cases.router(),
        orders.router(),
        refunds.router(),
        sales.router(),
        reports.router(),
        settings.router(),
        delivery.router(),
        wanted.router(),
        hours.router(),
        pause.router(),
        letters.router(),
    )
    return staff
