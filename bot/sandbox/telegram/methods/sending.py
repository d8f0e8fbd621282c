"""Methods that put messages into chats."""

from dataclasses import dataclass

from bot.sandbox.telegram.business import Connection
from bot.sandbox.telegram.contents import (
    caption_content,
    document_content,
    location_content,
    photo_content,
    text_content,
)
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.keyboards import inline_keyboard, reply_keyboard
from bot.sandbox.telegram.model import Chat, Json, Message
from bot.sandbox.telegram.presence import replied_to, require_reachable, require_right, topic_of
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import chat_view, message_view, user_view

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


@dataclass(frozen=True)
class _Place:
    chat: Chat
    thread_id: int | None
    reply_to: int | None
    connection: Connection | None = None
    """In whose private chat, where the bot speaks for somebody."""


def _place(service: Service, call: Call, right: str) -> _Place:
    """Where the message goes; refused if the bot may not speak so there."""
    if call.fields.get("business_connection_id") is not None:
        connection, own = service.business.place(call.fields)
        return _Place(own, None, replied_to(own, call.fields), connection)
    chat = service.world.chat(call.fields.get("chat_id"))
    require_reachable(chat, service.world)
    require_right(chat, service.world, right)
    return _Place(chat, topic_of(chat, service.world, call.fields), replied_to(chat, call.fields))


def _post(service: Service, call: Call, place: _Place, content: Json, extra: Json | None = None) -> Message:
    """Check the keyboard, count the message and post it."""
    chat, markup, connection = place.chat, call.fields.get("reply_markup") or {}, place.connection
    if connection is not None:
        if markup and "inline_keyboard" not in markup:
            raise bad_request("BUSINESS_REPLY_MARKUP_INVALID")
        bot = user_view(service.world.bot)
        extra = (extra or {}) | {"business_connection_id": connection.id, "sender_business_bot": bot}
    inline = inline_keyboard(markup, chat, service.world) if "inline_keyboard" in markup else None
    keyboard = reply_keyboard(markup, chat) if "keyboard" in markup else None
    service.admit(chat.id if connection is None else int(call.fields["chat_id"]))
    if keyboard is not None or markup.get("remove_keyboard"):
        chat.reply_keyboard = keyboard
        service.world.events.tell("chat", chat.id)
    message = service.world.post(
        chat,
        service.world.bot.id if connection is None else connection.user_id,
        content,
        markup=inline,
        thread_id=place.thread_id,
        reply_to=place.reply_to,
        editable=not markup or "inline_keyboard" in markup,
        extra=extra or {},
    )
    if markup.get("force_reply"):
        chat.forced_replies |= dict.fromkeys(_who_replies(chat, message, markup), message.id)
        service.world.events.tell("chat", chat.id)
    return message


def _who_replies(chat: Chat, message: Message, markup: Json) -> list[int]:
    """In whose apps the reply opens; a selective one only for those whom the text names, or whom it answers."""
    if not markup.get("selective"):
        return [user for user, status in chat.members.items() if status not in ("left", "kicked")]
    entities = message.content.get("entities") or message.content.get("caption_entities") or []
    named = [entity["user"]["id"] for entity in entities if entity["type"] == "text_mention"]
    answered = chat.messages.get(message.reply_to or 0)
    return [*named, *([answered.sender] if answered is not None and answered.sender is not None else [])]


def _view(service: Service, message: Message) -> Json:
    if "business_connection_id" in message.extra:
        return service.business.view(message)
    return message_view(message, service.world)


async def send_message(service: Service, call: Call) -> Json:
    """`sendMessage`."""
    place = _place(service, call, "can_send_messages")
    return _view(service, _post(service, call, place, text_content(call.fields, service.world)))


async def send_photo(service: Service, call: Call) -> Json:
    """`sendPhoto`."""
    place = _place(service, call, "can_send_photos")
    caption = caption_content(call.fields, service.world)
    content = photo_content(call.fields.get("photo"), call, service.world) | caption
    return _view(service, _post(service, call, place, content))


async def send_document(service: Service, call: Call) -> Json:
    """`sendDocument`."""
    place = _place(service, call, "can_send_documents")
    caption = caption_content(call.fields, service.world)
    content = document_content(call.fields.get("document"), call, service.world) | caption
    return _view(service, _post(service, call, place, content))


async def send_location(service: Service, call: Call) -> Json:
    """`sendLocation`."""
    place = _place(service, call, "can_send_messages")
    content = location_content(call.fields["latitude"], call.fields["longitude"])
    return _view(service, _post(service, call, place, content))


async def send_chat_action(service: Service, call: Call) -> bool:
    """`sendChatAction`: shown on the page, kept nowhere."""
    place = _place(service, call, "can_send_messages")
    if call.fields["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    service.world.events.tell("action", place.chat.id, action=call.fields["action"])
    return True


def _original(service: Service, call: Call, verb: str) -> Message:
    """The message to be copied or forwarded."""
    source = service.world.chat(call.fields.get("from_chat_id"))
    require_reachable(source, service.world)
    message = source.messages.get(call.fields["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if not {"text", "photo", "document", "location", "contact"} & message.content.keys():
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


async def copy_message(service: Service, call: Call) -> Json:
    """`copyMessage`, with a new caption if one is given."""
    place = _place(service, call, "can_send_messages")
    content = dict(_original(service, call, "copy").content)
    if call.fields.get("caption") is not None and "text" not in content:
        content.pop("caption_entities", None)
        content |= caption_content(call.fields, service.world)
    return {"message_id": _post(service, call, place, content).id}


async def forward_message(service: Service, call: Call) -> Json:
    """`forwardMessage`, naming where it came from."""
    place = _place(service, call, "can_send_messages")
    original = _original(service, call, "forward")
    origin: Json = {"date": original.date}
    if original.sender is not None:
        origin |= {"type": "user", "sender_user": user_view(service.world.users[original.sender])}
    else:
        source = service.world.chats[original.chat_id]
        origin |= {"type": "channel", "chat": chat_view(source, service.world), "message_id": original.id}
    message = _post(service, call, place, dict(original.content), {"forward_origin": origin})
    return message_view(message, service.world)


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendLocation": send_location,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
