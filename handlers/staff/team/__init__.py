"""`/staff`: who works in the shop, chosen with Telegram's own chooser, and what each of them did."""

from aiogram import Router

from handlers.staff.team import listing, log, roles


def router() -> Router:
    """The staff."""
    team = Router(name="team")
    team.include_routers(listing.router(), roles.router(), log.router())
    return team
