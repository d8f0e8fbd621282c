"""The Bot API's methods that this server plays, by their names."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.telegram.methods import answers, chats, editing, profile, receiving, sending
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service

Handler = Callable[[Service, Call], Awaitable[Any]]

METHODS: dict[str, Handler] = {
    **receiving.METHODS,
    **profile.METHODS,
    **chats.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **answers.METHODS,
}
