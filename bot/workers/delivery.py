"""Bringing one message to Telegram: sent, or edited where it was sent before."""

import html
import logging
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from aiogram.types import Message as Sent

from bot.messages import Message
from bot.pictures import in_painter
from bot.workers.failures import is_about, is_final

log = logging.getLogger(__name__)

_LONGEST = 4096
_TAG = re.compile(r"<[^<>]+>")
_NO_PHOTOS = ("rights to send photos", "CHAT_SEND_PHOTOS_FORBIDDEN")
_NO_LONGER_THERE = (
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes. `message_id` is the one to edit, `picture` the name of the picture it shows now.

    A text that was sent inline is known by its `inline_message_id` alone; the chat is that of whoever sent it.
    With `business_id` it is somebody's own private chat, in which the bot speaks through that connection.
    """

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    picture: str | None = None
    inline_message_id: str | None = None
    business_id: str | None = None

    @property
    def is_edit(self) -> bool:
        """Whether a message is changed that is there already: that may well be done twice."""
        return self.message_id is not None or self.inline_message_id is not None


class _Place(TypedDict):
    chat_id: int
    message_id: int
    business_connection_id: str | None
    reply_markup: InlineKeyboardMarkup | None


class _PictureStays(Exception):
    """The old picture cannot be replaced: a new text must not stand under it, since it may be another QR."""


class Remark(StrEnum):
    """What was not as it should be, although the message arrived."""

    NO_PHOTOS = "no_photos"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The message's id (none where it was sent inline), the name of its picture, and what is to be said about it."""

    message_id: int | None
    picture: str | None = None
    remark: Remark | None = None


async def deliver(bot: Bot, target: Target, message: Message) -> Delivered:
    """Send or edit. A message that Telegram finds wrong goes once more in a plainer form.

    Raises:
        TelegramAPIError: what Telegram said, where there is no way around it.
    """
    try:
        return await _deliver(bot, target, message)
    except TelegramBadRequest as error:
        if is_final(error):
            raise
        log.error("Telegram finds a message wrong; it goes plainer", extra={"error": error.message[:200]})
        return replace(await _deliver(bot, target, _plainer(message, error)), remark=Remark.UNREADABLE)


def plain(markup: str) -> str:
    """A text of Telegram's HTML without its markup."""
    return html.unescape(_TAG.sub("", markup))


def _plainer(message: Message, error: TelegramBadRequest) -> Message:
    """Without whatever Telegram complains of; without markup, buttons and picture where that is not clear."""
    if "BUTTON_" in error.message:
        return replace(message, keyboard=None)
    words = plain(message.text).encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    text = html.escape(words, quote=False)
    if "can't parse entities" in error.message:
        return replace(message, text=text)
    return Message(text)


async def _deliver(bot: Bot, target: Target, message: Message) -> Delivered:
    if target.inline_message_id is not None:
        return await _edit_inline(bot, target.inline_message_id, message)
    if target.message_id is None:
        return await _send(bot, target, message)
    try:
        return Delivered(target.message_id, await _edit(bot, target, target.message_id, message))
    except TelegramBadRequest as error:
        if "message is not modified" in error.message:
            return Delivered(target.message_id, target.picture)
        if is_about(error, _NO_LONGER_THERE):
            return await _send(bot, replace(target, message_id=None), message)
        raise
    except _PictureStays:
        log.warning("a picture could not be changed; a text follows instead")
        return await _send(bot, replace(target, message_id=None), replace(message, picture=None))


async def _edit_inline(bot: Bot, inline_message_id: str, message: Message) -> Delivered:
    """A text where it stands; when it was deleted there is nothing left to tell."""
    try:
        await bot.edit_message_text(message.text, inline_message_id=inline_message_id, reply_markup=message.keyboard)
    except TelegramBadRequest as error:
        if not is_about(error, ("message is not modified", *_NO_LONGER_THERE)):
            raise
    return Delivered(None)


async def _picture(message: Message) -> BufferedInputFile | str | None:
    """The picture drawn off the event loop; a message whose picture cannot be made goes as a text."""
    if message.photo is not None:
        return message.photo
    if message.picture is None:
        return None
    try:
        return BufferedInputFile(await in_painter(message.picture), "card.png")
    except Exception:
        log.exception("a picture could not be drawn")
        return None


def _only_the_picture(error: Exception) -> bool:
    """Whether the same message may well be taken without its picture."""
    if isinstance(error, TelegramEntityTooLarge):
        return True
    return (
        isinstance(error, TelegramBadRequest)
        and not is_final(error)
        and not is_about(error, ("can't parse entities", "BUTTON_", *_NO_LONGER_THERE, "message is not modified"))
    )


async def _send(bot: Bot, target: Target, message: Message) -> Delivered:
    picture, remark = await _picture(message), None
    if picture is not None:
        try:
            return Delivered((await _send_photo(bot, target, message, picture)).message_id, message.picture_name)
        except (TelegramEntityTooLarge, TelegramBadRequest) as error:
            if not _only_the_picture(error):
                raise
            log.warning("a picture was not taken; the text goes alone", extra={"error": str(error)[:200]})
            remark = Remark.NO_PHOTOS if is_about(error, _NO_PHOTOS) else None
    sent = await bot.send_message(
        target.chat_id,
        message.text,
        business_connection_id=target.business_id,
        message_thread_id=target.topic_id,
        reply_markup=message.keyboard,
        disable_notification=message.silent or None,
        reply_parameters=_answering(message),
    )
    return Delivered(sent.message_id, None, remark)


def _answering(message: Message) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(message_id=message.reply_to, allow_sending_without_reply=True)


async def _send_photo(bot: Bot, target: Target, message: Message, picture: BufferedInputFile | str) -> Sent:
    return await bot.send_photo(
        target.chat_id,
        picture,
        caption=message.text,
        business_connection_id=target.business_id,
        message_thread_id=target.topic_id,
        reply_markup=message.keyboard,
        disable_notification=message.silent or None,
        reply_parameters=_answering(message),
    )


async def _edit(bot: Bot, target: Target, message_id: int, message: Message) -> str | None:
    """Edit what is there: a text stays a text; a picture is changed only for another one."""
    place: _Place = {
        "chat_id": target.chat_id,
        "message_id": message_id,
        "business_connection_id": target.business_id,
        "reply_markup": message.keyboard,
    }
    if target.picture is None:
        await bot.edit_message_text(message.text, **place)
        return None
    if message.picture is None or message.picture_name == target.picture:
        await bot.edit_message_caption(caption=message.text, **place)
        return target.picture
    picture = await _picture(message)
    if picture is None:
        raise _PictureStays
    media = InputMediaPhoto(media=picture, caption=message.text)
    try:
        await bot.edit_message_media(media, **place)
    except (TelegramEntityTooLarge, TelegramBadRequest) as error:
        if not _only_the_picture(error):
            raise
        raise _PictureStays from error
    return message.picture_name
