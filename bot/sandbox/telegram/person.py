"""A person in the sandbox's Telegram, for tests: writes, presses, waits, reads.

Works over HTTP alone, so the sandbox may live in another process.
"""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.telegram.client import ControlClient, ControlRefused, Deadline, Json
from bot.sandbox.telegram.seen import Button, Message, messages_of, shown

__all__ = ["Button", "ControlRefused", "Message", "Person", "PersonError"]


class PersonError(AssertionError):
    """What the person wanted to do or see did not happen; the text shows the chat as it stands."""


class Person(ControlClient):
    """One user of the sandbox. `chat_id` defaults to the private chat with the bot everywhere."""

    def __init__(self, sandbox_url: str, user_id: int, *, patience: float = 60.0) -> None:
        super().__init__(sandbox_url)
        self.id = user_id
        self.patience = patience
        """Seconds that a press or `wait_for` waits unless told otherwise; only what never comes takes so long."""

    async def send(
        self, text: str, chat_id: int | None = None, *, thread_id: int | None = None, reply_to: int | None = None
    ) -> int:
        """Write a text or command; returns the message's number.

        It replies to what the bot asked a reply to, unless `reply_to` names a message; 0 is a plain message.
        """
        return await self._act("send", text=text, chat_id=chat_id or self.id, thread_id=thread_id, reply_to=reply_to)

    async def start(self, payload: str = "") -> int:
        """Press START, with the payload of a deep link if there is one."""
        return await self._act("start", payload=payload)

    async def open_link(self, link: str) -> int:
        """Open a deep link to the bot (`.../bot?start=PAYLOAD`), or just its payload, and press START."""
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0] if "://" in link else link
        return await self.start(payload)

    async def press(self, label: str, chat_id: int | None = None, *, seconds: float | None = None) -> str:
        """Press the newest button whose label contains `label`; returns the bot's answer (toast or alert, may be "").

        A link button gives its address, a copy button its text. Without an inline button of that label the reply
        keyboard is tried. Raises `PersonError` when there is no such button, or the bot does not answer in time.
        """
        chat = await self._chat(chat_id)
        for message in reversed(messages_of(chat)):
            button = message.button(label)
            if button is not None:
                return await self._press(message, button, seconds)
        keyboard = (chat["chat"]["reply_keyboard"] or {"keyboard": []})["keyboard"]
        key = next((key for row in keyboard for key in row if label in key["text"]), None)
        if key is None:
            raise PersonError(f"no button {label!r} in\n{shown(chat)}")
        await self._press_key(key, chat["chat"]["id"])
        return ""

    async def link(self, label: str, chat_id: int | None = None) -> str:
        """The address behind the newest link button whose label contains `label`."""
        for message in reversed(await self.messages(chat_id)):
            button = message.button(label)
            if button is not None and button.url is not None:
                return button.url
        raise PersonError(f"no link button {label!r} in\n{shown(await self._chat(chat_id))}")

    async def share_contact(self, contact: Json | None = None, *, chat_id: int | None = None) -> int:
        """Share one's own phone number, or somebody's contact card."""
        return await self._act("contact", contact=contact, chat_id=chat_id or self.id)

    async def share_location(self, latitude: float, longitude: float) -> int:
        """Share a place, in degrees."""
        return await self._act("location", latitude=latitude, longitude=longitude)

    async def share_chat(self, chat_id: int) -> int:
        """Choose a chat with the chooser that the bot's keyboard offers."""
        return await self._act("share_chat", chat_id=chat_id)

    async def share_users(self, *user_ids: int) -> int:
        """Choose people with the chooser that the bot's keyboard offers."""
        return await self._act("share_users", users=list(user_ids))

    async def send_photo(
        self, data: bytes, caption: str = "", *, name: str = "photo.jpg", chat_id: int | None = None
    ) -> int:
        """Send a picture."""
        body = {"base64": base64.b64encode(data).decode(), "caption": caption, "name": name}
        return await self._act("photo", **body, chat_id=chat_id or self.id)

    async def send_document(self, data: bytes, name: str, caption: str = "") -> int:
        """Send a file as it is."""
        return await self._act("document", base64=base64.b64encode(data).decode(), caption=caption, name=name)

    async def document(self, message: Message) -> bytes:
        """The bytes of a message's file."""
        if message.document is None:
            raise PersonError(f"no file in {message.text!r}")
        return await self.read(f"/control/media/{message.document}")

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block")

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._act("unblock")

    async def set_language(self, code: str) -> None:
        """Switch the app's language; later updates carry it."""
        await self._act("language", code=code)

    async def delete_message(self, message_id: int, chat_id: int | None = None) -> None:
        """Delete a message for everyone."""
        await self._act("delete", message_id=message_id, chat_id=chat_id or self.id)

    async def talk_to(self, other_id: int) -> int:
        """Open the private chat with another person: its number, for everything here that takes a `chat_id`."""
        answer = await self.post(f"/control/people/{self.id}/talk", {"other": other_id})
        return int(answer["chat_id"])

    async def connect_bot(self, *, can_reply: bool = True, excluded: tuple[int, ...] = ()) -> str:
        """Connect the bot to one's own private chats, or change what it may do there; the connection's number."""
        body = {"can_reply": can_reply, "excluded": list(excluded)}
        answer = await self.post(f"/control/people/{self.id}/connect", body)
        return str(answer["connection"])

    async def disconnect_bot(self) -> None:
        """Take the bot out of one's own private chats."""
        await self._act("disconnect")

    async def inline(self, query: str) -> list[Json]:
        """Type the bot's name and `query` in some chat: the results."""
        return list((await self.ask_inline(query))["results"])

    async def ask_inline(self, query: str) -> Json:
        """The whole answer to an inline query: `results`, `button`, `is_personal`."""
        answer: Json = await self.post(f"/control/people/{self.id}/inline", {"query": query})
        if not answer["answered"]:
            raise PersonError(f"the bot did not answer the inline query {query!r}")
        return answer

    async def choose(self, query: str, result_id: str, chat_id: int | None = None) -> int:
        """Send an inline result into a chat."""
        return await self._act("choose", query=query, result_id=result_id, chat_id=chat_id or self.id)

    async def messages(self, chat_id: int | None = None, *, after: int = 0) -> list[Message]:
        """The chat's messages numbered above `after`, oldest first."""
        return [message for message in messages_of(await self._chat(chat_id)) if message.id > after]

    async def last(self, chat_id: int | None = None) -> Message:
        """The newest message of the chat."""
        messages = await self.messages(chat_id)
        if not messages:
            raise PersonError("the chat is empty")
        return messages[-1]

    async def wait_for(
        self,
        wanted: str | Callable[[Message], bool],
        timeout: float | None = None,  # noqa: ASYNC109 - part of this client's promise, in seconds
        chat_id: int | None = None,
        *,
        after: int = 0,
    ) -> Message:
        """The newest message that contains the text or satisfies the predicate, as soon as there is one.

        Only messages numbered above `after` count. Raises `PersonError` after `timeout` seconds.
        """
        matches = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted
        deadline = Deadline(self.patience if timeout is None else timeout)
        while True:
            chat = await self._chat(chat_id)
            for message in reversed(messages_of(chat)):
                if message.id > after and matches(message):
                    return message
            if deadline.left <= 0:
                raise PersonError(f"{wanted!r} did not come in\n{shown(chat)}")
            await self.get("/control/wait", after=chat["version"], seconds=deadline.left)

    async def photo(self, message_or_file: Message | str) -> bytes:
        """The bytes of a message's picture."""
        file_id = message_or_file.photo if isinstance(message_or_file, Message) else message_or_file
        return await self.read(f"/control/media/{file_id}")

    async def _act(self, act: str, **body: Any) -> int:
        answer = await self.post(f"/control/people/{self.id}/{act}", body)
        return int(answer.get("message_id", 0))

    async def _chat(self, chat_id: int | None) -> Json:
        chat: Json = await self.get(f"/control/chats/{chat_id or self.id}")
        return chat

    async def _press(self, message: Message, button: Button, seconds: float | None) -> str:
        if button.disabled:
            raise PersonError(f"the button {button.label!r} is disabled")
        if button.data is None:
            return button.url or button.copy_text or ""
        body = {"chat_id": message.chat_id, "message_id": message.id, "data": button.data}
        patience = {"seconds": self.patience if seconds is None else seconds}
        answer = await self.post(f"/control/people/{self.id}/press", body | patience)
        if not answer["answered"]:
            raise PersonError(f"the bot did not answer the button {button.label!r}")
        return str(answer["text"])

    async def _press_key(self, key: Json, chat_id: int) -> None:
        if key.get("request_contact"):
            await self.share_contact()
        elif key.get("request_location"):
            raise PersonError("a location button: say where with share_location")
        elif key.get("request_chat"):
            raise PersonError("a button that asks for a chat: say which with share_chat")
        elif key.get("request_users"):
            raise PersonError("a button that asks for people: say whom with share_users")
        else:
            await self._act("key", chat_id=chat_id, text=key["text"])
