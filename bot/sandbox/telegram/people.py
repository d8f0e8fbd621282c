"""What people do: they write, press, share, block, delete. Each act reaches the bot as an update."""

import re

from bot.sandbox.telegram.contents import location_content
from bot.sandbox.telegram.entities import with_found
from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.files import document, photo_sizes
from bot.sandbox.telegram.model import Chat, Json, Message, User
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import chat_view, member_view, message_view, shared_user, user_view

START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """Acts of people. Refuses what Telegram's apps would not let them do."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._world = service.world

    def user(self, user_id: int) -> User:
        """The person of that number."""
        user = self._world.users.get(user_id)
        if user is None or user.is_bot:
            raise bad_request("user not found")
        return user

    def say(
        self, user_id: int, chat_id: int, text: str, thread_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        """Write a text or a command.

        The app replies to what the bot asked a reply to, unless `reply_to` names a message; 0 is a plain message.
        """
        if not text.strip():
            raise bad_request("message text is empty")
        content: Json = {"text": text.strip()}
        entities = with_found(content["text"], [])
        if entities:
            content["entities"] = entities
        return self._post(user_id, chat_id, content, thread_id, reply_to)

    def start(self, user_id: int, payload: str = "") -> Message:
        """Press START in the bot's chat, coming by a deep link if there is a payload; unblocks the bot."""
        if payload and not START_PAYLOAD.fullmatch(payload):
            raise bad_request("a start payload is 1-64 characters of A-Za-z0-9_-")
        if self.user(user_id).blocked_bot:
            self.block(user_id, blocked=False)
        return self.say(user_id, user_id, f"/start {payload}".strip())

    def tap_key(self, user_id: int, chat_id: int, text: str) -> Message:
        """Press a button of the reply keyboard that only writes its text."""
        keyboard = self._world.chat(chat_id).reply_keyboard or {"keyboard": []}
        if not any(button["text"] == text for row in keyboard["keyboard"] for button in row):
            raise bad_request("no such button on the keyboard")
        return self.say(user_id, chat_id, text)

    def share_contact(self, user_id: int, chat_id: int, contact: Json | None = None) -> Message:
        """Share one's own phone number, or a contact card of someone else."""
        user = self.user(user_id)
        own = {"phone_number": user.phone, "first_name": user.first_name, "user_id": user.id}
        return self._post(user_id, chat_id, {"contact": contact or own})

    def share_location(self, user_id: int, chat_id: int, latitude: float, longitude: float) -> Message:
        """Share a place."""
        return self._post(user_id, chat_id, location_content(latitude, longitude))

    def send_photo(self, user_id: int, chat_id: int, data: bytes, name: str, caption: str) -> Message:
        """Send a picture."""
        content: Json = {"photo": photo_sizes(self._world.files.add_photo(data, name))}
        return self._post(user_id, chat_id, content | ({"caption": caption} if caption else {}))

    def send_document(self, user_id: int, chat_id: int, data: bytes, name: str, caption: str) -> Message:
        """Send a file as it is; there is none without a name, and none that is empty."""
        if not name.strip() or "/" in name:
            raise bad_request("a file has a name")
        content: Json = {"document": document(self._world.files.add_document(data, name))}
        return self._post(user_id, chat_id, content | ({"caption": caption} if caption else {}))

    def share_chat(self, user_id: int, chat_id: int) -> Message:
        """Choose a chat with the keyboard's chooser whose kind it is."""
        user, chat = self.user(user_id), self._present(user_id, chat_id)
        keyboard = self._world.chats[user_id].reply_keyboard or {"keyboard": []}
        wishes = [button["request_chat"] for row in keyboard["keyboard"] for button in row if "request_chat" in button]
        wish = next((one for one in wishes if bool(one["chat_is_channel"]) == (chat.type == "channel")), None)
        if wish is None or chat.type == "private":
            raise bad_request("no key that asks for such a chat")
        if wish.get("user_administrator_rights") and chat.members[user.id] not in ("creator", "administrator"):
            raise bad_request("the user is no administrator of the chat")
        if wish.get("bot_administrator_rights") and chat.members.get(self._world.bot.id) != "administrator":
            self.set_bot_status(user_id, chat_id, "administrator", {})  # the app offers to add the bot first
        shared: Json = {"request_id": wish["request_id"], "chat_id": chat.id}
        if wish.get("request_title"):
            shared["title"] = chat.title
        return self._post(user_id, user_id, {"chat_shared": shared})

    def share_users(self, user_id: int, chosen: list[int]) -> Message:
        """Choose people with the keyboard's chooser; the bot learns their numbers, and what else it asked for."""
        keyboard = self._world.chats[user_id].reply_keyboard or {"keyboard": []}
        wishes = [one["request_users"] for row in keyboard["keyboard"] for one in row if "request_users" in one]
        users = [self._world.users[number] for number in chosen if number in self._world.users]
        wish = next((one for one in wishes if len(users) <= one.get("max_quantity", 1)), None)
        if wish is None or not users or len(users) != len(set(chosen)):
            raise bad_request("no key that asks for these people")
        if any(wish.get("user_is_bot") not in (None, user.is_bot) for user in users):
            raise bad_request("the chooser does not offer such users")
        shared = {"request_id": wish["request_id"], "users": [shared_user(user, wish) for user in users]}
        return self._post(user_id, user_id, {"users_shared": shared})

    async def press(self, user_id: int, chat_id: int, message_id: int, data: str, seconds: float) -> Json:
        """Press a callback button and wait for the bot's answer: `answered`, `text`, `alert`, `url`."""
        chat, user = self._present(user_id, chat_id), self.user(user_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message not found")
        buttons = [button for row in (message.markup or {"inline_keyboard": []})["inline_keyboard"] for button in row]
        if not any(button.get("callback_data") == data and not button.get("disabled") for button in buttons):
            raise bad_request("no such button on the message")
        number = self._service.queries.ask()
        query: Json = {"id": number, "from": user_view(user), "chat_instance": str(chat.id), "data": data}
        inline_ids = [key for key, place in self._service.inline.messages.items() if place == (chat.id, message.id)]
        if inline_ids:
            query["inline_message_id"] = inline_ids[0]
        else:
            by_business = "business_connection_id" in message.extra
            query["message"] = (
                self._service.business.view(message) if by_business else message_view(message, self._world)
            )
        user.seen = True
        self._service.updates.push("callback_query", chat.id, query)
        answer = await self._service.queries.wait(number, seconds)
        return {"answered": False} if answer is None else {"answered": True} | answer

    def block(self, user_id: int, *, blocked: bool) -> None:
        """Block or unblock the bot."""
        user = self.user(user_id)
        if user.blocked_bot == blocked:
            return
        chat = self._world.chats[user_id]
        before = self._bot_member(user)
        user.blocked_bot = blocked
        self._tell_my_status(chat, user, before, self._bot_member(user))
        self._world.events.tell("chat", chat.id)

    def set_bot_status(self, user_id: int, chat_id: int, status: str, rights: Json) -> None:
        """Add the bot to a group or channel, promote it or throw it out."""
        chat, user = self._world.chat(chat_id), self.user(user_id)
        before = member_view(chat, self._world.bot.id, self._world)
        chat.members[self._world.bot.id] = status
        chat.bot_rights = rights
        self._tell_my_status(chat, user, before, member_view(chat, self._world.bot.id, self._world))
        if status in ("member", "administrator") and before["status"] in ("left", "kicked"):
            self._announce(chat, user, {"new_chat_members": [user_view(self._world.bot)]})
        self._world.events.tell("chat", chat.id)

    def talk(self, user_id: int, other_id: int) -> Chat:
        """Open the private chat with another person."""
        if user_id == other_id:
            raise bad_request("that is nobody else")
        return self._world.direct(self.user(user_id).id, self.user(other_id).id)

    def connect(self, user_id: int, *, can_reply: bool, excluded: list[int]) -> str:
        """Connect the bot to one's own chats (Settings, Business, Chatbots); the connection's number."""
        user = self.user(user_id)
        return self._service.business.connect(user, can_reply=can_reply, excluded=set(excluded)).id

    def disconnect(self, user_id: int) -> None:
        """Take the bot out of one's own chats."""
        self._service.business.disconnect(self.user(user_id))

    def set_language(self, user_id: int, code: str) -> None:
        """Change the language of the person's app: their next updates carry it."""
        self.user(user_id).language_code = code
        self._world.events.tell("world", None)

    def delete(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Delete a message for everyone; the bot is not told."""
        chat = self._present(user_id, chat_id)
        if message_id not in chat.messages:
            raise bad_request("message not found")
        self._world.remove(chat, message_id)

    def upgrade(self, user_id: int, chat_id: int) -> Chat:
        """Turn a group into a supergroup: service messages in both, as Telegram writes them."""
        old, user = self._world.chat(chat_id), self.user(user_id)
        if old.type != "group":
            raise bad_request("only a basic group can be upgraded")
        leaving = self._world.post(old, user_id, {"migrate_to_chat_id": 0}, editable=False)
        new = self._world.move(old)
        leaving.content = {"migrate_to_chat_id": new.id}
        arriving = self._world.post(new, user_id, {"migrate_from_chat_id": old.id}, editable=False)
        for chat, message in ((old, leaving), (new, arriving)):
            self._tell(chat, user, message)
        return new

    def _present(self, user_id: int, chat_id: int) -> Chat:
        """The chat, where the person has to be."""
        chat = self._world.chat(chat_id)
        if chat.members.get(self.user(user_id).id, "left") in ("left", "kicked"):
            raise Refused(403, "Forbidden: the user is not a member of the chat")
        return chat

    def _post(
        self, user_id: int, chat_id: int, content: Json, thread_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        chat, user = self._present(user_id, chat_id), self.user(user_id)
        if chat.type == "private" and not chat.between:
            if user.blocked_bot:
                raise Refused(403, "Forbidden: unblock the bot first")
            user.started = True
        elif chat.type == "channel" and chat.members[user_id] == "member":
            raise Refused(403, "Forbidden: only administrators write in a channel")
        if thread_id is not None and (thread_id not in chat.topics or chat.topics[thread_id].closed):
            raise bad_request("the topic is not there or closed")
        if chat.reply_keyboard and chat.reply_keyboard.get("one_time_keyboard"):
            chat.reply_keyboard = None
            self._world.events.tell("chat", chat.id)
        sender = None if chat.type == "channel" else user_id
        asked = chat.forced_replies.pop(user_id, None)
        if asked is not None:
            self._world.events.tell("chat", chat.id)
        reply_to = asked if reply_to is None else reply_to or None
        message = self._world.post(chat, sender, content, thread_id=thread_id, reply_to=reply_to)
        self._tell(chat, user, message)
        return message

    def _announce(self, chat: Chat, user: User, content: Json) -> None:
        message = self._world.post(chat, user.id, content, editable=False)
        self._tell(chat, user, message)

    def _tell(self, chat: Chat, user: User, message: Message) -> None:
        """Let the bot know, if it is there and privacy mode lets it hear."""
        if chat.between:
            self._service.business.hear(chat, message)
            return
        status = chat.members.get(self._world.bot.id, "left")
        if status in ("left", "kicked") or not (status == "administrator" or self._hears(chat, message)):
            return
        user.seen = True
        kind = "channel_post" if chat.type == "channel" else "message"
        self._service.updates.push(kind, chat.id, message_view(message, self._world))

    def _hears(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: an ordinary member bot hears commands, mentions, answers to itself and service messages."""
        text = message.content.get("text")
        if chat.type == "private" or text is None:
            return chat.type == "private" or not {"photo", "document"} & message.content.keys()
        replied = chat.messages.get(message.reply_to or 0)
        to_me = replied is not None and replied.sender == self._world.bot.id
        return text.startswith("/") or f"@{self._world.bot.username}" in text or to_me

    def _bot_member(self, user: User) -> Json:
        bot = user_view(self._world.bot)
        if user.blocked_bot:
            return {"status": "kicked", "user": bot, "until_date": 0}
        return {"status": "member", "user": bot}

    def _tell_my_status(self, chat: Chat, user: User, before: Json, after: Json) -> None:
        user.seen = True
        update = {
            "chat": chat_view(chat, self._world),
            "from": user_view(user),
            "date": self._world.now(),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        self._service.updates.push("my_chat_member", chat.id, update)
