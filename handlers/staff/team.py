"""`/staff`: who works in the shop, chosen with Telegram's own chooser, and what each of them did."""

from aiogram import Bot, Router
from aiogram.enums import ButtonStyle, ChatAction
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    SharedUser,
)
from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.team import Team
from bot.shop.deeds import Sheet
from bot.shop.people import Person, Role, Shop, clean_name
from bot.storage.database import Database
from bot.storage.people import Visitor
from bot.texts import audit, board, labels, setup
from bot.texts import team as texts
from handlers.commands import publish_to
from handlers.filters import InPrivate, OpensStaff
from handlers.screen import Rows, View, answer, button, send, show

_PAYLOAD = "staff"
"""The link for those who were appointed before they had opened the bot."""

_REQUESTS = {11: Role.CASHIER, 12: Role.OWNER}
"""Which chooser was used, as Telegram tells it back."""


class AddMember(CallbackData, prefix="tea"):
    """Choose somebody for a role."""

    role: Role


class ShowMember(CallbackData, prefix="tem"):
    """Open one of the staff."""

    person_id: int


class GiveRole(CallbackData, prefix="teg"):
    """Give one of the staff another role."""

    person_id: int
    role: Role


class RemoveMember(CallbackData, prefix="ter"):
    """Remove one of the staff; asked once more unless `surely`."""

    person_id: int
    surely: bool


class ShowLog(CallbackData, prefix="tel"):
    """Open a page of the audit log; of one person alone unless `person_id` is 0."""

    person_id: int
    page: int


class BeginsWork(Filter):
    """One of the staff comes by the link that the owner was given for them."""

    async def __call__(self, _message: Message, command: CommandObject, person: Person) -> bool:
        """Whether it is so."""
        return command.args == _PAYLOAD and person.is_staff


class SharesUsers(Filter):
    """Somebody was chosen with one of our choosers."""

    async def __call__(self, message: Message) -> bool:
        """Whether somebody was."""
        return message.users_shared is not None and message.users_shared.request_id in _REQUESTS


def router() -> Router:
    """The staff."""
    screens = Router(name="team")
    screens.message.register(open_by_command, Command("staff"), InPrivate())
    screens.message.register(refer_to_private, Command("staff"))
    screens.message.register(appoint, InPrivate(), SharesUsers())
    screens.message.register(begin_work, CommandStart(deep_link=True), InPrivate(), BeginsWork())
    press = screens.callback_query.register
    press(open_list, OpensStaff(StaffScreen.STAFF), InPrivate())
    press(press_in_private, OpensStaff(StaffScreen.STAFF))
    press(choose, AddMember.filter(), InPrivate())
    press(open_member, ShowMember.filter(), InPrivate())
    press(give_role, GiveRole.filter(), InPrivate())
    press(remove, RemoveMember.filter(), InPrivate())
    press(open_log, ShowLog.filter(), InPrivate())
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, team: Team, database: Database) -> None:
    """Show who works here."""
    await show(message, await _list(person, shop, team), database)


async def refer_to_private(message: Message) -> None:
    """The group need not read along."""
    await message.reply(setup.in_private())


async def press_in_private(callback: CallbackQuery) -> None:
    """The group need not read along."""
    await callback.answer(setup.in_private(), show_alert=True)


async def open_list(callback: CallbackQuery, person: Person, shop: Shop, team: Team, database: Database) -> None:
    """Show who works here, in place of another screen."""
    await show(callback, await _list(person, shop, team), database)


