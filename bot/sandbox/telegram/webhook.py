"""Delivery of updates to the bot's webhook: in order within a chat, repeated with growing pauses until a 2xx."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.requests import Form, read_form
from bot.sandbox.telegram.updates import Pending, Updates

RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Pauses before each repetition; the last one stays."""
ANSWER_SECONDS = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret


@dataclass
class Target:
    """Where the bot wants its updates."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    ip_address: str | None = None


class Webhook:
    """The delivery man. `run` works until cancelled; `target=None` means polling."""

    def __init__(
        self,
        updates: Updates,
        answer: Callable[[str, Form], Awaitable[object]],
        clock: Callable[[], float],
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self.target: Target | None = None
        self._updates = updates
        self._answer = answer
        self._clock = clock
        self._retry_seconds = retry_seconds
        self._busy: set[int] = set()
        self._aimed = asyncio.Event()
        self._last_error: tuple[int, str] | None = None

    def aim(self, target: Target | None) -> None:
        """Set or remove the webhook."""
        self.target = target
        self._last_error = None
        aimed, self._aimed = self._aimed, asyncio.Event()
        aimed.set()
        self._updates.ring()

    def info(self) -> Json:
        """`WebhookInfo`."""
        info: Json = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if self.target:
            info["max_connections"] = self.target.max_connections
        if self._last_error:
            info["last_error_date"], info["last_error_message"] = self._last_error
        return info

    async def run(self) -> None:
        """Deliver for ever, chats side by side, up to the bot's number of connections."""
        async with ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS)) as session, asyncio.TaskGroup() as chats:
            while True:
                for chat_id in self._ready():
                    self._busy.add(chat_id)
                    chats.create_task(self._serve(session, chat_id))
                await self._updates.wait()

    def _ready(self) -> list[int]:
        if self.target is None:
            return []
        waiting = dict.fromkeys(update.chat_id for update in self._updates.pending())
        free = self.target.max_connections - len(self._busy)
        return [chat_id for chat_id in waiting if chat_id not in self._busy][:free]

    async def _serve(self, session: ClientSession, chat_id: int) -> None:
        """Empty one chat's queue; a failing update holds the later ones back, as at Telegram's."""
        failures = 0
        try:
            while self.target is not None:
                update = next((one for one in self._updates.pending() if one.chat_id == chat_id), None)
                if update is None:
                    return
                pause = await self._deliver(session, self.target, update, failures)
                failures = failures + 1 if pause else 0
                await self._rest(pause)
        finally:
            self._busy.discard(chat_id)
            self._updates.ring()

    async def _rest(self, seconds: float) -> None:
        """Pause before a repetition; a new webhook address ends the pause."""
        if seconds:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._aimed.wait()

    async def _deliver(self, session: ClientSession, target: Target, update: Pending, failures: int) -> float:
        """Seconds to wait before the next attempt; 0 when the update was taken."""
        pause = float(self._retry_seconds[min(failures, len(self._retry_seconds) - 1)])
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        try:
            async with session.post(target.url, json=update.body, headers=headers) as response:
                if response.ok:
                    self._updates.confirm(update)
                    await self._take_answer(response)
                    return 0.0
                self._note(f"Wrong response from the webhook: {response.status} {response.reason}")
                after = response.headers.get("Retry-After", "")
                return float(after) if after.isascii() and after.isdigit() else pause
        except TimeoutError:
            self._note("Read timeout expired")
        except (ClientError, Refused):
            self._note("Connection refused")
        return pause

    async def _take_answer(self, response: ClientResponse) -> None:
        """A bot may answer with a method call; its result is told to nobody."""
        fields, uploads = await read_form(response.content_type, response.headers, response.content)
        method = fields.pop("method", None)
        if isinstance(method, str):
            await self._answer(method, (fields, uploads))

    def _note(self, sentence: str) -> None:
        self._last_error = int(self._clock()), sentence
