"""What to do when Telegram did not take a message: a pure answer to each of its errors."""

import re
from dataclasses import dataclass
from datetime import timedelta

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

BACKOFF = (2, 5, 15, 30, 60, 120, 300)
"""Seconds before each further attempt."""

_TOPIC_GONE = ("message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED")
_CHAT_GONE = (
    "chat not found",
    "PEER_ID_INVALID",
    "user not found",
    "group chat was deactivated",
    "not enough rights to send text messages",
    "not enough rights to send messages",
    "have no rights to send a message",
    "need administrator rights",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "business connection not found",
    "BUSINESS_",
    "BOT_ACCESS_FORBIDDEN",
)
_TOO_MANY = re.compile(r"Too Many Requests(?:: retry after (\d+))?")
_SOME_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram wants silence in this chat; the row is as good as new."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class Repeat:
    """The way to Telegram failed: again after `pause`; with `fate_unknown`, Telegram may have the message."""

    pause: timedelta
    fate_unknown: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """The chat has a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class WithoutTopic:
    """The topic is gone: send to the chat itself."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not know our token: nothing can be sent until that is mended."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It will never arrive. `ours` says that a message was wrong, and not a chat closed to us."""

    why: str
    ours: bool


Verdict = Wait | Repeat | Follow | WithoutTopic | Refused | GiveUp


def judge(error: Exception, attempts: int, jitter: float) -> Verdict:
    """What to do after `error`, when `attempts` have failed before; `jitter` is a random number from 0 to 1."""
    match error:
        case TelegramRetryAfter():
            return Wait(timedelta(seconds=error.retry_after + jitter))
        case TelegramMigrateToChat():
            return Follow(error.migrate_to_chat_id)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Refused()
        case TelegramForbiddenError() | TelegramBadRequest():
            return _closed_or_wrong(error)
        case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
            return Repeat(backoff(attempts, jitter), fate_unknown=False)
        case TelegramNetworkError() | TelegramServerError():
            return Repeat(backoff(attempts, jitter), fate_unknown=True)
        case TelegramAPIError():
            return _unforeseen(error, jitter)
        case _:  # a page of some gateway instead of an answer, or a connection that broke in a way of its own
            return Repeat(backoff(attempts, jitter), fate_unknown=True)


def _closed_or_wrong(error: TelegramAPIError) -> Verdict:
    if is_about(error, _TOPIC_GONE):
        return WithoutTopic()
    closed = isinstance(error, TelegramForbiddenError) or is_about(error, _CHAT_GONE)
    return GiveUp(error.message, ours=not closed)


def _unforeseen(error: TelegramAPIError, jitter: float) -> Verdict:
    """A 429 may come without its parameters; what else has no name of its own will not get better."""
    too_many = _TOO_MANY.search(error.message)
    if too_many is None:
        return GiveUp(error.message, ours=True)
    return Wait(timedelta(seconds=int(too_many[1] or _SOME_SECONDS) + jitter))


def is_final(error: TelegramBadRequest) -> bool:
    """Whether the request is refused whatever the message looks like: it is about the chat or its topic."""
    return is_about(error, (*_TOPIC_GONE, *_CHAT_GONE))


def is_about(error: Exception, words: tuple[str, ...]) -> bool:
    """Whether Telegram's sentence holds one of these."""
    return any(word in str(error) for word in words)


def backoff(attempts: int, jitter: float) -> timedelta:
    """A pause that grows with the attempts, and is never quite the same."""
    return timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF) - 1)] * (0.75 + jitter / 2))
