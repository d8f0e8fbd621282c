"""What the staff did, page by page."""

from aiogram import Router
from aiogram.types import (
    CallbackQuery,
)

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.team import Team
from bot.shop.deeds import Sheet
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import audit, labels
from handlers.filters import InPrivate
from handlers.screen import Rows, View, button, show
from handlers.staff.team.buttons import ShowLog, ShowMember


def router() -> Router:
    """The audit log."""
    screens = Router(name="log of the staff")
    screens.callback_query.register(open_log, ShowLog.filter(), InPrivate())
    return screens


async def open_log(
    callback: CallbackQuery, callback_data: ShowLog, person: Person, shop: Shop, team: Team, database: Database
) -> None:
    """Show what was done."""
    sheet, by = await team.log(person, callback_data.page, callback_data.person_id or None)
    back = ShowMember(person_id=by.id) if by and by.is_staff else OpenStaff(screen=StaffScreen.STAFF)
    rows = [*_turning(sheet, callback_data.person_id), [button(labels.back(), back)]]
    await show(callback, View(audit.page(sheet, shop, by), rows), database)


def _turning(sheet: Sheet, person_id: int) -> Rows:
    """To the newer and the older page, where there are such."""
    ways = [(labels.PREVIOUS, sheet.number - 1, sheet.number > 0), (labels.NEXT, sheet.number + 1, sheet.has_more)]
    row = [button(label, ShowLog(person_id=person_id, page=number)) for label, number, there in ways if there]
    return [row] if row else []
