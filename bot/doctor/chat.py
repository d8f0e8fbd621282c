"""The chats that must hear of sales and of trouble: is the bot there, and may it speak?"""

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatFullInfo, ResultChatMemberUnion, User

from bot import chats
from bot.doctor.finding import Finding, failed, ok, warning

_CHAT = "merchant chat"
_OWNERS = "owners"
_CHOOSE = "to tell a group instead, send the bot /settings and choose it there, or set MERCHANT_CHAT_ID"
_ADD = "add the bot to the chat as an administrator"


async def examine_merchant(bot: Bot, me: User, chat_id: int, topic_id: int | None) -> list[Finding]:
    """The chat that is told of sales."""
    if not chat_id:
        return [warning(_CHAT, "none is set: owners are told of sales in private", _CHOOSE)]
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, me.id) if chat.type != "private" else None
    except TelegramMigrateToChat as moved:
        text = f"the group {chat_id} is now {moved.migrate_to_chat_id}"
        return [warning(_CHAT, text, "set MERCHANT_CHAT_ID to the new number; the bot follows by itself as well")]
    except TelegramForbiddenError as error:
        return [failed(_CHAT, f"the bot is not in {chat_id}: {error.message}", _ADD)]
    except TelegramBadRequest as error:
        mend = f"see that MERCHANT_CHAT_ID is the chat's number, and {_ADD}"
        return [failed(_CHAT, f"{chat_id} is not known to the bot: {error.message}", mend)]
    said = _rights(chat, member) if member else []
    said += await _topic(bot, chat, topic_id)
    if chats.is_public(chat):
        text = f"“{chat.full_name}” is public: phones, addresses and names are left out of what is told there"
        said.append(warning(_CHAT, text, "make it private if the sellers need them"))
    if any(finding.level == "failed" for finding in said):
        return said
    return [ok(_CHAT, f"“{chat.full_name}” ({chat.type}, {chat_id}) can be told of sales"), *said]


def _rights(chat: ChatFullInfo, member: ResultChatMemberUnion) -> list[Finding]:
    """What keeps the bot from writing and from sending pictures."""
    texts, photos = chats.may(chat, member)
    if not texts:
        return [failed(_CHAT, f"the bot may not write in “{chat.full_name}”", _ADD)]
    if not photos:
        text = f"the bot may not send pictures in “{chat.full_name}”: text comes instead"
        return [warning(_CHAT, text, "allow it photos, or make it an administrator")]
    return []


async def _topic(bot: Bot, chat: ChatFullInfo, topic_id: int | None) -> list[Finding]:
    if topic_id is None:
        return []
    if not chat.is_forum:
        text = f"“{chat.full_name}” has no topics, and MERCHANT_TOPIC_ID is {topic_id}"
        return [warning(_CHAT, text, "leave MERCHANT_TOPIC_ID empty, or turn the group's topics on")]
    try:
        # Telegram has no question about a topic; "is typing", seen for some seconds, is the quietest thing to say.
        await bot.send_chat_action(chat.id, ChatAction.TYPING, message_thread_id=topic_id)
    except TelegramBadRequest as error:
        text = f"the topic {topic_id} cannot be written to: {error.message}"
        return [warning(_CHAT, text, "set MERCHANT_TOPIC_ID to a topic that is open; sales go to General until then")]
    return []


async def examine_owners(bot: Bot, owner_ids: tuple[int, ...]) -> list[Finding]:
    """Whether the bot can write to those who are told of trouble."""
    if not owner_ids:
        mend = "open the link that `tolom run` prints at its start, or set OWNER_IDS to your own Telegram number"
        return [warning(_OWNERS, "nobody owns the shop, so nobody is told of trouble", mend)]
    silent = [owner for owner in owner_ids if not await _can_reach(bot, owner)]
    if silent:
        text = f"the bot cannot write to {', '.join(map(str, silent))}"
        return [warning(_OWNERS, text, "they have to open the bot in Telegram and press START once")]
    return [ok(_OWNERS, "the bot can write to " + ", ".join(map(str, owner_ids)))]


async def _can_reach(bot: Bot, person: int) -> bool:
    try:
        await bot.send_chat_action(person, ChatAction.TYPING)  # asks the same rights as a message and leaves nothing
    except (TelegramBadRequest, TelegramForbiddenError):
        return False
    return True
