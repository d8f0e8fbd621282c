"""What people do with inline mode: ask, look at the results, choose one."""

from bot.sandbox.telegram.contents import text_content
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.files import photo_sizes
from bot.sandbox.telegram.keyboards import inline_keyboard
from bot.sandbox.telegram.model import Json, Message
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import message_view, user_view


class InlinePeople:
    """Acts of people who type the bot's name in some chat."""

    def __init__(self, service: Service, people: People) -> None:
        self._service = service
        self._people = people

    async def ask(self, user_id: int, query: str, seconds: float) -> Json | None:
        """The answer to a query: `results` and `button`, from Telegram's cache if it has it; None without an answer."""
        if not self._service.inline.enabled:
            return None
        cached = self._service.inline.cached(user_id, query)
        if cached is not None:
            return cached
        user = self._people.user(user_id)
        user.seen = True
        number = self._service.inline.ask(user_id, query)
        payload = {"id": number, "from": user_view(user), "query": query, "offset": "", "chat_type": "sender"}
        self._service.updates.push("inline_query", user_id, payload)
        return await self._service.inline.wait(number, seconds)

    def choose(self, user_id: int, chat_id: int, query: str, result_id: str) -> Message:
        """Send one of the results into a chat, "via" the bot."""
        world = self._service.world
        results = self._service.inline.shown(user_id, query)
        result = next((one for one in results if one["id"] == result_id), None)
        if result is None:
            raise bad_request("no such result")
        chat = world.chat(chat_id)
        markup = result.get("reply_markup")
        message = world.post(
            chat,
            user_id,
            self._content(result),
            markup=inline_keyboard(markup, chat, world) if markup else None,
            extra={"via_bot": user_view(world.bot)},
        )
        inline_id = f"inline{len(self._service.inline.messages) + 1:06d}"
        self._service.inline.messages[inline_id] = chat.id, message.id
        if self._service.inline.feedback:
            chosen = {"result_id": result_id, "from": user_view(self._people.user(user_id)), "query": query}
            if message.markup is not None:  # only a message with a keyboard can be edited later
                chosen["inline_message_id"] = inline_id
            self._service.updates.push("chosen_inline_result", user_id, chosen)
        if chat.members.get(world.bot.id) in ("member", "administrator"):
            kind = "channel_post" if chat.type == "channel" else "message"
            self._service.updates.push(kind, chat.id, message_view(message, world))
        return message

    def _content(self, result: Json) -> Json:
        body = result.get("input_message_content")
        if body is not None:
            return text_content(body | {"text": body.get("message_text")}, self._service.world)
        if result["type"] == "photo" and "photo_file_id" in result:
            photo = {"photo": photo_sizes(self._service.world.files.get(result["photo_file_id"]))}
            return photo | ({"caption": result["caption"]} if result.get("caption") else {})
        raise bad_request("MESSAGE_EMPTY")
