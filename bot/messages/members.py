"""What a member of staff hears in private about their own work."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import Message
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.shop.people import Role
from bot.storage import shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import board, own_chats, setup, team

_OWN_CHATS = {"own_chat_closed": own_chats.closed, "own_chat_no_right": own_chats.card_here}


async def render(unit: Unit, row: Row) -> Message | None:
    """A new role, a test purchase that was paid, a card that could not go into their own chat."""
    what, _, role = str(row.facts["what"]).partition(":")
    if what in _OWN_CHATS:
        return Message(_OWN_CHATS[what]())
    if what == "test_paid":
        return Message(setup.test_paid(), _way(board.setup(), StaffScreen.SETUP))
    shop = await shops.load(unit, row.shop_id)
    return Message(team.welcome(shop, Role(role)), _way(board.board(), StaffScreen.BOARD))


def _way(label: str, screen: StaffScreen) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text=label, callback_data=OpenStaff(screen=screen).pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
