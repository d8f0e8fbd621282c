"""Methods that change or delete messages. An edit without a keyboard removes the keyboard."""

from typing import Any

from bot.sandbox.telegram.contents import caption_content, document_content, photo_content, text_content
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.keyboards import inline_keyboard
from bot.sandbox.telegram.model import Chat, Json, Message
from bot.sandbox.telegram.presence import require_reachable
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import message_view

DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def _target(service: Service, call: Call) -> tuple[Chat, Message]:
    """The bot's own message that is to be changed, by its place or by its inline number."""
    inline_id = call.fields.get("inline_message_id")
    if inline_id is not None:
        if inline_id not in service.inline.messages:
            raise bad_request("MESSAGE_ID_INVALID")
        chat_id, message_id = service.inline.messages[inline_id]
        chat = service.world.chats[chat_id]
    elif call.fields.get("business_connection_id") is not None:
        _, chat = service.business.place(call.fields)
        message_id = call.fields.get("message_id") or 0
    else:
        chat, message_id = service.world.chat(call.fields.get("chat_id")), call.fields.get("message_id") or 0
        require_reachable(chat, service.world)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    own = message.sender == service.world.bot.id or "sender_business_bot" in message.extra
    own = own or (chat.type == "channel" and message.sender is None)
    if not message.editable or not (own or inline_id is not None):
        raise bad_request("message can't be edited")
    return chat, message


def _change(service: Service, call: Call, chat: Chat, message: Message, content: Json) -> Json | bool:
    """Apply new content and keyboard; refused when nothing would change."""
    markup = call.fields.get("reply_markup")
    keyboard = inline_keyboard(markup, chat, service.world) if markup else None
    if content == message.content and keyboard == message.markup:
        raise bad_request(NOT_MODIFIED)
    service.admit(call.chat_id or chat.id)
    message.content, message.markup = content, keyboard
    service.world.touch(message)
    if call.fields.get("inline_message_id"):
        return True
    by_business = "business_connection_id" in message.extra
    return service.business.view(message) if by_business else message_view(message, service.world)


async def edit_text(service: Service, call: Call) -> Json | bool:
    """`editMessageText`."""
    chat, message = _target(service, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(service, call, chat, message, text_content(call.fields, service.world, editing=True))


async def edit_caption(service: Service, call: Call) -> Json | bool:
    """`editMessageCaption`."""
    chat, message = _target(service, call)
    if not {"photo", "document"} & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in _CAPTION}
    return _change(service, call, chat, message, kept | caption_content(call.fields, service.world, editing=True))


async def edit_media(service: Service, call: Call) -> Json | bool:
    """`editMessageMedia`: another photo or document with its own caption."""
    chat, message = _target(service, call)
    media = call.fields["media"]
    makers = {"photo": photo_content, "document": document_content}
    if media["type"] not in makers:
        raise bad_request("wrong type of the media")
    content = makers[media["type"]](media["media"], call, service.world)
    content |= caption_content(media, service.world, editing=True)
    return _change(service, call, chat, message, content)


async def edit_markup(service: Service, call: Call) -> Json | bool:
    """`editMessageReplyMarkup`."""
    chat, message = _target(service, call)
    return _change(service, call, chat, message, message.content)


async def delete_message(service: Service, call: Call) -> bool:
    """`deleteMessage`: younger than 48 hours; in groups others' only by an administrator."""
    chat = service.world.chat(call.fields.get("chat_id"))
    require_reachable(chat, service.world)
    message = chat.messages.get(call.fields["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    own = message.sender == service.world.bot.id
    administrator = chat.members.get(service.world.bot.id) == "administrator"
    may = own or chat.type == "private" or (administrator and chat.bot_rights.get("can_delete_messages", True))
    if not may or (service.clock() - message.date > DELETE_SECONDS and not administrator):
        raise bad_request("message can't be deleted for everyone")
    service.world.remove(chat, message.id)
    return True


async def delete_messages(service: Service, call: Call) -> bool:
    """`deleteMessages`: those that are not there are skipped."""
    for number in call.fields["message_ids"]:
        chat = service.world.chat(call.fields.get("chat_id"))
        if number in chat.messages:
            await delete_message(service, Call(call.method, call.fields | {"message_id": number}))
    return True


METHODS: dict[str, Any] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
