"""A group that became a supergroup tells so in a message of its own; what waits for it follows at once."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot.storage import deliveries
from bot.storage.database import Database
from handlers.middleware import Handler


class Moves(BaseMiddleware):
    """Takes note of a group's new id, whoever's message tells it; everything else passes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Follow the group, or pass the update on."""
        message = event.message if isinstance(event, Update) else None
        if message is None or message.migrate_to_chat_id is None:
            return await handler(event, data)
        await self._database.write(deliveries.follow, message.chat.id, message.migrate_to_chat_id)
        return None
