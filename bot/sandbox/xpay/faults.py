"""Faults on demand: what the next calls of an endpoint meet instead of, before or after an honest answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.sandbox.xpay.callbacks import Callbacks
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.payments import Payments

ENDPOINTS = ("login", "create", "status", "static", "switch", "history", "image")
_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>"
_INSTEAD: dict[str, tuple[int, str, str]] = {
    "500": (500, "application/json", '{"status": "Error", "message": "Server Error", "data": null}'),
    "502": (502, "text/html", _PAGE.format("502 Bad Gateway")),
    "html": (200, "text/html", _PAGE.format("Under maintenance")),
    "empty": (200, "application/json", ""),
    "list": (200, "application/json", "[]"),
    "string": (200, "application/json", '"OK"'),
    "null": (200, "application/json", '{"status": "Success", "message": "", "data": null}'),
    "401": (401, "application/json", '{"status": "Error", "message": "Unauthenticated.", "data": null}'),
    "403": (403, "application/json", '{"status": "Error", "message": "Forbidden", "data": null}'),
    "409": (409, "application/json", '{"status": "Error", "message": "Conflict", "data": null}'),
    "429": (429, "application/json", '{"status": "Error", "message": "Too Many Attempts.", "data": null}'),
}
KINDS = (*_INSTEAD, "answer", "hang", "reset", "late", "drip", "patch", "callback_first")


@dataclass
class Fault:
    """What goes wrong: ``kind`` is one of KINDS, ``times`` how often (None: until cleared).

    Instead of the work: the named answers; ``answer`` (``http``, ``body``, ``content_type``); ``hang`` (silence for
    ``seconds``, then the connection is cut); ``reset``. After the work is done: ``late`` (the answer waits
    ``seconds``, or until all is well again), ``drip`` (its bytes spread over ``seconds``), ``patch`` (``patch``
    replaces fields of its data), ``callback_first`` (the callback arrives before the answer).
    """

    endpoint: str
    kind: str
    times: int | None = 1
    seconds: float = 30.0
    http: int = 200
    body: str = ""
    content_type: str = "application/json"
    patch: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Fault:
        """The fault in a control request; ValueError says what is wrong with it."""
        unknown = set(raw) - set(get_type_hints(cls))
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        fault = cls(**{"endpoint": "", "kind": "", **raw})
        if fault.endpoint not in (*ENDPOINTS, "*"):
            raise ValueError(f"endpoint is one of {', '.join(ENDPOINTS)} or *, not {fault.endpoint!r}")
        if fault.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}, not {fault.kind!r}")
        return fault


class Faults:
    """The faults that wait for their calls, as a middleware around the API."""

    def __init__(self, payments: Payments, callbacks: Callbacks, ledger: Ledger) -> None:
        self._payments = payments
        self._callbacks = callbacks
        self._ledger = ledger
        self._waiting: list[Fault] = []
        self._well = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """The next calls of its endpoint meet this fault, after those that were added earlier."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """All is well again."""
        self._waiting.clear()
        self._well.set()
        self._well = asyncio.Event()

    def take(self, endpoint: str) -> Fault | None:
        """The fault for one call of this endpoint, used up by it."""
        fault = next((fault for fault in self._waiting if fault.endpoint in {endpoint, "*"}), None)
        if fault and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault

    def middleware(self) -> Middleware:
        """What every request passes; only named API endpoints can meet a fault."""

        @web.middleware
        async def meet(request: web.Request, handler: Handler) -> web.StreamResponse:
            endpoint = request.match_info.route.name or ""
            if endpoint not in ENDPOINTS:
                return await handler(request)
            self._ledger.calls[endpoint] += 1
            fault = self.take(endpoint)
            if fault is None:
                return await handler(request)
            return await _instead(fault, request) or await self._after(fault, request, await handler(request))

        return meet

    async def _after(self, fault: Fault, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        if fault.kind == "late":
            await self._are_well(fault.seconds)
        if not isinstance(answer, web.Response):
            return answer
        if fault.kind == "drip":
            return await _drip(request, answer, fault.seconds)
        if fault.kind == "patch":
            whole = json.loads(answer.text or "{}")
            whole["data"] = {**(whole["data"] or {}), **fault.patch}
            return web.json_response(whole, status=answer.status)
        if fault.kind == "callback_first":
            data = json.loads(answer.text or "{}").get("data") or {}
            payment = self._payments.get(str(data.get("qr_transaction_id", "")))
            if payment:
                await self._callbacks.post(self._callbacks.letter(payment))
        return answer

    async def _are_well(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._well.wait()
        except TimeoutError:
            pass


async def _instead(fault: Fault, request: web.Request) -> web.StreamResponse | None:
    if fault.kind in _INSTEAD:
        http, content_type, body = _INSTEAD[fault.kind]
        return web.Response(status=http, text=body, content_type=content_type)
    if fault.kind == "answer":
        return web.Response(status=fault.http, text=fault.body, content_type=fault.content_type)
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    if fault.kind in {"hang", "reset"}:
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)  # nobody receives it: the connection is gone
    return None


async def _drip(request: web.Request, answer: web.Response, seconds: float) -> web.StreamResponse:
    body = answer.body if isinstance(answer.body, bytes) else b""
    slow = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.content_type})
    slow.content_length = len(body)
    await slow.prepare(request)
    for byte in body:
        await asyncio.sleep(seconds / len(body))
        try:
            await slow.write(bytes([byte]))
        except ConnectionError:
            break  # the caller lost patience, which is what this fault is for
    return slow
