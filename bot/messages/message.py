"""A message ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Message:
    """Text in Telegram's HTML, short enough for where it goes, with its buttons.

    `picture` draws a PNG; it is CPU work for a thread and may raise CardImpossible: then the text goes alone.
    `picture_name` is the same for the same picture, so that an edit need not send it again.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: Callable[[], bytes] | None = None
    picture_name: str | None = None
    photo: str | None = None
    """Telegram's id of a picture that is passed on instead of one drawn."""
    silent: bool = False
    """Without a sound."""
    reply_to: int | None = None
    """The message of the same chat that this one answers; when it is gone, this one comes all the same."""
