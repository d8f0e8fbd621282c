"""Changes to the furniture of the world: new people, groups, channels, topics, rights."""

from collections.abc import Callable

from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.model import Chat, Json, Topic, User
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.service import Service

TOPIC_COLOR = 7322096
STATUSES = {"creator", "administrator", "member", "left", "kicked"}


class Changes:
    """What tests and the demo may rearrange. `by` in a body is the person who does it: the first owner if not given."""

    def __init__(self, service: Service, people: People) -> None:
        self._world = service.world
        self._inline = service.inline
        self._business = service.business
        self._people = people
        self._changes: dict[str, Callable[[Chat, Json], Json]] = {
            "bot": self._bot,
            "members": self._member,
            "permissions": self._permissions,
            "topics": self._add_topic,
            "close_topic": self._close_topic,
            "reopen_topic": self._reopen_topic,
            "delete_topic": self._delete_topic,
            "upgrade": self._upgrade,
        }

    def add_user(self, body: Json) -> Json:
        """A new person: the fields of `User`."""
        return {"id": self._world.add_user(User(**body)).id}

    def add_chat(self, body: Json) -> Json:
        """A new chat: `type`, `title`, `owner`; optional `id`, `username`, `is_forum`, `members`, `bot` (a status)."""
        kind = body["type"]
        if kind not in ("group", "supergroup", "channel"):
            raise bad_request("type must be group, supergroup or channel")
        owner = body["owner"]
        chat = Chat(
            body.get("id") or self._world.fresh_chat_id(kind),
            kind,
            body["title"],
            body.get("username"),
            bool(body.get("is_forum")),
        )
        chat.members = {owner: "creator"} | dict.fromkeys(body.get("members", []), "member")
        chat.members[self._world.bot.id] = _status(body.get("bot", "administrator"))
        return {"id": self._world.add_chat(chat, owner).id}

    def set_inline(self, body: Json) -> Json:
        """What the owner chose in @BotFather: `enabled` (inline mode), `feedback` (inline feedback)."""
        self._inline.enabled = bool(body.get("enabled", self._inline.enabled))
        self._inline.feedback = bool(body.get("feedback", self._inline.feedback))
        return {"enabled": self._inline.enabled, "feedback": self._inline.feedback}

    def set_business(self, body: Json) -> Json:
        """What the owner chose in @BotFather: `enabled` (Business Mode)."""
        self._business.enabled = bool(body["enabled"])
        return {"enabled": self._business.enabled}

    def change(self, chat_id: int, name: str, body: Json) -> Json:
        """Apply one of the changes to a chat."""
        if name not in self._changes:
            raise Refused(404, "Not Found: no such change")
        result = self._changes[name](self._world.chat(chat_id), body)
        self._world.events.tell("chat", chat_id)
        return result

    def _bot(self, chat: Chat, body: Json) -> Json:
        self._people.set_bot_status(self._by(chat, body), chat.id, _status(body["status"]), body.get("rights", {}))
        return {}

    def _member(self, chat: Chat, body: Json) -> Json:
        chat.members[self._people.user(body["user_id"]).id] = _status(body["status"])
        return {}

    def _permissions(self, chat: Chat, body: Json) -> Json:
        chat.permissions = dict(body)
        return {}

    def _add_topic(self, chat: Chat, body: Json) -> Json:
        if not chat.is_forum:
            raise bad_request("the chat is not a forum")
        content = {"forum_topic_created": {"name": body["name"], "icon_color": TOPIC_COLOR}}
        message = self._world.post(chat, self._by(chat, body), content, editable=False)
        message.thread_id = message.id
        chat.topics[message.id] = Topic(message.id, body["name"])
        return {"thread_id": message.id}

    def _close_topic(self, chat: Chat, body: Json) -> Json:
        _topic(chat, body).closed = True
        return {}

    def _reopen_topic(self, chat: Chat, body: Json) -> Json:
        _topic(chat, body).closed = False
        return {}

    def _delete_topic(self, chat: Chat, body: Json) -> Json:
        topic = _topic(chat, body)
        del chat.topics[topic.id]
        for message in [one for one in chat.messages.values() if one.thread_id == topic.id]:
            self._world.remove(chat, message.id)
        return {}

    def _upgrade(self, chat: Chat, body: Json) -> Json:
        return {"id": self._people.upgrade(self._by(chat, body), chat.id).id}

    def _by(self, chat: Chat, body: Json) -> int:
        owners = (user for user, status in chat.members.items() if status == "creator")
        return int(body.get("by") or next(owners))


def _status(name: str) -> str:
    if name not in STATUSES:
        raise bad_request(f"status must be one of {', '.join(sorted(STATUSES))}")
    return name


def _topic(chat: Chat, body: Json) -> Topic:
    topic = chat.topics.get(body["thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return topic
