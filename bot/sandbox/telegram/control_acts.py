"""Acts of people as the control API takes them: a name, the person's number and a JSON body."""

import base64
from collections.abc import Awaitable, Callable

from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.inline_people import InlinePeople
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.service import Service

PRESS_SECONDS = 60.0
"""How long a press waits for the bot's answer unless told otherwise."""


class Acts:
    """Everything that a person can do; `chat_id` in the body defaults to the private chat with the bot."""

    def __init__(self, service: Service, people: People) -> None:
        self._people = people
        self._inline = InlinePeople(service, people)
        self._acts: dict[str, Callable[[int, Json], Awaitable[Json]]] = {
            "send": self._send,
            "start": self._start,
            "press": self._press,
            "key": self._key,
            "contact": self._contact,
            "location": self._location,
            "photo": self._photo,
            "document": self._document,
            "share_chat": self._share_chat,
            "share_users": self._share_users,
            "block": self._block,
            "unblock": self._unblock,
            "language": self._language,
            "delete": self._delete,
            "talk": self._talk,
            "connect": self._connect,
            "disconnect": self._disconnect,
            "inline": self._ask_inline,
            "choose": self._choose_inline,
        }

    async def do(self, user: int, act: str, body: Json) -> Json:
        """Let the person act; refuses what Telegram's apps do not offer."""
        if act not in self._acts:
            raise Refused(404, "Not Found: no such act")
        return await self._acts[act](user, body)

    async def _send(self, user: int, body: Json) -> Json:
        where = body.get("chat_id", user)
        message = self._people.say(user, where, body["text"], body.get("thread_id"), body.get("reply_to"))
        return {"message_id": message.id}

    async def _start(self, user: int, body: Json) -> Json:
        return {"message_id": self._people.start(user, body.get("payload", "")).id}

    async def _press(self, user: int, body: Json) -> Json:
        seconds = float(body.get("seconds", PRESS_SECONDS))
        return await self._people.press(user, body.get("chat_id", user), body["message_id"], body["data"], seconds)

    async def _key(self, user: int, body: Json) -> Json:
        return {"message_id": self._people.tap_key(user, body.get("chat_id", user), body["text"]).id}

    async def _contact(self, user: int, body: Json) -> Json:
        return {"message_id": self._people.share_contact(user, body.get("chat_id", user), body.get("contact")).id}

    async def _location(self, user: int, body: Json) -> Json:
        where = float(body["latitude"]), float(body["longitude"])
        return {"message_id": self._people.share_location(user, body.get("chat_id", user), *where).id}

    async def _photo(self, user: int, body: Json) -> Json:
        data = base64.b64decode(body["base64"], validate=True)
        name, caption = body.get("name", "photo.jpg"), body.get("caption", "")
        return {"message_id": self._people.send_photo(user, body.get("chat_id", user), data, name, caption).id}

    async def _document(self, user: int, body: Json) -> Json:
        data = base64.b64decode(body["base64"], validate=True)
        name, caption = body["name"], body.get("caption", "")
        return {"message_id": self._people.send_document(user, body.get("chat_id", user), data, name, caption).id}

    async def _share_chat(self, user: int, body: Json) -> Json:
        return {"message_id": self._people.share_chat(user, body["chat_id"]).id}

    async def _share_users(self, user: int, body: Json) -> Json:
        return {"message_id": self._people.share_users(user, body["users"]).id}

    async def _block(self, user: int, _: Json) -> Json:
        self._people.block(user, blocked=True)
        return {}

    async def _unblock(self, user: int, _: Json) -> Json:
        self._people.block(user, blocked=False)
        return {}

    async def _language(self, user: int, body: Json) -> Json:
        self._people.set_language(user, body["code"])
        return {}

    async def _delete(self, user: int, body: Json) -> Json:
        self._people.delete(user, body.get("chat_id", user), body["message_id"])
        return {}

    async def _talk(self, user: int, body: Json) -> Json:
        return {"chat_id": self._people.talk(user, body["other"]).id}

    async def _connect(self, user: int, body: Json) -> Json:
        can_reply, excluded = bool(body.get("can_reply", True)), body.get("excluded", [])
        return {"connection": self._people.connect(user, can_reply=can_reply, excluded=excluded)}

    async def _disconnect(self, user: int, _: Json) -> Json:
        self._people.disconnect(user)
        return {}

    async def _ask_inline(self, user: int, body: Json) -> Json:
        answer = await self._inline.ask(user, body["query"], float(body.get("seconds", PRESS_SECONDS)))
        return {"answered": answer is not None, "results": [], "button": None} | (answer or {})

    async def _choose_inline(self, user: int, body: Json) -> Json:
        message = self._inline.choose(user, body.get("chat_id", user), body["query"], body["result_id"])
        return {"message_id": message.id}
