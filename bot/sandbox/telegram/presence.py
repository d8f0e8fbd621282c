"""Whether the bot may speak in a chat, and in which of its topics."""

from bot.sandbox.telegram.errors import Refused, bad_request, forbidden
from bot.sandbox.telegram.model import GENERAL_TOPIC, Chat, Json
from bot.sandbox.telegram.world import World

_WORDS = {"can_send_messages": "text messages", "can_send_photos": "photos", "can_send_documents": "documents"}


def require_reachable(chat: Chat, world: World) -> None:
    """The bot sees the chat: nobody blocked it or threw it out."""
    if chat.type == "private":
        _require_person(chat, world)
        return
    status = chat.members.get(world.bot.id, "left")
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind}")
    if status == "left":
        # A public channel can be seen from outside, but not written to.
        raise forbidden(f"bot is not a member of the {chat.kind}")


def _require_person(chat: Chat, world: World) -> None:
    if chat.between:
        raise _unknown(seen=False)
    user = world.users[chat.id]
    if user.deleted:
        raise forbidden("user is deactivated")
    if user.blocked_bot:
        raise forbidden("bot was blocked by the user")
    if not user.started:
        raise _unknown(user.seen)


def _unknown(seen: bool) -> Refused:
    return forbidden("bot can't initiate conversation with a user") if seen else bad_request("chat not found")


def require_right(chat: Chat, world: World, right: str) -> None:
    """The bot may send such things there; `right` is a name of `ChatPermissions`."""
    status = chat.members.get(world.bot.id)
    if chat.type == "channel":
        if status != "administrator" or not chat.bot_rights.get("can_post_messages", True):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.type != "private" and status == "member":
        allowed = chat.permissions.get("can_send_messages", True) and chat.permissions.get(right, True)
        if not allowed:
            raise bad_request(f"not enough rights to send {_WORDS.get(right, 'messages')} to the chat")


def topic_of(chat: Chat, world: World, fields: Json) -> int | None:
    """The thread to write into; None for the general one and where there are no topics."""
    thread = fields.get("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    administrator = chat.members.get(world.bot.id) == "administrator"
    if topic.closed and not (administrator and chat.bot_rights.get("can_manage_topics", True)):
        raise bad_request("TOPIC_CLOSED")
    return None if thread == GENERAL_TOPIC else int(thread)


def replied_to(chat: Chat, fields: Json) -> int | None:
    """The message that is answered, if any; refuses one that is not there."""
    reply = fields.get("reply_parameters") or {}
    number = reply.get("message_id") or fields.get("reply_to_message_id")
    if number is None or number in chat.messages:
        return number
    if reply.get("allow_sending_without_reply") or fields.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
