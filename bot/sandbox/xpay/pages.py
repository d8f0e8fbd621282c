"""The payment page and the toy banks: shipped files, the QR's picture, and the JSON that the pages live on."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.xpay.bank import Bank, Outcome, Wish
from bot.sandbox.xpay.banks import Wallets
from bot.sandbox.xpay.image import qr_png
from bot.sandbox.xpay.payments import COMPLETED, Payment, Payments
from bot.sandbox.xpay.times import iso

WEB = Path(__file__).parent / "web"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Pages:
    """What a payer sees in a browser."""

    def __init__(self, payments: Payments, bank: Bank) -> None:
        self._payments = payments
        self._bank = bank
        self._wallets = Wallets()
        self._files = {path.name: path for path in WEB.iterdir() if path.suffix in _TYPES}

    def routes(self) -> list[web.RouteDef]:
        """The pages, their files and their data."""
        return [
            web.get("/pay", self._page("pay.html")),
            web.get("/bank", self._page("bank.html")),
            web.get("/web/{name}", self._file),
            web.get("/image/{elqr:.+}.png", self._image, name="image"),
            web.get("/page/payment", self._payment),
            web.post("/page/act", self._act),
        ]

    def _page(self, name: str) -> Any:
        async def page(_: web.Request) -> web.Response:
            return self._shipped(name)

        return page

    async def _file(self, request: web.Request) -> web.Response:
        return self._shipped(request.match_info["name"])

    def _shipped(self, name: str) -> web.Response:
        path = self._files.get(name)
        if path is None:
            raise web.HTTPNotFound
        body = path.read_bytes()
        return web.Response(body=body, content_type=_TYPES[path.suffix], charset="utf-8", headers=_HEADERS)

    async def _image(self, request: web.Request) -> web.Response:
        name = request.rel_url.raw_path.removeprefix("/image/").removesuffix(".png")
        payment = self._found(name)
        picture = await asyncio.to_thread(qr_png, payment.link)
        return web.Response(body=picture, content_type="image/png", headers=_HEADERS)

    async def _payment(self, request: web.Request) -> web.Response:
        payment = self._found(request.query.get("elqr", ""))
        amount = request.query.get("amount", "")
        price = payment.shown_price if payment.status == COMPLETED else payment.price
        if amount.isascii() and amount.isdigit() and len(amount) < 13 and payment.order.amount_change:
            price = payment.point.price(int(amount), payment.created_at)
        order, transfer = payment.order, payment.transfers[-1] if payment.transfers else None
        data = {
            "merchant": payment.point.name,
            "address": payment.point.address,
            "what": order.service_name,
            "comment": order.comments,
            "status": payment.status,
            "image": f"/image/{payment.elqr}.png",
            "amount_change": order.amount_change,
            "return_url": order.return_url,
            "paid_at": iso(transfer.at) if transfer else "",
            "trx": transfer.trx if transfer else "",
            "banks": self._wallets.as_json(),
            **asdict(price),
        }
        del data["payable"]  # the merchant's share is no payer's business
        return web.json_response(data, headers=_HEADERS)

    async def _act(self, request: web.Request) -> web.Response:
        try:
            raw = json.loads(await request.text())
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            raise web.HTTPBadRequest
        payment, act = self._found(str(raw.get("elqr"))), raw.get("act")
        outcome = Outcome(paid=False)
        if act == "scan":
            self._bank.scan(payment)
        elif act == "decline":
            self._bank.fail(payment, "CANCELED")
        elif act == "pay":
            amount = raw.get("amount")
            outcome = await self._pay(payment, str(raw.get("bank")), amount if type(amount) is int else None)
        return web.json_response(asdict(outcome), headers=_HEADERS)

    async def _pay(self, payment: Payment, bank_id: str, amount: int | None) -> Outcome:
        price = payment.price if amount is None else payment.point.price(amount, payment.created_at)
        try:
            balance = self._wallets.balance(bank_id)
        except KeyError:
            raise web.HTTPNotFound from None
        if price.request_amount > balance:
            return Outcome(paid=False, reason="funds")
        outcome = await self._bank.pay(payment, Wish(amount=amount))
        if outcome.paid:
            self._wallets.spend(bank_id, payment.shown_price.request_amount)
        return outcome

    def _found(self, name: str) -> Payment:
        payment = self._payments.find(name) if name else None
        if payment is None:
            raise web.HTTPNotFound
        return payment
