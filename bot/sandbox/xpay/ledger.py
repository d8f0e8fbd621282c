"""What happened at the stand-in, in order, for tests to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.sandbox.xpay.payments import Payment, Transfer
from bot.sandbox.xpay.times import iso


class Ledger:
    """Rows of QRs created, money paid, status questions, callbacks and checks; calls by endpoint."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.calls: Counter[str] = Counter()
        self.logins: list[dict[str, Any]] = []
        self.created: list[dict[str, Any]] = []
        self.paid: list[dict[str, Any]] = []
        self.questions: list[dict[str, Any]] = []
        self.callbacks: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []

    def log_in(self, *, good: bool) -> None:
        """Somebody tried their keys."""
        self.logins.append({"good": good, "at": self._now()})

    def create(self, payment: Payment) -> None:
        """A QR came into being."""
        self.created.append({**payment.as_json(), "at": self._now()})

    def pay(self, payment: Payment, transfer: Transfer) -> None:
        """Money was sent; sums in tyiyn."""
        price = transfer.price
        sums = {"request_amount": price.request_amount, "amount": price.amount, "payable": price.payable}
        self.paid.append({"id": payment.id, "trx": transfer.trx, **sums, "at": self._now()})

    def ask(self, payment_id: str, told: str) -> None:
        """A status question, and the word that it was answered with (empty: unknown id or too soon)."""
        self.questions.append({"id": payment_id, "told": told, "at": self._now()})

    def call_back(self, payment_id: str, said: str, *, attempt: int, answer: int, staged: bool) -> None:
        """A callback was posted; ``answer`` 0 is none at all, ``staged`` one that the control API asked for."""
        row = {"id": payment_id, "said": said, "attempt": attempt, "answer": answer, "staged": staged}
        self.callbacks.append({**row, "at": self._now()})

    def check(self, payment_id: str, answer: int) -> None:
        """check_url was asked; ``answer`` 0 is a time-out or no connection."""
        self.checks.append({"id": payment_id, "answer": answer, "at": self._now()})

    def as_json(self) -> dict[str, Any]:
        """Everything, each list in the order of events."""
        return {
            "calls": dict(self.calls),
            "logins": self.logins,
            "created": self.created,
            "paid": self.paid,
            "questions": self.questions,
            "callbacks": self.callbacks,
            "checks": self.checks,
        }

    def _now(self) -> str:
        return iso(self._clock())
