"""A merchant in front of the stand-in: its calls, its own small server, and a clock that sleeping moves."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from aiohttp import web

from bot.sandbox.xpay import Fee, Point, XPaySandbox
from tests.patience import PATIENCE

UUID = "11111111-2222-4333-8444-555555555555"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # all is plain HTTP here; loading authorities takes 30 ms a client
KEY = "sandbox-secret"
LIVE_UUID = "11111111-2222-4333-8444-666666666666"
POINTS = (
    Point(UUID, "SANDBOX", "Таттуу", fees=(Fee(),), max_amount=50_000_00),
    Point(LIVE_UUID, "PRODUCTION", "Таттуу", fees=(Fee(top_fixed=500),)),
)


class Time:
    """A clock that only ``sleep`` moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Shop:
    """A merchant's own server: notes what it is told and answers as scripted, 201 when nothing is."""

    url: str = ""
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    always: int = 201
    delay: float = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        self.heard.append((request.method, request.content_type, await request.read()))
        await asyncio.sleep(self.delay)
        return web.Response(status=self.answers.pop(0) if self.answers else self.always)


class Merchant:
    """Calls the developer API over HTTP; every answer is (HTTP status, JSON)."""

    def __init__(self, xpay: XPaySandbox, http: httpx.AsyncClient) -> None:
        self.xpay = xpay
        self.http = http
        self.token = "none"

    async def call(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
        url = f"{self.xpay.url}/api/v1/developer/{path}"
        answer = await self.http.request(method, url, json=body, params=query or None, headers=headers)
        return answer.status_code, answer.json()

    async def login(self, secret: str = KEY) -> tuple[int, Any]:
        status, answer = await self.call("POST", "login", {"client_id": "sandbox-client", "client_secret": secret})
        self.token = (answer["data"] or {}).get("access_token", "none")
        return status, answer

    async def create(self, **fields: Any) -> dict[str, Any]:
        status, answer = await self.call("POST", "qr/get", {"uuid": UUID, "amount": 24000, "type": "dynamic", **fields})
        assert status == 200, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def status(self, qr: dict[str, Any]) -> dict[str, Any]:
        status, answer = await self.call("GET", f"qr/dynamic/status/{qr['qr_transaction_id']}")
        assert status == 200, answer
        data: dict[str, Any] = answer["data"]
        return data


@asynccontextmanager
async def merchant_at(xpay: XPaySandbox) -> AsyncIterator[Merchant]:
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        merchant = Merchant(xpay, http)
        await merchant.login()
        yield merchant


async def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that happens in the background."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # what it waits for is counted elsewhere, not announced
            await asyncio.sleep(0.005)
