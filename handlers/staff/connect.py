"""Connecting a group or channel without typing its number: the bot is added, or the chat chosen; a button confirms."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import JOIN_TRANSITION, ChatMemberUpdatedFilter, Filter
from aiogram.types import (
    CallbackQuery,
    ChatAdministratorRights,
    ChatMemberUpdated,
    InlineKeyboardButton,
    KeyboardButton,
    KeyboardButtonRequestChat,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.addresses import Addresses
from bot.chats import Lacking, Place, look_at
from bot.clock import Clock
from bot.messages.staff_buttons import ChooseChat, ConnectChat, OpenStaff, StaffScreen
from bot.shop.deeds import Deed
from bot.shop.people import Person, Role, Shop
from bot.staff import owner
from bot.storage import audit, shops
from bot.storage.database import Database, Unit
from bot.texts import board
from bot.texts import group as texts
from bot.texts import settings as settings_texts
from handlers.filters import InPrivate
from handlers.screen import View, answer, button, send, show

_GROUP, _CHANNEL = 1, 2
"""Which chooser was used, as Telegram tells it back."""

_POSTING = ChatAdministratorRights(
    **dict.fromkeys(
        (
            "is_anonymous",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
            "can_send_welcome_messages",
        ),
        False,
    ),
    can_manage_chat=True,
    can_post_messages=True,
)
"""What the bot needs in a channel; Telegram offers to give it when the channel is chosen."""


def router() -> Router:
    """The ways to connect a chat."""
    screens = Router(name="connect")
    screens.message.register(chosen, InPrivate(), SharesChat())
    screens.my_chat_member.register(added, ChatMemberUpdatedFilter(JOIN_TRANSITION))
    screens.callback_query.register(choose, ChooseChat.filter())
    screens.callback_query.register(connect, ConnectChat.filter())
    return screens


class SharesChat(Filter):
    """A chat was chosen with Telegram's chooser."""

    async def __call__(self, message: Message) -> bool:
        """Whether one was."""
        return message.chat_shared is not None


async def added(
    update: ChatMemberUpdated, person: Person, shop: Shop, bot: Bot, database: Database, addresses: Addresses
) -> None:
    """Ask in the group, or in private where the bot may not write there or strangers would read the question."""
    if update.chat.type == ChatType.PRIVATE or person.role is not Role.OWNER:
        return
    place = await look_at(bot, update.chat.id)
    if place.id == shop.merchant_chat_id:
        await database.write(shops.note_public, shop.id, public=place.is_public)
        return
    in_group = place.can_be_told and update.chat.type != ChatType.CHANNEL
    where = update.chat.id if in_group else person.telegram_id
    await send(bot, where, _question(place, addresses), database)


async def choose(callback: CallbackQuery, person: Person, bot: Bot) -> None:
    """Offer Telegram's own choosers."""
    if person.role is not Role.OWNER:
        await callback.answer(settings_texts.owners_only(), show_alert=True)
        return
    await answer(callback)
    group = KeyboardButtonRequestChat(request_id=_GROUP, chat_is_channel=False, request_title=True)
    channel = KeyboardButtonRequestChat(
        request_id=_CHANNEL,
        chat_is_channel=True,
        user_administrator_rights=_POSTING,
        bot_administrator_rights=_POSTING,
        request_title=True,
    )
    keys = [
        [KeyboardButton(text=texts.a_group(), request_chat=group)],
        [KeyboardButton(text=texts.a_channel(), request_chat=channel)],
    ]
    keyboard = ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(person.telegram_id, texts.how_to_choose(), reply_markup=keyboard)


async def chosen(message: Message, person: Person, bot: Bot, database: Database, addresses: Addresses) -> None:
    """A chat was chosen: look at it, and ask."""
    if person.role is not Role.OWNER or message.chat_shared is None:
        await message.answer(settings_texts.owners_only(), reply_markup=ReplyKeyboardRemove())
        return
    await message.answer(texts.chosen(), reply_markup=ReplyKeyboardRemove())
    place = await look_at(bot, message.chat_shared.chat_id)
    await send(bot, message.chat.id, _question(place, addresses), database)


async def connect(
    callback: CallbackQuery,
    callback_data: ConnectChat,
    person: Person,
    bot: Bot,
    database: Database,
    addresses: Addresses,
    clock: Clock,
) -> None:
    """Tell sales there from now on, if the bot may write there and the person may say so."""
    await database.read(owner, person)
    place = await look_at(bot, callback_data.chat_id)
    if not place.can_be_told:
        await callback.answer(texts.lacks(place.lacking or Lacking.TEXTS), show_alert=True)
        await show(callback, _question(place, addresses), database)
        return
    await database.write(_connect, person, place, _topic(callback, place.id), clock.now())
    message = callback.message
    in_private = isinstance(message, Message) and message.chat.type == ChatType.PRIVATE
    rows = [[button(board.setup(), OpenStaff(screen=StaffScreen.SETUP))]] if in_private else []
    await show(callback, View(texts.connected(place), rows), database)


def _question(place: Place, addresses: Addresses) -> View:
    """Tell sales there? Or what is in the way."""
    connect_it = ConnectChat(chat_id=place.id)
    if place.can_be_told:
        return View(texts.tell_here(place), [[button(texts.yes_here(), connect_it)]])
    rows = [[button(texts.check_again(), connect_it)]]
    if place.lacking is Lacking.MEMBERSHIP:
        rows.insert(0, [InlineKeyboardButton(text=texts.add_me(), url=addresses.add_to_group())])
    return View(texts.lacks(place.lacking or Lacking.TEXTS), rows)


def _topic(callback: CallbackQuery, chat_id: int) -> int | None:
    """The topic in which the question was answered, if it was asked in that chat's topic."""
    message = callback.message
    if isinstance(message, Message) and message.chat.id == chat_id and message.is_topic_message:
        return message.message_thread_id
    return None


async def _connect(unit: Unit, person: Person, place: Place, topic_id: int | None, now: datetime) -> None:
    """The right is read with the change; a chat that is connected already keeps its topics."""
    await owner(unit, person)
    shop = await shops.load(unit, person.shop_id)
    if shop.merchant_chat_id != place.id:
        await shops.connect_chat(unit, shop.id, place.id, topic_id)
        await audit.record(unit, person, Deed.SETTING, now, "chat", to=place.id)
    await shops.note_public(unit, shop.id, public=place.is_public)
