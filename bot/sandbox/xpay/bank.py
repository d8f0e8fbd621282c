"""What a payer can do with a QR in a banking app, and what the bank answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.sandbox.xpay.behaviour import Switches
from bot.sandbox.xpay.callbacks import ACCEPTED, Callbacks
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.payments import CLOSED, COMPLETED, Payment, Payments, Transfer


@dataclass(frozen=True)
class Outcome:
    """Whether money moved; when not, ``reason`` is one of the words of `Bank.pay`."""

    paid: bool
    reason: str = ""
    trx: str = ""


@dataclass(frozen=True)
class Wish:
    """How somebody wants to pay: ``amount`` in tyiyn, None for the invoice's.

    ``callback`` False: xPay tells nobody. ``check`` False: check_url is not asked. ``again``: although it was paid.
    ``force``: with another sum although the QR forbids it.
    """

    amount: int | None = None
    callback: bool = True
    check: bool = True
    again: bool = False
    force: bool = False


class Bank:
    """Moves payments as payers act; ``sleep`` is the time that a payment takes at the bank."""

    def __init__(
        self,
        payments: Payments,
        callbacks: Callbacks,
        ledger: Ledger,
        switches: Switches,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._payments = payments
        self._callbacks = callbacks
        self._ledger = ledger
        self._switches = switches
        self._clock = clock
        self._sleep = sleep
        self._http: aiohttp.ClientSession | None = None

    def start(self, http: aiohttp.ClientSession) -> None:
        """Ask check_url through this session from now on."""
        self._http = http

    def scan(self, payment: Payment, *, callback: bool = True) -> None:
        """A payer has opened the QR; says nothing of one that is at the bank or has ended, or is static."""
        if not payment.static and payment.status not in (*CLOSED, "PROCESSING", "SCANNED"):
            self.move(payment, "SCANNED", callback=callback)

    def fail(self, payment: Payment, status: str, *, callback: bool = True) -> None:
        """The payment ends as ERROR or CANCELED, unless it is paid or static."""
        if not payment.static and payment.status != COMPLETED:
            self.move(payment, status, callback=callback)

    def move(self, payment: Payment, status: str, *, callback: bool = True) -> None:
        """Set any status, true or not, and tell the merchant."""
        payment.status, payment.changed_at = status, self._clock()
        if callback:
            self._callbacks.tell(payment)

    async def pay(self, payment: Payment, wish: Wish) -> Outcome:
        """Money moves, or not because of: already_paid, closed, not_active, amount_fixed, limits, check_refused."""
        reason = self._obstacle(payment, wish)
        if not reason and wish.check and not await self._allowed(payment):
            reason = "check_refused"
            if self._switches.now.refusal_status:
                self.fail(payment, self._switches.now.refusal_status, callback=wish.callback)
        if reason:
            return Outcome(paid=False, reason=reason)
        await self._processing(payment, wish)
        reason = self._obstacle(payment, wish)  # somebody else may have paid it meanwhile
        return Outcome(paid=False, reason=reason) if reason else self._complete(payment, wish)

    async def _processing(self, payment: Payment, wish: Wish) -> None:
        if not payment.static and payment.status != COMPLETED:
            self.move(payment, "PROCESSING", callback=wish.callback)
        if self._switches.now.processing_seconds:
            await self._sleep(self._switches.now.processing_seconds)

    def _complete(self, payment: Payment, wish: Wish) -> Outcome:
        now = self._clock()
        price = payment.price if wish.amount is None else payment.point.price(wish.amount, now)
        transfer = Transfer(self._payments.new_uuid(), self._payments.new_uuid(), price, now)
        payment.transfers.append(transfer)
        self._ledger.pay(payment, transfer)
        self.move(payment, COMPLETED, callback=wish.callback)
        return Outcome(paid=True, trx=transfer.trx)

    def _obstacle(self, payment: Payment, wish: Wish) -> str:
        other_sum = wish.amount is not None and wish.amount != payment.price.amount
        obstacles = {
            "already_paid": payment.status == COMPLETED and not wish.again,
            "not_active": payment.status == "BLOCKED",
            "closed": payment.status in {"ERROR", "CANCELED"} and not self._switches.now.pay_after_error,
            "amount_fixed": other_sum and not payment.order.amount_change and not wish.force,
            "limits": wish.amount is not None and not wish.force and not payment.point.allows(wish.amount),
        }
        return next((name for name, there in obstacles.items() if there), "")

    async def _allowed(self, payment: Payment) -> bool:
        url = payment.order.check_url
        if not url or self._http is None:
            return True
        behaviour = self._switches.now
        body = {"qr_transaction_id": payment.id} if behaviour.check_method == "POST" else None
        limit = aiohttp.ClientTimeout(total=behaviour.check_seconds)
        answer = 0
        try:
            async with self._http.request(
                behaviour.check_method, url, json=body, timeout=limit, allow_redirects=False
            ) as response:
                answer = response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            answer = 0
        self._ledger.check(payment.id, answer)
        return answer == ACCEPTED
