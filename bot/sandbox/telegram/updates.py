"""Updates on their way to the bot: kept in order until the bot has confirmed them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from aiogram.types import Update

from bot.sandbox.telegram.errors import conflict
from bot.sandbox.telegram.model import Json

CALLBACK_SECONDS = 150
INLINE_SECONDS = 30
UPDATE_SECONDS = 24 * 3600
_LIVES = {"callback_query": CALLBACK_SECONDS, "inline_query": INLINE_SECONDS}
_ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Pending:
    """An update that the bot has not confirmed yet."""

    body: Json
    chat_id: int
    """Updates of one chat are delivered one after another."""
    dies: float

    @property
    def id(self) -> int:
        """The `update_id`."""
        return int(self.body["update_id"])


class Updates:
    """The queue, read by polling or drained by the webhook."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._queue: deque[Pending] = deque()
        self._next_id = 500_000_001
        self._allowed: list[str] = []
        self._polls = 0
        self._bell = asyncio.Event()
        self.closed = False

    def push(self, kind: str, chat_id: int, payload: Json) -> int | None:
        """Queue an update, unless the bot did not ask for its kind; returns its number.

        Raises `pydantic.ValidationError` when the sandbox itself built something that is no update.
        """
        wanted = kind in self._allowed if self._allowed else kind not in _ONLY_ON_REQUEST
        if not wanted:
            return None
        number = self._next_id
        body = {"update_id": number, kind: payload}
        Update.model_validate(body)
        self._next_id += 1
        life = _LIVES.get(kind, UPDATE_SECONDS)
        self._queue.append(Pending(body, chat_id, self._clock() + life))
        self.ring()
        return number

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants from now on; None leaves it as it was, an empty list resets it."""
        if kinds is not None:
            self._allowed = list(kinds)

    def pending(self) -> list[Pending]:
        """What waits, oldest first; what has outlived its time is dropped here."""
        now = self._clock()
        self._queue = deque(update for update in self._queue if update.dies > now)
        return list(self._queue)

    def confirm(self, update: Pending) -> None:
        """The webhook took this one."""
        if update in self._queue:
            self._queue.remove(update)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._queue.clear()

    async def poll(self, offset: int | None, limit: int, seconds: float) -> list[Json]:
        """`getUpdates`: confirm what lies before `offset`, then wait up to `seconds` for what follows.

        A newer call ends an older one that still waits, with Telegram's 409.
        """
        self._polls += 1
        mine = self._polls
        self.ring()
        self._forget_before(offset)
        try:
            async with asyncio.timeout(seconds):
                while not self.pending() and not self.closed:
                    await self._bell.wait()
                    if self._polls != mine:
                        raise conflict(
                            "terminated by other getUpdates request; make sure that only one bot instance is running"
                        )
        except TimeoutError:
            return []
        return [update.body for update in self.pending()[:limit]]

    async def wait(self) -> None:
        """Until something may have changed."""
        await self._bell.wait()

    def ring(self) -> None:
        """Wake everybody who waits here."""
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    def _forget_before(self, offset: int | None) -> None:
        if offset is None or not self._queue:
            return
        if offset < 0:  # counted from the end: keep only the last ones
            self._queue = deque(list(self._queue)[offset:])
        elif offset > 0:
            self._queue = deque(update for update in self._queue if update.id >= offset)
