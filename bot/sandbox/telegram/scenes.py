"""What the chat page and the tests see: the world at a glance, and one chat with its messages."""

from bot.sandbox.telegram.methods.profile import commands_for
from bot.sandbox.telegram.model import Chat, Json, Message
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import chat_view, message_view, user_view


def world_scene(service: Service) -> Json:
    """The bot, the people and the panes, with the version up to which this is true."""
    world = service.world
    people = [
        user_view(user) | {"started": user.started, "blocked_bot": user.blocked_bot, "phone": user.phone}
        for user in world.users.values()
        if not user.is_bot
    ]
    description = {
        key.removeprefix("description "): value
        for key, value in world.profile.items()
        if key.startswith("description ") and value
    }
    return {
        "version": world.events.version,
        "bot": user_view(world.bot) | {"descriptions": description},
        "people": people,
        "panes": [_pane(service, chat_id, viewer) for chat_id, viewer in world.panes],
    }


def _pane(service: Service, chat_id: int, viewer: int) -> Json:
    chat = service.world.chats[chat_id]
    language = service.world.users[viewer].language_code
    leads = any(one.members.get(viewer) in ("creator", "administrator") for one in service.world.chats.values())
    return {
        "chat": _chat(chat, service),
        "viewer": viewer,
        "role": "seller" if leads else "customer",
        "commands": commands_for(service, chat.type, language),
    }


def _chat(chat: Chat, service: Service) -> Json:
    return chat_view(chat, service.world) | {
        "members": {str(user): status for user, status in chat.members.items()},
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
        "reply_keyboard": chat.reply_keyboard,
        "forced_replies": {str(user): message for user, message in chat.forced_replies.items()},
        "migrated_to": chat.migrated_to,
    }


def chat_scene(service: Service, chat: Chat, after: int = 0) -> Json:
    """A chat with its messages numbered above `after`, as it stands now."""
    return {
        "version": service.world.events.version,
        "chat": _chat(chat, service),
        "messages": [message_scene(service, one) for one in chat.messages.values() if one.id > after],
    }


def message_scene(service: Service, message: Message) -> Json:
    """A message with what only the sandbox knows: how often it was edited."""
    return message_view(message, service.world) | {"edits": message.edits}


def event_scene(service: Service, event: Json) -> Json:
    """An event with the state it speaks of, as it is now: a page that missed some still ends up right."""
    chat = service.world.chats.get(event["chat_id"] or 0)
    if event["type"] == "message" and chat is not None:
        message = chat.messages.get(event["message_id"])
        return event | {"message": message_scene(service, message) if message else None}
    if event["type"] == "chat" and chat is not None:
        return event | {"chat": _chat(chat, service)}
    return event
