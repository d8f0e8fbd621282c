"""News for those who look: the chat page's stream and tests that wait."""

import asyncio
from collections import deque
from typing import Any

from bot.sandbox.telegram.model import Json

KEPT = 1000
"""How many past events a reconnecting page can catch up on; older gaps mean "load everything again"."""


class Events:
    """A numbered stream; anyone can wait for what comes after a number."""

    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self._bell = asyncio.Event()

    def tell(self, kind: str, chat_id: int | None, **facts: Any) -> None:
        """Add an event: `message`, `deleted`, `chat` (its keyboard, its people), `world`, `action` (typing)."""
        self.version += 1
        self._kept.append({"version": self.version, "type": kind, "chat_id": chat_id, **facts})
        self._ring()

    def since(self, version: int) -> list[Json]:
        """What happened after `version`; a single `world` event when that is no longer known."""
        if version > self.version or (self._kept and version < self._kept[0]["version"] - 1):
            return [{"version": self.version, "type": "world", "chat_id": None}]
        return [event for event in self._kept if event["version"] > version]

    async def wait(self, version: int, seconds: float) -> int:
        """Return as soon as something newer than `version` happened, or after `seconds`: the version now."""
        try:
            async with asyncio.timeout(seconds):
                while self.version <= version and not self.closed:
                    await self._bell.wait()
        except TimeoutError:
            pass
        return self.version

    def close(self) -> None:
        """Let everybody who waits go home."""
        self.closed = True
        self._ring()

    def _ring(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()
