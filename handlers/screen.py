"""Showing a screen: in place where Telegram lets us, else as a new message instead of the old one."""

import contextlib
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.enums import ButtonStyle
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)

from bot.storage import catalogue
from bot.storage.catalogue import Photo
from bot.storage.database import Database
from bot.texts.forms import TOAST, visible_length

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class View:
    """A screen: text, rows of buttons, and perhaps a picture."""

    text: str
    rows: Rows
    photo: Photo | None = None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        return InlineKeyboardMarkup(inline_keyboard=self.rows) if self.rows else None


_BLANK = InlineKeyboardButton(text="")


def button(label: str, data: CallbackData, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that carries `data`; as a copy, which costs half of one that is checked and made anew."""
    carried = {"text": label, "callback_data": data.pack(), "style": style and style.value}
    return _BLANK.model_copy(update=carried)


async def answer(press: CallbackQuery, toast: str = "") -> None:
    """Answer a press; too late is no harm, since the screen tells the rest."""
    if visible_length(toast) > TOAST:
        toast = toast[: TOAST - 1] + "…"
    with contextlib.suppress(TelegramBadRequest):
        await press.answer(toast or None)


async def show(event: Message | CallbackQuery, view: View, database: Database, toast: str = "") -> None:
    """Show a screen as the answer to a message, or in place of the one whose button was pressed."""
    if isinstance(event, CallbackQuery):
        await answer(event, toast)
        await redraw(event, view, database)
        return
    await send(_bot(event), event.chat.id, view, database)


async def redraw(press: CallbackQuery, view: View, database: Database) -> None:
    """Show a screen in place of the one whose button was pressed, the press having been answered already."""
    current = press.message
    if isinstance(current, Message) and await _edited(current, view, database):
        return
    await send(_bot(press), press.from_user.id, view, database)
    if isinstance(current, Message):
        with contextlib.suppress(TelegramBadRequest):  # older than 48 hours, or gone already
            await current.delete()


def _bot(event: Message | CallbackQuery) -> Bot:
    if event.bot is None:
        raise RuntimeError("the event did not come through a bot")
    return event.bot


async def send(bot: Bot, chat_id: int, view: View, database: Database) -> None:
    """Send a screen as a new message; without its picture, if Telegram does not take that."""
    for photo in _attempts(view.photo):
        try:
            sent = await bot.send_photo(chat_id, _file(photo), caption=view.text, reply_markup=view.keyboard)
        except (TelegramBadRequest, TelegramEntityTooLarge):
            continue
        await _remember(photo, sent, database)
        return
    await bot.send_message(chat_id, view.text, reply_markup=view.keyboard)


async def _edited(current: Message, view: View, database: Database) -> bool:
    """Whether the message shows the screen now. Telegram turns no picture into a text, nor the other way round."""
    if bool(current.photo) != (view.photo is not None):
        return False
    if view.photo is None:
        return await _text_edited(current, view)
    for photo in _attempts(view.photo):
        media = InputMediaPhoto(media=_file(photo), caption=view.text)
        try:
            sent = await current.edit_media(media, reply_markup=view.keyboard)
        except (TelegramBadRequest, TelegramEntityTooLarge) as error:
            if _is_unchanged(error):
                return True
            continue
        if isinstance(sent, Message):
            await _remember(photo, sent, database)
        return True
    return False


async def _text_edited(current: Message, view: View) -> bool:
    try:
        await current.edit_text(view.text, reply_markup=view.keyboard)
    except TelegramBadRequest as error:
        return _is_unchanged(error)
    return True


def _is_unchanged(error: Exception) -> bool:
    return "message is not modified" in str(error)


def _attempts(photo: Photo | None) -> list[Photo]:
    """By Telegram's id for the file first; the id may be another bot's, so then with the bytes."""
    if photo is None:
        return []
    return [photo, replace(photo, file_id=None)] if photo.file_id else [photo]


def _file(photo: Photo) -> str | BufferedInputFile:
    return photo.file_id or BufferedInputFile(photo.content, "photo.jpg")


async def _remember(photo: Photo, sent: Message, database: Database) -> None:
    if photo.file_id is None and sent.photo:
        await database.write(catalogue.remember_file, photo.id, sent.photo[-1].file_id)
