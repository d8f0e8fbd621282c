"""Bringing one message to Telegram: sent, or edited where it was sent before."""

import asyncio
import html
import logging
import re
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaPhoto, ReplyParameters
from aiogram.types import Message as Sent

from bot.messages import Message

log = logging.getLogger(__name__)

_NOT_ABOUT_THE_PICTURE = ("chat not found", "thread not found", "can't parse entities", "upgraded to a supergroup")
_TAG = re.compile(r"<[^<>]+>")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes. `message_id` is the one to edit, `picture` the name of the picture it shows now."""

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    picture: str | None = None


async def deliver(bot: Bot, target: Target, message: Message) -> tuple[int, str | None]:
    """Send or edit; the message's id, and the name of the picture it shows.

    Raises:
        TelegramAPIError: what Telegram said, where there is no way around it.
    """
    try:
        return await _deliver(bot, target, message)
    except TelegramBadRequest as error:
        if "can't parse entities" not in error.message:
            raise
        log.error("Telegram cannot parse our markup; the text goes plain", extra={"error": error.message[:200]})
        return await _deliver(bot, target, replace(message, text=html.escape(plain(message.text), quote=False)))


def plain(markup: str) -> str:
    """A text of Telegram's HTML without its markup."""
    return html.unescape(_TAG.sub("", markup))


async def _deliver(bot: Bot, target: Target, message: Message) -> tuple[int, str | None]:
    if target.message_id is None:
        return await _send(bot, target, message)
    try:
        return target.message_id, await _edit(bot, target, target.message_id, message)
    except TelegramBadRequest as error:
        if "message is not modified" in error.message:
            return target.message_id, target.picture
        if "message to edit not found" in error.message or "message can't be edited" in error.message:
            return await _send(bot, replace(target, message_id=None), message)
        raise


async def _picture(message: Message) -> BufferedInputFile | str | None:
    """The picture drawn off the event loop; a message whose picture cannot be made goes as a text."""
    if message.photo is not None:
        return message.photo
    if message.picture is None:
        return None
    try:
        return BufferedInputFile(await asyncio.to_thread(message.picture), "card.png")
    except Exception:
        log.exception("a picture could not be drawn")
        return None


async def _send(bot: Bot, target: Target, message: Message) -> tuple[int, str | None]:
    picture = await _picture(message)
    if picture is not None:
        try:
            return (await _send_photo(bot, target, message, picture)).message_id, message.picture_name
        except (TelegramEntityTooLarge, TelegramBadRequest) as error:
            if any(word in str(error) for word in _NOT_ABOUT_THE_PICTURE):
                raise
            log.warning("a picture was not taken; the text goes alone", extra={"error": str(error)[:200]})
    sent = await bot.send_message(
        target.chat_id,
        message.text,
        message_thread_id=target.topic_id,
        reply_markup=message.keyboard,
        disable_notification=message.silent or None,
        reply_parameters=_answering(message),
    )
    return sent.message_id, None


def _answering(message: Message) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(message_id=message.reply_to, allow_sending_without_reply=True)


async def _send_photo(bot: Bot, target: Target, message: Message, picture: BufferedInputFile | str) -> Sent:
    return await bot.send_photo(
        target.chat_id,
        picture,
        caption=message.text,
        message_thread_id=target.topic_id,
        reply_markup=message.keyboard,
        disable_notification=message.silent or None,
        reply_parameters=_answering(message),
    )


async def _edit(bot: Bot, target: Target, message_id: int, message: Message) -> str | None:
    """Edit what is there: a text stays a text; a picture is changed only for another one."""
    chat, keyboard = target.chat_id, message.keyboard
    if target.picture is None:
        await bot.edit_message_text(message.text, chat_id=chat, message_id=message_id, reply_markup=keyboard)
        return None
    picture = await _picture(message) if message.picture_name != target.picture else None
    if picture is None:
        await bot.edit_message_caption(chat_id=chat, message_id=message_id, caption=message.text, reply_markup=keyboard)
        return target.picture
    media = InputMediaPhoto(media=picture, caption=message.text)
    await bot.edit_message_media(media, chat_id=chat, message_id=message_id, reply_markup=keyboard)
    return message.picture_name
