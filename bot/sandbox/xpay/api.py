"""The provider's developer API: login, QR, status, static QR, history."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from aiohttp import web

from bot.sandbox.xpay import answers, elqr
from bot.sandbox.xpay.behaviour import Switches
from bot.sandbox.xpay.history import history
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.order import Order, RefusedError
from bot.sandbox.xpay.payments import Payment, Payments
from bot.sandbox.xpay.points import Point
from bot.sandbox.xpay.times import iso
from bot.sandbox.xpay.tokens import Tokens

ROOT = "/api/v1/developer"
Handler = Callable[[web.Request], Awaitable[tuple[str, Any]]]


class DeveloperApi:
    """Answers merchants in envelopes; links begin with ``site``, which is known once the server listens."""

    def __init__(
        self,
        keys: tuple[str, str],
        points: Sequence[Point],
        payments: Payments,
        tokens: Tokens,
        ledger: Ledger,
        switches: Switches,
        clock: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._points = tuple(points)
        self._payments = payments
        self._tokens = tokens
        self._ledger = ledger
        self._switches = switches
        self._clock = clock
        self.site = ""

    def routes(self) -> list[web.RouteDef]:
        """Every path; a route's name is the endpoint's name in faults and in the ledger."""
        static = f"{ROOT}/qr/ecom/static/status/{{id}}"
        return [
            web.post(f"{ROOT}/login", self._enveloped(self._login), name="login"),
            web.post(f"{ROOT}/qr/get", self._private(self._create), name="create"),
            web.get(f"{ROOT}/qr/dynamic/status/{{id}}", self._private(self._status), name="status", allow_head=False),
            web.get(static, self._private(self._static), name="static", allow_head=False),
            web.post(static, self._private(self._switch), name="switch"),
            web.get(f"{ROOT}/transactions", self._private(self._history), name="history", allow_head=False),
        ]

    def _enveloped(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                message, data = await handler(request)
            except RefusedError as refused:
                body = {"status": "Error", "message": refused.message, "data": None}
                return web.json_response(body, status=refused.http)
            return web.json_response({"status": "Success", "message": message, "data": data})

        return answer

    def _private(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def checked(request: web.Request) -> tuple[str, Any]:
            if not self._tokens.valid(request.headers.get("Authorization", "")):
                raise RefusedError(401, "Unauthenticated.")
            return await handler(request)

        return self._enveloped(checked)

    async def _login(self, request: web.Request) -> tuple[str, Any]:
        raw = await _json(request)
        sent = (str(raw.get("client_id", "")), str(raw.get("client_secret", "")))
        good = all(
            compare_digest(ours.encode(), theirs.encode()) for ours, theirs in zip(self._keys, sent, strict=True)
        )
        self._ledger.log_in(good=good)
        if not good:
            raise RefusedError(self._switches.now.wrong_keys_http, "Invalid credentials")
        token, end = self._tokens.issue()
        service = [point.as_json() for point in self._points]
        data = {"access_token": token, "token_type": "Bearer", "expires_at": iso(end), "service": service}
        return "Login", data

    async def _create(self, request: web.Request) -> tuple[str, Any]:
        order = Order.read(await _json(request), self._switches.now)
        point = next((point for point in self._points if point.uuid == order.uuid), None)
        if point is None:
            raise RefusedError(404, "Service not found")
        if not point.allows(order.amount):
            raise RefusedError(422, "The amount is outside the limits of the service")
        payment = self._made(point, order)
        self._payments.add(payment)
        self._ledger.create(payment)
        return "Generate QR Code", answers.created(payment, f"{self.site}/image/{payment.elqr}.png")

    def _made(self, point: Point, order: Order) -> Payment:
        now, behaviour = self._clock(), self._switches.now
        price = point.price(order.amount, now)
        payment_id, identificator = self._payments.new_id(now), self._payments.new_id(now)
        label = elqr.Label(
            merchant=point.name,
            transaction=payment_id,
            identificator=identificator,
            payer=order.payer_id,
            service=order.service_name,
            comment=order.comments,
            amount_change=order.amount_change,
        )
        text = elqr.write(label, price, behaviour)
        status = behaviour.static_first if order.type == "static" else behaviour.first_status
        link = f"{self.site}/pay#{text}"
        return Payment(payment_id, identificator, point, order, price, text, link, status, now, now)

    async def _status(self, request: web.Request) -> tuple[str, Any]:
        payment_id = request.match_info["id"]
        payment = self._payments.get(payment_id)
        told = "" if payment is None or self._too_soon(payment) else answers.word(payment, self._switches.now)
        self._ledger.ask(payment_id, told)
        if payment is None or payment.static:
            raise RefusedError(404, "Transaction not found")
        if not told:
            raise RefusedError(429, "Too Many Attempts.")
        payment.asked_at = self._clock()
        return "Status QR Code", answers.status(payment, self._switches.now)

    def _too_soon(self, payment: Payment) -> bool:
        spacing = timedelta(seconds=self._switches.now.status_spacing_seconds)
        return payment.asked_at is not None and self._clock() - payment.asked_at < spacing

    async def _static(self, request: web.Request) -> tuple[str, Any]:
        payment = self._static_payment(request)
        self._ledger.ask(payment.id, payment.status)
        return "Status QR Code", answers.static_status(payment)

    async def _switch(self, request: web.Request) -> tuple[str, Any]:
        payment, raw = self._static_payment(request), await _json(request)
        if raw.get("qr_transaction_id") != payment.id or raw.get("qr_status") not in {"ACTIVE", "BLOCKED"}:
            raise RefusedError(422, "The given data was invalid.")
        payment.status, payment.changed_at = raw["qr_status"], self._clock()
        return "Update status QR Code", answers.static_status(payment)

    def _static_payment(self, request: web.Request) -> Payment:
        payment = self._payments.get(request.match_info["id"])
        if payment is None or not payment.static:
            raise RefusedError(404, "Transaction not found")
        return payment

    async def _history(self, request: web.Request) -> tuple[str, Any]:
        return "Transactions", history(self._payments.all(), request.query, self._switches.now)


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        raw = json.loads(await request.text())
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise RefusedError(422, "The given data was invalid.")
    return raw
