"""What a group or channel allows the bot, by Telegram's description of it."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberRestricted,
    ResultChatMemberUnion,
)


class Lacking(StrEnum):
    """What the bot lacks in a chat."""

    MEMBERSHIP = "membership"
    POSTS = "posts"
    """The right to post in a channel."""
    TEXTS = "texts"
    PHOTOS = "photos"


@dataclass(frozen=True, slots=True)
class Place:
    """A chat that sales could be told in. `lacking` is what keeps the bot from it, or from its pictures."""

    id: int
    title: str
    is_public: bool
    lacking: Lacking | None

    @property
    def can_be_told(self) -> bool:
        """Whether texts arrive there; without photos they do."""
        return self.lacking in {None, Lacking.PHOTOS}


async def look_at(bot: Bot, chat_id: int) -> Place:
    """How the bot stands in a chat now.

    Raises:
        TelegramAPIError: when Telegram does not say.
    """
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, bot.id)
    except (TelegramForbiddenError, TelegramBadRequest):
        return Place(chat_id, "", is_public=True, lacking=Lacking.MEMBERSHIP)
    return Place(chat_id, chat.full_name, is_public(chat), _lacking(chat, member))


def is_public(chat: ChatFullInfo) -> bool:
    """Whether strangers can find the chat and read it."""
    return chat.type != ChatType.PRIVATE and bool(chat.username or chat.active_usernames)


def may(chat: ChatFullInfo, member: ResultChatMemberUnion) -> tuple[bool, bool]:
    """Whether the bot may write, and whether it may send photos."""
    if isinstance(member, ChatMemberAdministrator):
        allowed = chat.type != ChatType.CHANNEL or bool(member.can_post_messages)
        return allowed, allowed
    if chat.type == ChatType.CHANNEL:
        return False, False
    if isinstance(member, ChatMemberRestricted):
        texts = member.is_member and member.can_send_messages
        return texts, texts and member.can_send_photos
    if not isinstance(member, ChatMemberMember):
        return False, False
    rights = chat.permissions
    texts = rights is None or rights.can_send_messages is not False
    return texts, texts and (rights is None or rights.can_send_photos is not False)


def _lacking(chat: ChatFullInfo, member: ResultChatMemberUnion) -> Lacking | None:
    texts, photos = may(chat, member)
    if not texts:
        return Lacking.POSTS if chat.type == ChatType.CHANNEL else Lacking.TEXTS
    return None if photos else Lacking.PHOTOS