async def choose(callback: CallbackQuery, callback_data: AddMember, person: Person, team: Team, bot: Bot) -> None:
    """Offer Telegram's own chooser of people."""
    await team.members(person)  # whoever is no owner is refused here
    await answer(callback)
    number = next(number for number, role in _REQUESTS.items() if role is callback_data.role)
    wish = KeyboardButtonRequestUsers(
        request_id=number, user_is_bot=False, max_quantity=1, request_name=True, request_username=True
    )
    key = KeyboardButton(text=texts.choose_person(), request_users=wish)
    keyboard = ReplyKeyboardMarkup(keyboard=[[key]], resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(person.telegram_id, texts.how_to_choose(callback_data.role), reply_markup=keyboard)


async def appoint(
    message: Message,
    person: Person,
    shop: Shop,
    team: Team,
    bot: Bot,
    database: Database,
    addresses: Addresses,
    i18n: I18n,
) -> None:
    """Somebody was chosen: they have the role from now on, and hear of it if they have opened the bot."""
    shared = message.users_shared
    if shared is None or not shared.users:
        return
    member = await team.appoint(person, _visitor(shared.users[0], shop), _REQUESTS[shared.request_id])
    told = texts.appointed(member)
    if await _can_be_told(bot, member):
        await team.welcome(member)
        with i18n.use_locale(member.language):
            await publish_to(bot, member)
    else:
        told += "\n" + texts.not_met(member, addresses.deep_link(_PAYLOAD))
    await message.answer(told, reply_markup=ReplyKeyboardRemove())
    await send(bot, message.chat.id, await _list(person, shop, team), database)


async def begin_work(message: Message, person: Person, shop: Shop, bot: Bot, database: Database) -> None:
    """Somebody who was appointed before they had opened the bot: they hear what they may do, and have the commands."""
    rows = [[button(board.board(), OpenStaff(screen=StaffScreen.BOARD))]]
    await show(message, View(texts.welcome(shop, person.role), rows), database)
    await publish_to(bot, person)


async def open_member(
    callback: CallbackQuery, callback_data: ShowMember, person: Person, team: Team, database: Database
) -> None:
    """Show one of the staff."""
    await show(callback, await _member(person, callback_data.person_id, team), database)


async def give_role(
    callback: CallbackQuery,
    callback_data: GiveRole,
    person: Person,
    team: Team,
    bot: Bot,
    database: Database,
    i18n: I18n,
) -> None:
    """Give another role."""
    member = await team.change(person, callback_data.person_id, callback_data.role)
    toast = texts.appointed(member)
    if await _can_be_told(bot, member):
        await team.welcome(member)
        with i18n.use_locale(member.language):
            await publish_to(bot, member)
    if member.id == person.id:
        await answer(callback, toast)
        return
    await show(callback, await _member(person, member.id, team), database, toast)


async def remove(
    callback: CallbackQuery,
    callback_data: RemoveMember,
    person: Person,
    shop: Shop,
    team: Team,
    bot: Bot,
    database: Database,
    i18n: I18n,
) -> None:
    """Ask once more, then remove."""
    member, _ = await team.member(person, callback_data.person_id)
    is_self = member.id == person.id
    if not callback_data.surely:
        yes = RemoveMember(person_id=member.id, surely=True)
        rows = [
            [button(texts.yes_remove(), yes, ButtonStyle.DANGER)],
            [button(texts.no_keep(), ShowMember(person_id=member.id))],
        ]
        await show(callback, View(texts.surely(member, is_self=is_self), rows), database)
        return
    member = await team.dismiss(person, member.id)
    with i18n.use_locale(member.language):
        await publish_to(bot, member)
    view = View(texts.removed(member), []) if is_self else await _list(person, shop, team)
    await show(callback, view, database, texts.removed(member))


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


async def _list(person: Person, shop: Shop, team: Team) -> View:
    members = await team.members(person)
    rows = [[button(texts.row(one), ShowMember(person_id=one.id))] for one in members]
    rows.append([button(texts.add(role), AddMember(role=role)) for role in _REQUESTS.values()])
    rows.append([button(audit.open_log(), ShowLog(person_id=0, page=0))])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return View(texts.heading(shop), rows)


async def _member(person: Person, member_id: int, team: Team) -> View:
    member, by_settings = await team.member(person, member_id)
    other = Role.CASHIER if member.role is Role.OWNER else Role.OWNER
    rows = [
        [button(texts.make(other), GiveRole(person_id=member.id, role=other))],
        [button(audit.open_log_of(), ShowLog(person_id=member.id, page=0))],
        [button(texts.remove(), RemoveMember(person_id=member.id, surely=False), ButtonStyle.DANGER)],
        [button(texts.list_(), OpenStaff(screen=StaffScreen.STAFF))],
    ]
    return View(texts.member(member, by_settings=by_settings), rows)


def _visitor(chosen: SharedUser, shop: Shop) -> Visitor:
    """Whom Telegram told us of; the language is theirs to choose when they come."""
    name = " ".join(part for part in (chosen.first_name, chosen.last_name) if part)
    return Visitor(chosen.user_id, clean_name(name) or str(chosen.user_id), chosen.username, shop.language)


async def _can_be_told(bot: Bot, member: Person) -> bool:
    """Whether the person has opened the bot: "is typing" asks the same right as a message and leaves nothing."""
    try:
        await bot.send_chat_action(member.telegram_id, ChatAction.TYPING)
    except (TelegramBadRequest, TelegramForbiddenError):
        return False
    return True
