"""A payer in the hands of a test or of the demo: acts on payment links through the control API."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast

import aiohttp

from bot.sandbox.xpay.bank import Outcome
from bot.sandbox.xpay.callbacks import ACCEPTED

Row = dict[str, Any]


class PayerError(Exception):
    """The stand-in did not understand a wish; the message says which word was wrong."""


@dataclass(frozen=True)
class Ledger:
    """What happened at xPay so far; every list is in the order of events, times are ISO 8601 UTC, sums tyiyn."""

    calls: dict[str, int] = field(default_factory=dict)
    logins: list[Row] = field(default_factory=list)
    created: list[Row] = field(default_factory=list)
    paid: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    callbacks: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)

    def questions_about(self, payment_id: str) -> list[Row]:
        """The status questions about one QR: ``told`` and ``at``."""
        return [row for row in self.questions if row["id"] == payment_id]

    def callbacks_about(self, payment_id: str) -> list[Row]:
        """The callbacks of one QR: ``said``, ``attempt``, ``answer``, ``staged``, ``at``."""
        return [row for row in self.callbacks if row["id"] == payment_id]


class Payer:
    """Everything takes a payment link, its ELQR part or a transaction id. Close it, or use ``async with``."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connection; the next call opens a new one."""
        if self._http:
            await self._http.close()
        self._http = None

    async def payments(self) -> list[Row]:
        """All QRs, oldest first: ``id``, ``link``, ``status``, ``trx`` and what the merchant asked for."""
        return cast("list[Row]", await self._call("GET", "payments"))

    async def payment(self, link: str) -> Row:
        """One QR as it is now."""
        return await self._act(link, "walk_away")  # changes nothing, and every act answers with the QR

    async def scan(self, link: str, *, callback: bool = True) -> Row:
        """Open the QR in a bank app."""
        return await self._act(link, "scan", callback=callback)

    async def pay(
        self,
        link: str,
        amount: int | None = None,
        *,
        callback: bool = True,
        check: bool = True,
        again: bool = False,
        force: bool = False,
    ) -> Outcome:
        """Pay ``amount`` tyiyn (None: the invoice's), or learn in ``reason`` why the bank refused.

        ``callback=False`` pays silently, ``check=False`` without asking check_url, ``again=True`` a second time,
        ``force=True`` another sum although the QR forbids it.
        """
        wish = {"amount": amount, "callback": callback, "check": check, "again": again, "force": force}
        return Outcome(**await self._act(link, "pay", **wish))

    async def pay_again(self, link: str, *, callback: bool = True) -> Outcome:
        """Pay a paid QR once more, as a second transfer with its own trx; check_url is not asked."""
        return await self.pay(link, callback=callback, check=False, again=True)

    async def decline(self, link: str, *, callback: bool = True) -> Row:
        """Refuse in the bank app: CANCELED."""
        return await self._act(link, "decline", callback=callback)

    async def cancel(self, link: str, *, callback: bool = True) -> Row:
        """Start paying and think better of it: PROCESSING, then CANCELED."""
        return await self._act(link, "cancel", callback=callback)

    async def error(self, link: str, *, callback: bool = True) -> Row:
        """The bank fails on the way: PROCESSING, then ERROR."""
        return await self._act(link, "error", callback=callback)

    async def walk_away(self, link: str) -> Row:
        """Close the bank app: nothing changes."""
        return await self._act(link, "walk_away")

    async def set_status(self, link: str, status: str, *, callback: bool = True) -> Row:
        """Make xPay say any word, known or not, true or not."""
        return await self._act(link, "status", status=status, callback=callback)

    async def callback(
        self,
        link: str,
        status: str | None = None,
        *,
        times: int = 1,
        transaction_id: str | None = None,
        body: str | None = None,
        content_type: str | None = None,
    ) -> list[int]:
        """Post a callback ``times`` at once without any change at xPay; the answers' HTTP statuses (0: none).

        Without ``status`` a duplicate of the true news, with it a forged or reordered one; ``body`` replaces it all.
        """
        extra = {"status": status, "times": times, "transaction_id": transaction_id}
        call = await self._call("POST", "callback", {"link": link, **extra, "body": body, "content_type": content_type})
        return cast("list[int]", call)

    async def behave(self, **switches: Any) -> Row:
        """Move switches of `Behaviour`; the whole behaviour as it is now."""
        return cast("Row", await self._call("PUT", "behaviour", switches))

    async def fault(self, endpoint: str, kind: str, times: int | None = 1, **details: Any) -> None:
        """The next ``times`` calls of an endpoint (``*``: any) meet a `Fault` of this kind."""
        await self._call("POST", "faults", {"endpoint": endpoint, "kind": kind, "times": times, **details})

    async def down(self, kind: str = "reset") -> None:
        """The API is gone until ``up``."""
        await self.fault("*", kind, times=None)

    async def up(self) -> None:
        """No fault is left."""
        await self._call("DELETE", "faults")

    async def expire_tokens(self) -> None:
        """Every token is answered 401 from now on."""
        await self._call("DELETE", "tokens")

    async def ledger(self) -> Ledger:
        """What happened so far."""
        return Ledger(**cast("Row", await self._call("GET", "ledger")))

    async def heard(self, link: str, said: str = "COMPLETED", *, seconds: float = 60.0) -> None:
        """Wait until the merchant has answered 201 to a callback that said this; TimeoutError if it does not."""
        payment_id = (await self.payment(link))["id"]
        async with asyncio.timeout(seconds):
            while not await self._was_heard(payment_id, said):  # noqa: ASYNC110  # the news is in another process
                await asyncio.sleep(0.01)

    async def _was_heard(self, payment_id: str, said: str) -> bool:
        callbacks = (await self.ledger()).callbacks_about(payment_id)
        return any(row["said"] == said and row["answer"] == ACCEPTED for row in callbacks)

    async def _act(self, link: str, act: str, **how: Any) -> Row:
        return cast("Row", await self._call("POST", "act", {"link": link, "act": act, **how}))

    async def _call(self, method: str, path: str, body: Row | None = None) -> Any:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        async with self._http.request(method, f"{self._url}/control/{path}", json=body) as response:
            answer = await response.json()
            if response.status != 200:
                raise PayerError(answer["error"])
            return answer
