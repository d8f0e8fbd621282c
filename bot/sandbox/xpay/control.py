"""The control API: acts as payers, moves switches, orders faults and shows the ledger. JSON in, JSON out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox.xpay.bank import Bank, Wish
from bot.sandbox.xpay.behaviour import Switches
from bot.sandbox.xpay.callbacks import Callbacks
from bot.sandbox.xpay.faults import Fault, Faults
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.payments import Payment, Payments
from bot.sandbox.xpay.tokens import Tokens

MOST_CALLBACKS = 10_000


@dataclass(frozen=True)
class Control:
    """What tests and the demo may do with the stand-in from outside."""

    payments: Payments
    bank: Bank
    callbacks: Callbacks
    faults: Faults
    tokens: Tokens
    ledger: Ledger
    switches: Switches

    def routes(self) -> list[web.RouteDef]:
        """The paths under ``/control``."""
        return [
            web.get("/control/payments", _told(self._list)),
            web.post("/control/act", _told(self._act)),
            web.post("/control/callback", _told(self._callback)),
            web.get("/control/behaviour", _told(self._behaviour)),
            web.put("/control/behaviour", _told(self._behave)),
            web.post("/control/faults", _told(self._fault)),
            web.delete("/control/faults", _told(self._mend)),
            web.delete("/control/tokens", _told(self._revoke)),
            web.get("/control/ledger", _told(self._ledger)),
        ]

    async def _list(self, _: dict[str, Any]) -> Any:
        return [payment.as_json() for payment in self.payments.all()]

    async def _act(self, raw: dict[str, Any]) -> Any:
        payment, act = self._payment(raw), raw.pop("act", None)
        if act == "pay":
            return asdict(await self.bank.pay(payment, Wish(**raw)))
        callback = bool(raw.get("callback", True))
        if act == "scan":
            self.bank.scan(payment, callback=callback)
        elif act in {"decline", "cancel", "error"}:
            if act != "decline":  # these get as far as the bank's own processing
                self.bank.fail(payment, "PROCESSING", callback=callback)
            self.bank.fail(payment, "ERROR" if act == "error" else "CANCELED", callback=callback)
        elif act == "status":
            self.bank.move(payment, str(raw["status"]), callback=callback)
        elif act != "walk_away":
            raise ValueError(f"no act is called {act!r}")
        return payment.as_json()

    async def _callback(self, raw: dict[str, Any]) -> Any:
        payment, times = self._payment(raw), int(raw.get("times", 1))
        letter = self.callbacks.letter(payment, raw.get("status") or "", raw.get("transaction_id") or "")
        if raw.get("body") is not None:
            letter = replace(letter, body=str(raw["body"]).encode(), said="")
        if raw.get("content_type"):
            letter = replace(letter, content_type=str(raw["content_type"]))
        posts = (self.callbacks.post(letter, staged=True) for _ in range(min(times, MOST_CALLBACKS)))
        return await asyncio.gather(*posts)

    async def _behaviour(self, _: dict[str, Any]) -> Any:
        return asdict(self.switches.now)

    async def _behave(self, raw: dict[str, Any]) -> Any:
        self.switches.now = self.switches.now.changed(raw)
        return asdict(self.switches.now)

    async def _fault(self, raw: dict[str, Any]) -> Any:
        fault = Fault.read(raw)
        self.faults.add(fault)
        return asdict(fault)

    async def _mend(self, _: dict[str, Any]) -> Any:
        self.faults.clear()

    async def _revoke(self, _: dict[str, Any]) -> Any:
        self.tokens.revoke()

    async def _ledger(self, _: dict[str, Any]) -> Any:
        return self.ledger.as_json()

    def _payment(self, raw: dict[str, Any]) -> Payment:
        name = str(raw.pop("link", ""))
        payment = self.payments.find(name)
        if payment is None:
            raise LookupError(f"no QR has the link or id {name!r}")
        return payment


def _told(handler: Callable[[dict[str, Any]], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            raw = json.loads(await request.text() or "{}")
            if not isinstance(raw, dict):
                raise TypeError("the body is a JSON object")
            return web.json_response(await handler(raw))
        except LookupError as mistake:
            return web.json_response({"error": str(mistake)}, status=404)
        except (ValueError, TypeError) as mistake:
            return web.json_response({"error": str(mistake)}, status=400)

    return answer
