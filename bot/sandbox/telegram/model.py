"""What the world is made of: users, chats, topics, messages and files."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]

GENERAL_TOPIC = 1
"""The topic that every forum has; messages in it carry no thread number."""


@dataclass
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str = ""
    is_bot: bool = False
    started: bool = False
    """Has opened a conversation with the bot."""
    seen: bool = False
    """Has come to the bot's notice in any update; Telegram answers differently before that."""
    blocked_bot: bool = False
    deleted: bool = False
    hides_profile: bool = False
    """Does not allow `tg://user` buttons that lead to them."""


@dataclass
class Topic:
    """A topic of a forum; its number is that of the message which made it."""

    id: int
    name: str
    closed: bool = False


@dataclass
class Message:
    """A message as it stands now. `content` holds the Bot API's content fields (text, photo, caption...)."""

    id: int
    chat_id: int
    sender: int | None
    date: int
    content: Json
    markup: Json | None = None
    """Inline keyboard."""
    thread_id: int | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    edits: int = 0
    editable: bool = True
    """False once a reply keyboard travelled with it."""
    extra: Json = field(default_factory=dict)
    """Further fields of the Bot API's message: `via_bot`, `forward_origin`."""


@dataclass
class Chat:
    """A private chat, a group, a supergroup or a channel."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    """User number to status: creator, administrator, member, left, kicked."""
    bot_rights: Json = field(default_factory=dict)
    """Rights of the bot as an administrator that differ from "everything"."""
    permissions: Json = field(default_factory=dict)
    """What ordinary members may do, where it differs from "everything"."""
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int | None = None
    reply_keyboard: Json | None = None
    forced_replies: dict[int, int] = field(default_factory=dict)
    """Whose app has a reply open because the bot asked for it, and to which message."""
    menu_button: Json | None = None
    last_message_id: int = 0
    between: tuple[int, ...] = ()
    """The two people of a private chat that the bot is no part of."""

    @property
    def kind(self) -> str:
        """Telegram's name of it in refusals: "group chat", "supergroup chat", "channel chat"."""
        return f"{self.type} chat"

    def newest(self) -> Message | None:
        """The latest message that still exists."""
        return self.messages[max(self.messages)] if self.messages else None


@dataclass(frozen=True)
class StoredFile:
    """Bytes exactly as they came, with the names under which Telegram knows them."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    name: str
    mime_type: str
    width: int = 0
    height: int = 0
