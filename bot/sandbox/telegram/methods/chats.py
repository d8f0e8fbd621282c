"""Methods about chats, their members, topics and files."""

from typing import Any

from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.model import Chat, Json, Topic
from bot.sandbox.telegram.presence import require_reachable
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import full_chat_view, member_view

MAX_DOWNLOAD = 20 * 1024 * 1024


def _reachable(service: Service, call: Call) -> Chat:
    chat = service.world.chat(call.fields.get("chat_id"))
    if chat.type != "private":
        require_reachable(chat, service.world)
    elif chat.between or not service.world.users[chat.id].seen:
        raise bad_request("chat not found")
    return chat


async def get_chat(service: Service, call: Call) -> Json:
    """`getChat`."""
    return full_chat_view(_reachable(service, call), service.world)


async def get_chat_member(service: Service, call: Call) -> Json:
    """`getChatMember`."""
    return member_view(_reachable(service, call), call.fields["user_id"], service.world)


async def get_chat_administrators(service: Service, call: Call) -> list[Json]:
    """`getChatAdministrators`: the owner and the administrators, without other bots."""
    chat = _reachable(service, call)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    leaders = [user for user, status in chat.members.items() if status in ("creator", "administrator")]
    return [member_view(chat, user, service.world) for user in leaders]


async def get_chat_member_count(service: Service, call: Call) -> int:
    """`getChatMemberCount`."""
    chat = _reachable(service, call)
    return sum(status not in ("left", "kicked") for status in chat.members.values())


async def leave_chat(service: Service, call: Call) -> bool:
    """`leaveChat`."""
    chat = _reachable(service, call)
    if chat.type == "private":
        raise bad_request("method is available only for group, supergroup and channel chats")
    chat.members[service.world.bot.id] = "left"
    service.world.events.tell("chat", chat.id)
    return True


def _forum(service: Service, call: Call) -> Chat:
    chat = _reachable(service, call)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    administrator = chat.members.get(service.world.bot.id) == "administrator"
    if not administrator or not chat.bot_rights.get("can_manage_topics", True):
        raise bad_request("not enough rights to create a topic")
    return chat


def _topic(service: Service, call: Call) -> tuple[Chat, Topic]:
    chat = _forum(service, call)
    topic = chat.topics.get(call.fields["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return chat, topic


async def create_forum_topic(service: Service, call: Call) -> Json:
    """`createForumTopic`: the topic's number is that of its first, service, message."""
    chat = _forum(service, call)
    name = call.fields["name"]
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    message = service.world.post(chat, service.world.bot.id, content, editable=False)
    message.thread_id = message.id
    chat.topics[message.id] = Topic(message.id, name)
    return {"message_thread_id": message.id, "name": name, "icon_color": 7322096}


async def close_forum_topic(service: Service, call: Call) -> bool:
    """`closeForumTopic`."""
    chat, topic = _topic(service, call)
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = True
    service.world.events.tell("chat", chat.id)
    return True


async def reopen_forum_topic(service: Service, call: Call) -> bool:
    """`reopenForumTopic`."""
    chat, topic = _topic(service, call)
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = False
    service.world.events.tell("chat", chat.id)
    return True


async def set_chat_menu_button(service: Service, call: Call) -> bool:
    """`setChatMenuButton` of one private chat or of all."""
    button = call.fields.get("menu_button") or {"type": "default"}
    if call.fields.get("chat_id") is None:
        service.world.profile["menu_button"] = button
    else:
        _reachable(service, call).menu_button = button
    return True


async def get_chat_menu_button(service: Service, call: Call) -> Json:
    """`getChatMenuButton`."""
    own = None if call.fields.get("chat_id") is None else _reachable(service, call).menu_button
    button: Json = own or service.world.profile.get("menu_button") or {"type": "default"}
    return button


async def get_file(service: Service, call: Call) -> Json:
    """`getFile`: the path under which the file can be downloaded."""
    try:
        file = service.world.files.get(call.fields["file_id"])
    except Refused as error:
        raise bad_request("invalid file_id") from error
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


METHODS: dict[str, Any] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "getFile": get_file,
}
