"""What a member of staff hears in private about their own work."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.buttons import OpenStaff, StaffScreen
from bot.messages.message import Message
from bot.shop.people import Role
from bot.storage import shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import board, setup, team


async def render(unit: Unit, row: Row) -> Message | None:
    """A new role, or a test purchase that was paid."""
    what, _, role = str(row.facts["what"]).partition(":")
    if what == "test_paid":
        return Message(setup.test_paid(), _way(board.setup(), StaffScreen.SETUP))
    shop = await shops.load(unit, row.shop_id)
    return Message(team.welcome(shop, Role(role)), _way(board.board(), StaffScreen.BOARD))


def _way(label: str, screen: StaffScreen) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text=label, callback_data=OpenStaff(screen=screen).pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
