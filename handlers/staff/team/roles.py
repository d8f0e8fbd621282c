"""Giving and taking roles: people are chosen with Telegram's own chooser."""

from aiogram import Bot, Router
from aiogram.enums import ButtonStyle, ChatAction
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import CommandObject, CommandStart, Filter
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
from bot.shop.people import Person, Role, Shop, clean_name
from bot.storage.database import Database
from bot.storage.people import Visitor
from bot.texts import board
from bot.texts import team as texts
from handlers.commands import publish_to
from handlers.filters import InPrivate
from handlers.screen import View, answer, button, send, show
from handlers.staff.team.buttons import AddMember, GiveRole, RemoveMember, ShowMember
from handlers.staff.team.listing import member_view, team_view

_PAYLOAD = "staff"
"""The link for those who were appointed before they had opened the bot."""

_REQUESTS = {11: Role.CASHIER, 12: Role.OWNER}
"""Which chooser was used, as Telegram tells it back."""


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
    """Appointing, changing and removing."""
    screens = Router(name="roles of the staff")
    screens.message.register(appoint, InPrivate(), SharesUsers())
    screens.message.register(begin_work, CommandStart(deep_link=True), InPrivate(), BeginsWork())
    press = screens.callback_query.register
    press(choose, AddMember.filter(), InPrivate())
    press(give_role, GiveRole.filter(), InPrivate())
    press(remove, RemoveMember.filter(), InPrivate())
    return screens


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
    if not await _tell(bot, team, member, i18n):
        told += "\n" + texts.not_met(member, addresses.deep_link(_PAYLOAD))
    await message.answer(told, reply_markup=ReplyKeyboardRemove())
    await send(bot, message.chat.id, await team_view(person, shop, team), database)


async def begin_work(message: Message, person: Person, shop: Shop, bot: Bot, database: Database) -> None:
    """Somebody who was appointed before they had opened the bot: they hear what they may do, and have the commands."""
    rows = [[button(board.board(), OpenStaff(screen=StaffScreen.BOARD))]]
    await show(message, View(texts.welcome(shop, person.role), rows), database)
    await publish_to(bot, person)


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
    await _tell(bot, team, member, i18n)
    if member.id == person.id:
        await answer(callback, toast)
        return
    await show(callback, await member_view(person, member.id, team), database, toast)


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
    view = View(texts.removed(member), []) if is_self else await team_view(person, shop, team)
    await show(callback, view, database, texts.removed(member))


def _visitor(chosen: SharedUser, shop: Shop) -> Visitor:
    """Whom Telegram told us of; the language is theirs to choose when they come."""
    name = " ".join(part for part in (chosen.first_name, chosen.last_name) if part)
    return Visitor(chosen.user_id, clean_name(name) or str(chosen.user_id), chosen.username, shop.language)


async def _tell(bot: Bot, team: Team, member: Person, i18n: I18n) -> bool:
    """Let a member know of their role and give them its commands, if they have opened the bot; whether they have."""
    if not await _can_be_told(bot, member):
        return False
    await team.welcome(member)
    with i18n.use_locale(member.language):
        await publish_to(bot, member)
    return True


async def _can_be_told(bot: Bot, member: Person) -> bool:
    """Whether the person has opened the bot: "is typing" asks the same right as a message and leaves nothing."""
    try:
        await bot.send_chat_action(member.telegram_id, ChatAction.TYPING)
    except (TelegramBadRequest, TelegramForbiddenError):
        return False
    return True
