"""Business connections: people let the bot read and answer in their own private chats."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Chat, Json, Message, User
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.views import message_view, user_view
from bot.sandbox.telegram.world import World

ACTIVE_SECONDS = 24 * 3600
"""How long after the other side's last message the bot may speak in a chat."""


@dataclass
class Connection:
    """One person's account with the bot connected to it; connected anew it gets another number."""

    id: str
    user_id: int
    date: int
    can_reply: bool
    excluded: set[int] = field(default_factory=set)
    """People whose chats are kept from the bot."""
    enabled: bool = True


class Business:
    """Who has connected the bot, what it hears of their chats, and where it may speak for them."""

    def __init__(self, world: World, updates: Updates) -> None:
        self._world = world
        self._updates = updates
        self._connections: dict[str, Connection] = {}
        self.enabled = True
        """Whether @BotFather's Business Mode is on."""

    def connect(self, user: User, *, can_reply: bool, excluded: set[int]) -> Connection:
        """Connect the bot, or change what it may do; the bot is told."""
        if not self.enabled:
            raise bad_request("the bot does not support Telegram Business")
        connection = self._of(user.id)
        if connection is None:
            number = f"business{len(self._connections) + 1:06d}"
            connection = self._connections[number] = Connection(number, user.id, self._world.now(), can_reply)
        connection.can_reply, connection.excluded = can_reply, excluded
        self._tell(connection)
        return connection

    def disconnect(self, user: User) -> None:
        """Take the bot out of the person's chats; the bot is told."""
        connection = self._of(user.id)
        if connection is None:
            raise bad_request("no bot is connected")
        connection.enabled = False
        self._tell(connection)

    def find(self, number: Any) -> Connection:
        """The connection with this number, also one that has ended."""
        connection = self._connections.get(str(number))
        if connection is None:
            raise bad_request("business connection not found")
        return connection

    def place(self, fields: Json) -> tuple[Connection, Chat]:
        """Where a call that names a connection speaks; refused where the bot may not."""
        connection, text = self.find(fields["business_connection_id"]), str(fields.get("chat_id"))
        peer = self._world.users.get(int(text)) if text.isascii() and text.isdecimal() else None
        if peer is None:
            raise bad_request("chat must be a private chat" if text.startswith("-") else "chat not found")
        if peer.id == connection.user_id:
            raise bad_request("messages must not be sent to self")
        if not connection.enabled:
            raise bad_request("BUSINESS_CONNECTION_INVALID")
        chat = self._world.direct(connection.user_id, peer.id)
        if peer.is_bot or peer.id in connection.excluded:
            raise bad_request("BUSINESS_PEER_INVALID")
        if not connection.can_reply:
            raise bad_request("BOT_ACCESS_FORBIDDEN")
        since = self._world.now() - ACTIVE_SECONDS
        if not any(one.sender == peer.id and one.date > since for one in chat.messages.values()):
            raise bad_request("BUSINESS_PEER_USAGE_MISSING")
        return connection, chat

    def hear(self, chat: Chat, message: Message) -> None:
        """A message of somebody in a private chat of two people: the bot hears it by each side that is connected."""
        for user_id in chat.between:
            connection = self._of(user_id)
            if connection is None or not connection.excluded.isdisjoint(chat.between):
                continue
            for number in chat.between:
                self._world.users[number].seen = True
            body = self.view(message, connection) | {"business_connection_id": connection.id}
            self._updates.push("business_message", chat.id, body)

    def view(self, message: Message, connection: Connection | None = None) -> Json:
        """A message as a connection shows it: the chat is named after the other side."""
        chat = self._world.chats[message.chat_id]
        own = connection or self.find(message.extra["business_connection_id"])
        peer = self._world.users[next(one for one in chat.between if one != own.user_id)]
        named = {"id": peer.id, "type": "private", "first_name": peer.first_name}
        named |= {"username": peer.username} if peer.username else {}
        view = message_view(message, self._world) | {"chat": named}
        if "reply_to_message" in view:
            view["reply_to_message"] |= {"chat": named}
        return view

    def connection_view(self, connection: Connection) -> Json:
        """A `BusinessConnection`."""
        view = {
            "id": connection.id,
            "user": user_view(self._world.users[connection.user_id]),
            "user_chat_id": connection.user_id,
            "date": connection.date,
            "is_enabled": connection.enabled,
        }
        return view | ({"rights": {"can_reply": True} if connection.can_reply else {}} if connection.enabled else {})

    def _of(self, user_id: int) -> Connection | None:
        live = (one for one in self._connections.values() if one.user_id == user_id and one.enabled)
        return next(live, None)

    def _tell(self, connection: Connection) -> None:
        self._world.users[connection.user_id].seen = True
        self._updates.push("business_connection", connection.user_id, self.connection_view(connection))
