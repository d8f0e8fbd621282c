"""Inline mode: questions typed after the bot's name, and the cache that Telegram keeps of the answers."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.queries import TOO_OLD

MAX_QUERY = 256
MAX_RESULTS = 50
MAX_ID_BYTES = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
QUERY_SECONDS = 30
CACHE_SECONDS = 300


@dataclass
class _Question:
    user_id: int
    query: str
    asked: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json = field(default_factory=dict)


class Inline:
    """Open questions and cached answers. An answer that is not personal is shown to everybody."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, _Question] = {}
        self._cache: dict[tuple[str, int | None], tuple[float, Json]] = {}
        self._shown: dict[tuple[str, int], Json] = {}
        self._next = 7_000_000_000_000_001
        self.messages: dict[str, tuple[int, int]] = {}
        """`inline_message_id` to chat and message."""
        self.enabled = True
        """Whether @BotFather's inline mode is on."""
        self.feedback = True
        """Whether @BotFather's inline feedback is on: only then the bot hears which result was sent."""

    def cached(self, user_id: int, query: str) -> Json | None:
        """The answer that Telegram would show without asking the bot."""
        now = self._clock()
        for key in ((query, None), (query, user_id)):
            until, answer = self._cache.get(key, (0.0, {}))
            if until > now:
                self._shown[query, user_id] = answer
                return answer
        return None

    def shown(self, user_id: int, query: str) -> list[Json]:
        """The results that the person has before them, cached or not."""
        return list(self._shown.get((query, user_id), {}).get("results", []))

    def ask(self, user_id: int, query: str) -> str:
        """A number for a new question."""
        number = str(self._next)
        self._next += 1
        self._open[number] = _Question(user_id, query[:MAX_QUERY], self._clock())
        return number

    def answer(self, fields: Json) -> None:
        """The bot's answer; refused when late, too long, or with two results of one number."""
        question = self._open.pop(fields["inline_query_id"], None)
        if question is None or self._clock() - question.asked > QUERY_SECONDS:
            raise bad_request(TOO_OLD)
        results = fields["results"]
        if len(results) > MAX_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        if len({result["id"] for result in results}) != len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        if any(not 1 <= len(result["id"].encode()) <= MAX_ID_BYTES for result in results):
            raise bad_request("RESULT_ID_INVALID")
        button = fields.get("button")
        if button is not None:
            _check_button(button)
        answer = {"results": results, "button": button, "is_personal": bool(fields.get("is_personal"))}
        lives = fields.get("cache_time")
        owner = question.user_id if fields.get("is_personal") else None
        until = self._clock() + (CACHE_SECONDS if lives is None else lives)
        self._cache[question.query, owner] = until, answer
        self._shown[question.query, question.user_id] = answer
        question.answer = answer
        question.answered.set()

    async def wait(self, number: str, seconds: float) -> Json | None:
        """The answer, or None if it does not come in `seconds`."""
        question = self._open.get(number)
        if question is None:
            return None
        try:
            async with asyncio.timeout(seconds):
                await question.answered.wait()
        except TimeoutError:
            return None
        return question.answer


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    parameter = button.get("start_parameter")
    if (parameter is None) == (button.get("web_app") is None):
        raise bad_request("BUTTON_TYPE_INVALID")
    if parameter is not None and not START_PARAMETER.fullmatch(parameter):
        raise bad_request("START_PARAM_INVALID")
