"""Who works in the shop, and what each of them may do."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.types import (
    CallbackQuery,
    Message,
)

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.team import Team
from bot.shop.people import Person, Role, Shop
from bot.storage.database import Database
from bot.texts import audit, board, setup
from bot.texts import team as texts
from handlers.filters import InPrivate, OpensStaff
from handlers.screen import View, button, show
from handlers.staff.team.buttons import AddMember, GiveRole, RemoveMember, ShowLog, ShowMember


def router() -> Router:
    """The list of the staff, and one of them; in groups there is but the way to the private chat."""
    screens = Router(name="list of the staff")
    screens.message.register(open_by_command, Command("staff"), InPrivate())
    screens.message.register(refer_to_private, Command("staff"))
    press = screens.callback_query.register
    press(open_list, OpensStaff(StaffScreen.STAFF), InPrivate())
    press(press_in_private, OpensStaff(StaffScreen.STAFF))
    press(open_member, ShowMember.filter(), InPrivate())
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, team: Team, database: Database) -> None:
    """Show who works here."""
    await show(message, await team_view(person, shop, team), database)


async def refer_to_private(message: Message) -> None:
    """The group need not read along."""
    await message.reply(setup.in_private())


async def press_in_private(callback: CallbackQuery) -> None:
    """The group need not read along."""
    await callback.answer(setup.in_private(), show_alert=True)


async def open_list(callback: CallbackQuery, person: Person, shop: Shop, team: Team, database: Database) -> None:
    """Show who works here, in place of another screen."""
    await show(callback, await team_view(person, shop, team), database)


async def open_member(
    callback: CallbackQuery, callback_data: ShowMember, person: Person, team: Team, database: Database
) -> None:
    """Show one of the staff."""
    await show(callback, await member_view(person, callback_data.person_id, team), database)


async def team_view(person: Person, shop: Shop, team: Team) -> View:
    """Who works here, for an owner."""
    members = await team.members(person)
    rows = [[button(texts.row(one), ShowMember(person_id=one.id))] for one in members]
    rows.append([button(texts.add(role), AddMember(role=role)) for role in (Role.CASHIER, Role.OWNER)])
    rows.append([button(audit.open_log(), ShowLog(person_id=0, page=0))])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.heading(shop), rows)


async def member_view(person: Person, member_id: int, team: Team) -> View:
    """One of the staff, with what can be done."""
    member, by_settings = await team.member(person, member_id)
    other = Role.CASHIER if member.role is Role.OWNER else Role.OWNER
    rows = [
        [button(texts.make(other), GiveRole(person_id=member.id, role=other))],
        [button(audit.open_log_of(), ShowLog(person_id=member.id, page=0))],
        [button(texts.remove(), RemoveMember(person_id=member.id, surely=False), ButtonStyle.DANGER)],
        [button(texts.list_(), OpenStaff(screen=StaffScreen.STAFF))],
    ]
    return View(texts.member(member, by_settings=by_settings), rows)
