"""An HTTP server that answers what a test tells it to, on a real socket; it knows nothing of the client."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

FIXTURES = Path(__file__).parent / "fixtures"
TOKEN = "210957|Aob1sandboxsandboxsandbox"

Script = Callable[[web.Request], Any]


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def envelope(data: Any, status: str = "Success", message: str = "ok") -> bytes:
    return json.dumps({"status": status, "message": message, "data": data}).encode()


@dataclass
class Seen:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Reply:
    """One answer: a delay in seconds first, then the status and the body."""

    body: bytes = b""
    status: int = 200
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "plain"  # or "drip", "reset"


@dataclass
class ScriptedXPay:
    """Answers by path: each path has a list of replies, the last of which repeats."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    valid_tokens: set[str] | None = None  # None: every token is good
    busy: int = 0
    most_busy: int = 0
    _runner: web.AppRunner | None = None

    def on(self, path: str, *replies: Reply | bytes) -> None:
        self.replies[path] = [Reply(reply) if isinstance(reply, bytes) else reply for reply in replies]

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path.endswith(path)]

    async def start(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        body = json.loads(text) if text else None
        self.seen.append(Seen(request.method, request.path, dict(request.query), dict(request.headers), body))
        key = next((path for path in self.replies if request.path.endswith(path)), None)
        if key is None:
            return web.json_response({"status": "Error", "message": "no such path", "data": None}, status=404)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token and self.valid_tokens is not None and token not in self.valid_tokens:
            return web.json_response({"status": "Error", "message": "Unauthenticated.", "data": None}, status=401)
        replies = self.replies[key]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            return await self._send(request, reply)
        finally:
            self.busy -= 1

    async def _send(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        await asyncio.sleep(reply.delay)
        if reply.kind == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if reply.kind == "drip":
            response = web.StreamResponse(status=reply.status)
            await response.prepare(request)
            for byte in reply.body:
                await asyncio.sleep(0.05)
                await response.write(bytes([byte]))
            return response
        return web.Response(status=reply.status, body=reply.body, headers=reply.headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Ticks:
    """A monotonic clock in the hands of the test."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds
