"""A picture or a file that somebody sent, fetched from Telegram."""

import asyncio
import io
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Message
from aiohttp import ClientError

from bot.product_photo import MOST_BYTES, BadPhoto, check_photo

_PICTURES = {"image/jpeg", "image/png"}
_SECONDS = 30.0


class NotFetched(Exception):
    """Telegram did not give a file out."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture as it was sent: by `as_photo` Telegram's id can be used to show it again."""

    file_id: str
    as_photo: bool
    album: str | None


def picture_in(message: Message) -> Sent | None:
    """The biggest size of a photo, or a picture sent as a file; None for anything else."""
    if message.photo:
        biggest = max(message.photo, key=lambda size: size.width * size.height)
        return Sent(biggest.file_id, as_photo=True, album=message.media_group_id)
    file = message.document
    if file is not None and file.mime_type in _PICTURES and (file.file_size or 0) <= MOST_BYTES:
        return Sent(file.file_id, as_photo=False, album=message.media_group_id)
    return None


async def fetch(bot: Bot, file_id: str, most: int) -> bytes:
    """The bytes of a file of at most `most` bytes.

    Raises:
        NotFetched: when Telegram does not give it out in time, or it is bigger.
    """
    try:
        async with asyncio.timeout(_SECONDS):
            file = await bot.get_file(file_id)
            if file.file_path is None or (file.file_size or 0) > most:
                raise NotFetched(file_id)
            content = io.BytesIO()
            await bot.download_file(file.file_path, content)
    except (AiogramError, ClientError, TimeoutError, OSError) as error:
        raise NotFetched(file_id) from error
    return content.getvalue()


async def fetch_picture(bot: Bot, file_id: str) -> bytes:
    """The bytes of a picture that Telegram will take again.

    Raises:
        NotFetched: as `fetch`.
        BadPhoto: when it is none.
    """
    content = await fetch(bot, file_id, MOST_BYTES)
    await asyncio.to_thread(check_photo, content)
    return content


__all__ = ["BadPhoto", "NotFetched", "Sent", "fetch", "fetch_picture", "picture_in"]
