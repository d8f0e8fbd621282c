"""Tells merchants that a status has changed, again and again until they answer 201."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.xpay import answers
from bot.sandbox.xpay.behaviour import Switches
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.payments import Payment

ACCEPTED = 201
GIVE_UP = timedelta(hours=24)
DELAYS = (5, 10, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds between the attempts; the last one repeats until a day has passed."""
_PAYERS = (
    ("Сыноокулова Бермет Үсөновна", "10101199012345"),
    ("Тестов Айдар Өмүрбекович", "20202198554321"),
    ("Үлгүбаева Жаңыл Сыноевна", "13003199267890"),
)


@dataclass(frozen=True)
class Letter:
    """One callback: where it goes, what it says, its bytes and their type."""

    payment_id: str
    url: str
    said: str
    body: bytes
    content_type: str


class Callbacks:
    """Delivers callbacks in the background; time passes by ``clock`` and ``sleep``. Ended by ``stop``."""

    def __init__(
        self,
        switches: Switches,
        ledger: Ledger,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        delays: Sequence[float] = DELAYS,
    ) -> None:
        self._switches = switches
        self._ledger = ledger
        self._clock = clock
        self._sleep = sleep
        self._delays = tuple(delays)
        self._http: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[None]] = set()

    def start(self, http: aiohttp.ClientSession) -> None:
        """Post through this session from now on."""
        self._http = http

    async def stop(self) -> None:
        """Nothing is posted any more: every delivery has ended."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()

    def tell(self, payment: Payment) -> None:
        """Deliver the payment's present status, repeating until 201 or for a day."""
        if payment.order.callback_url and self._http:
            delivery = self._deliver(self.letter(payment))
            task = asyncio.create_task(delivery)  # noqa: TID251  # the supervisor is the shop's; stop() ends these
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def letter(self, payment: Payment, status: str = "", transaction_id: str = "") -> Letter:
        """The callback of a payment; a status or transaction id given here is said instead of the true one."""
        behaviour = self._switches.now
        data = answers.status(payment, behaviour) | {"comments": _payer(payment)}
        if status:
            data["pay_status"] = status
        if transaction_id:
            data["qr_transaction_id"] = transaction_id
        said = str(data["pay_status"])
        if not behaviour.callback_says_status:
            del data["pay_status"]
        body, content_type = _written(data, behaviour.callback_form)
        return Letter(payment.id, payment.order.callback_url, said, body, content_type)

    async def post(self, letter: Letter, *, attempt: int = 1, staged: bool = False) -> int:
        """One attempt; the HTTP status of the answer, 0 when there was none."""
        answer = 0
        if self._http and letter.url:
            try:
                headers = {"Content-Type": letter.content_type}
                async with self._http.post(
                    letter.url, data=letter.body, headers=headers, allow_redirects=False
                ) as response:
                    answer = response.status
            except (aiohttp.ClientError, TimeoutError, OSError):
                answer = 0
        self._ledger.call_back(letter.payment_id, letter.said, attempt=attempt, answer=answer, staged=staged)
        return answer

    async def _deliver(self, letter: Letter) -> None:
        end = self._clock() + GIVE_UP
        attempt = 1
        while await self.post(letter, attempt=attempt) != ACCEPTED:
            delay = self._delays[min(attempt, len(self._delays)) - 1]
            if self._clock() + timedelta(seconds=delay) > end:
                return
            await self._sleep(delay)
            attempt += 1


def _payer(payment: Payment) -> str:
    name, tax_number = _PAYERS[sum(payment.id.encode()) % len(_PAYERS)]
    return f"Плательщик: {name}, ИНН {tax_number}. {payment.order.comments}".strip()


def _written(data: Mapping[str, Any], form: str) -> tuple[bytes, str]:
    if form == "form":
        return urlencode(data).encode(), "application/x-www-form-urlencoded"
    whole = {"status": "Success", "message": "Callback", "data": data} if form == "nested" else data
    return json.dumps(whole, ensure_ascii=False).encode(), "application/json"
