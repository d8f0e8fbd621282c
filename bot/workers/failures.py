"""What to do when Telegram did not take a message: a pure answer to each of its errors."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiohttp import ClientConnectorError

_MOST_ATTEMPTS = 3
"""A message that Telegram finds wrong is tried this often; being down or busy never counts."""

_BACKOFF = (2, 5, 15, 30, 60, 120, 300)


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again after `pause`; `whole_chat` freezes everything for that chat (Telegram asked for it)."""

    pause: timedelta
    counts: bool = True
    fate_unknown: bool = False
    whole_chat: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """The chat has a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class WithoutTopic:
    """The topic is gone: send to the chat itself."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It will never arrive."""

    why: str


def judge(error: Exception, attempts: int, jitter: float) -> Wait | Follow | WithoutTopic | GiveUp:
    """What to do after `error`, when `attempts` have failed before; `jitter` is a random number from 0 to 1."""
    match error:
        case TelegramRetryAfter():
            return Wait(timedelta(seconds=error.retry_after + jitter), counts=False, whole_chat=True)
        case TelegramMigrateToChat():
            return Follow(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return GiveUp(error.message)
        case TelegramBadRequest() if "thread not found" in error.message:
            return WithoutTopic()
        case TelegramBadRequest() if "chat not found" in error.message or attempts + 1 >= _MOST_ATTEMPTS:
            return GiveUp(error.message)
        case TelegramBadRequest():
            return Wait(_backoff(attempts, jitter))
        case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
            return Wait(_backoff(attempts, jitter))
        case _:
            return Wait(_backoff(attempts, jitter), fate_unknown=True)


def _backoff(attempts: int, jitter: float) -> timedelta:
    return timedelta(seconds=_BACKOFF[min(attempts, len(_BACKOFF) - 1)] * (0.75 + jitter / 2))
