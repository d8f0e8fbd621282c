"""The world as Telegram's servers know it: who exists, where they talk, what was said."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.telegram.errors import bad_request, migrated
from bot.sandbox.telegram.events import Events
from bot.sandbox.telegram.files import Files
from bot.sandbox.telegram.model import GENERAL_TOPIC, Chat, ChatType, Json, Message, Topic, User

CUSTOMER_ID = 1001
SELLER_ID = 1002
GROUP_ID = -1001000000001
DIRECT_CHATS = 8_000_000_000_001
"""Numbers of private chats of two people begin here."""


class World:
    """All state of the sandbox. `events` hears of every change."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.events = Events()
        self.panes: list[tuple[int, int]] = []
        """What the chat page shows, from left to right: (chat, whose eyes see it)."""
        self.profile: dict[str, Any] = {}
        """What the bot says of itself: descriptions and commands by scope and language."""
        self._last_private_message = 0
        self._next_chat = 1

    def now(self) -> int:
        """Whole Unix seconds, as dates of messages are."""
        return int(self.clock())

    def add_user(self, user: User) -> User:
        """A new person with an empty private chat."""
        if user.id <= 0 or user.id in self.users:
            raise bad_request(f"user number {user.id} is taken or not positive")
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", members={user.id: "member", self.bot.id: "member"})
        self.panes.append((user.id, user.id))
        self.events.tell("world", None)
        return user

    def add_chat(self, chat: Chat, viewer: int | None) -> Chat:
        """A new group, supergroup or channel, shown on the page through the eyes of `viewer`."""
        if chat.id >= 0 or chat.id in self.chats:
            raise bad_request(f"chat number {chat.id} is taken or not negative")
        self.chats[chat.id] = chat
        chat.last_message_id = 1  # the first number told that the chat was made; it is also the general topic's
        if chat.is_forum:
            chat.topics[GENERAL_TOPIC] = Topic(GENERAL_TOPIC, "General")
        if viewer is not None:
            self.panes.append((chat.id, viewer))
        self.events.tell("world", None)
        return chat

    def direct(self, one: int, other: int) -> Chat:
        """The private chat of two people, made when it is first asked for; its number is for the sandbox alone."""
        between = (min(one, other), max(one, other))
        chat = next((known for known in self.chats.values() if known.between == between), None)
        if chat is None:
            number = DIRECT_CHATS + sum(bool(known.between) for known in self.chats.values())
            chat = Chat(number, "private", members=dict.fromkeys(between, "member"), between=between)
            self.chats[number] = chat
        return chat

    def fresh_chat_id(self, kind: ChatType) -> int:
        """A number that no chat has: small for groups, beyond 32 bits for supergroups and channels."""
        base = -5_000_000 if kind == "group" else -1002_000_000_000
        while base - self._next_chat in self.chats:
            self._next_chat += 1
        return base - self._next_chat

    def chat(self, chat_id: Any) -> Chat:
        """The chat of a number or an @username; refuses unknown ones, and groups that moved."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        text = str(chat_id)
        if text.startswith("@"):
            named = (chat for chat in self.chats.values() if f"@{chat.username}".lower() == text.lower())
            chat = next(named, None)
        else:
            chat = self.chats.get(int(text)) if text.removeprefix("-").isascii() and _is_number(text) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        return chat

    def post(self, chat: Chat, sender: int | None, content: Json, **fields: Any) -> Message:
        """Put a message into a chat and tell everyone who looks."""
        if chat.type in ("private", "group"):
            # Telegram numbers these from one common counter of the account, so numbers skip within a chat.
            self._last_private_message += 1
            number = self._last_private_message
        else:
            number = chat.last_message_id + 1
        chat.last_message_id = number
        message = Message(number, chat.id, sender, self.now(), content, **fields)
        chat.messages[number] = message
        self.events.tell("message", chat.id, message_id=number)
        return message

    def touch(self, message: Message) -> None:
        """Note an edit and tell everyone who looks."""
        message.edit_date = self.now()
        message.edits += 1
        self.events.tell("message", message.chat_id, message_id=message.id)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message for everyone."""
        del chat.messages[message_id]
        self.events.tell("deleted", chat.id, message_id=message_id)

    def move(self, chat: Chat) -> Chat:
        """Upgrade a group to a supergroup: a new number, history left behind."""
        new = Chat(
            self.fresh_chat_id("supergroup"),
            "supergroup",
            chat.title,
            members=dict(chat.members),
            bot_rights=dict(chat.bot_rights),
            permissions=dict(chat.permissions),
        )
        viewer = next((who for where, who in self.panes if where == chat.id), None)
        self.add_chat(new, None)
        if viewer is not None:
            self.panes[self.panes.index((chat.id, viewer))] = (new.id, viewer)
        chat.migrated_to = new.id
        self.events.tell("world", None)
        return new


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdigit()


def furnished(bot: User, clock: Callable[[], float]) -> World:
    """A world with a customer, a seller and the seller's group, in which the bot is an administrator."""
    world = World(bot, clock)
    world.add_user(User(CUSTOMER_ID, "Айда", username="aida", language_code="ky", phone="996700112233"))
    group = Chat(GROUP_ID, "supergroup", "Торттор · заказдар")
    group.members = {SELLER_ID: "creator", bot.id: "administrator"}
    world.add_chat(group, SELLER_ID)
    world.add_user(User(SELLER_ID, "Бакыт", username="bakyt", language_code="ky", phone="996555445566", seen=True))
    return world
