"""Callback queries that wait for their answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Json

ANSWER_SECONDS = 150
"""How long Telegram remembers a press."""
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class _Query:
    asked: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json = field(default_factory=dict)


class Queries:
    """Presses by number. Each is answered once."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, _Query] = {}
        self._next = 4_000_000_000_000_001

    def ask(self) -> str:
        """A number for a new press."""
        number = str(self._next)
        self._next += 1
        now = self._clock()
        self._open = {key: query for key, query in self._open.items() if now - query.asked <= ANSWER_SECONDS}
        self._open[number] = _Query(now)
        return number

    def answer(self, number: str, answer: Json) -> None:
        """The bot's answer; refuses an unknown, answered or forgotten press."""
        query = self._open.pop(number, None)
        if query is None or self._clock() - query.asked > ANSWER_SECONDS:
            raise bad_request(TOO_OLD)
        query.answer = answer
        query.answered.set()

    async def wait(self, number: str, seconds: float) -> Json | None:
        """The bot's answer, or None if it does not come in `seconds`."""
        query = self._open.get(number)
        if query is None:
            return None
        try:
            async with asyncio.timeout(seconds):
                await query.answered.wait()
        except TimeoutError:
            return None
        return query.answer
