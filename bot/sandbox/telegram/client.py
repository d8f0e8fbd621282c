"""The control API over HTTP, as tests in any process use it."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout

Json = dict[str, Any]


class ControlRefused(AssertionError):
    """The sandbox does not let this happen; the text says why."""


class ControlClient:
    """One session to a sandbox, opened at the first call. As an async context manager it closes itself."""

    def __init__(self, sandbox_url: str) -> None:
        self.url = sandbox_url.rstrip("/")
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, **query: str | float) -> Any:
        """The JSON under a path."""
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Ask for a change; values of None are left out. Raises `ControlRefused`."""
        kept = {key: value for key, value in body.items() if value is not None}
        answer: Json = await self._call("POST", path, json=kept)
        return answer

    async def delete(self, path: str) -> None:
        """Undo what was asked for under a path."""
        await self._call("DELETE", path)

    async def read(self, path: str) -> bytes:
        """The bytes under a path."""
        async with self._open().get(self.url + path) as response:
            if response.status != 200:
                raise ControlRefused(f"nothing at {path}")
            return await response.read()

    async def _call(self, method: str, path: str, **arguments: Any) -> Any:
        async with self._open().request(method, self.url + path, **arguments) as response:
            answer = await response.json()
            if response.status != 200:
                raise ControlRefused(answer.get("description", str(answer)))
            return answer

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=120))
        return self._session


class Deadline:
    """Counts down from some seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; 0 when it is over."""
        return max(0.0, self._end - time.monotonic())
