"""Users, chats and messages as the Bot API writes them: plain dictionaries, without what is not set."""

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Chat, Json, Message, User
from bot.sandbox.telegram.world import World

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user_view(user: User) -> Json:
    """A `User`."""
    view = {
        "id": user.id,
        "is_bot": user.is_bot,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
    }
    return {key: value for key, value in view.items() if value is not None}


def chat_view(chat: Chat, world: World) -> Json:
    """A `Chat`."""
    view: Json = {"id": chat.id, "type": chat.type}
    if chat.between:
        view["first_name"] = " · ".join(world.users[number].first_name for number in chat.between)
    elif chat.type == "private":
        user = world.users[chat.id]
        view |= {"first_name": user.first_name, "last_name": user.last_name, "username": user.username}
    else:
        view |= {"title": chat.title, "username": chat.username, "is_forum": chat.is_forum or None}
    return {key: value for key, value in view.items() if value is not None}


def message_view(message: Message, world: World, *, deep: bool = True) -> Json:
    """A `Message`; `deep` includes the message that it answers."""
    chat = world.chats[message.chat_id]
    view: Json = {"message_id": message.id, "date": message.date, "chat": chat_view(chat, world)}
    if chat.type == "channel":
        view["sender_chat"] = chat_view(chat, world)
    elif message.sender is not None:
        view["from"] = user_view(world.users[message.sender])
    if message.thread_id is not None:
        view |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.edit_date is not None:
        view["edit_date"] = message.edit_date
    if deep and message.reply_to in chat.messages:
        view["reply_to_message"] = message_view(chat.messages[message.reply_to], world, deep=False)
    view |= message.extra | message.content
    if message.markup is not None:
        view["reply_markup"] = message.markup
    return view


def full_chat_view(chat: Chat, world: World) -> Json:
    """A `ChatFullInfo`; its required fields have no "unset"."""
    view = chat_view(chat, world) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.type in ("group", "supergroup"):
        view["permissions"] = {name: chat.permissions.get(name, True) for name in PERMISSIONS}
    return view


def member_view(chat: Chat, user_id: int, world: World) -> Json:
    """A `ChatMember`; a stranger whom the server knows has simply left."""
    if user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status = chat.members.get(user_id, "left")
    view: Json = {"status": status, "user": user_view(world.users[user_id])}
    if status == "creator":
        view["is_anonymous"] = False
    elif status == "administrator":
        rights = dict.fromkeys(_RIGHTS, True)
        if chat.type == "channel":
            rights |= {"can_post_messages": True, "can_edit_messages": True}
        else:
            rights |= {"can_pin_messages": True, "can_manage_topics": True}
        own = chat.bot_rights if user_id == world.bot.id else {}
        view |= {"can_be_edited": False, "is_anonymous": False} | rights | own
    elif status == "kicked":
        view["until_date"] = 0
    return view


def shared_user(user: User, wish: Json) -> Json:
    """A `SharedUser`: the number, and of the rest what the chooser's key asked for."""
    view: Json = {"user_id": user.id}
    if wish.get("request_name"):
        view |= {"first_name": user.first_name} | ({"last_name": user.last_name} if user.last_name else {})
    if wish.get("request_username") and user.username:
        view["username"] = user.username
    return view
