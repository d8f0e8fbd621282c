"""What an answer of xPay's status endpoint says about a payment."""

import logging
from typing import Literal

from bot.shop.payment import Money, News, Payment
from bot.storage import payments
from bot.storage.database import Unit
from bot.xpay import AmountReading, PaymentStatus, Verdict

log = logging.getLogger(__name__)

StatusUnit = Literal["auto", "som", "tyiyn"]
"""What xPay's bare whole numbers count, where the shop knows it."""

_MOST_STRANGE_WORDS = 100

_WORDS = {
    "ACTIVE": News.WAITING,
    "WAITING": News.WAITING,
    "SCANNED": News.SCANNED,
    "PROCESSING": News.PROCESSING,
    "ERROR": News.DECLINED,
    "CANCELED": News.DECLINED,
    "CANCELLED": News.DECLINED,
}
_MONEY = {
    Verdict.EXACT: News.PAID_EXACT,
    Verdict.RAISED: News.PAID_RAISED,
    Verdict.UNIT_UNCLEAR: News.PAID_UNIT_UNCLEAR,
}


class Reader:
    """Turns answers into news."""

    def __init__(self, unit: StatusUnit) -> None:
        self._unit = unit
        self._strange_words: set[str] = set()

    async def read(self, unit: Unit, payment: Payment, status: PaymentStatus) -> tuple[News, Money | None]:
        """What a status answer says about a payment, and the money where it tells of some."""
        if status.transaction_id != payment.transaction_id:
            log.error("xPay answered about another transaction", extra={"payment": payment.id})
            return News.FOREIGN, None
        word = status.word.upper()
        if word != "COMPLETED":
            if word not in _WORDS:
                self._wonder(payment, word[:32])
            return _WORDS.get(word, News.UNKNOWN_WORD), None
        if await payments.is_settled(unit, payment, status.trx):
            return News.REPEATED, None
        reading = self._sum(payment, status)
        raw = f"amount={status.amount.text} request_amount={status.request_amount.text}"
        money = Money(status.trx or payments.nameless(payment), reading.amount, raw, status.executed_time)
        if payment.adopted:
            return News.PAID_ADOPTED, money
        return _MONEY.get(reading.verdict, News.PAID_OTHER_SUM), money

    def _sum(self, payment: Payment, status: PaymentStatus) -> AmountReading:
        """The sum against what was to be paid; without it what the payer was asked for, where no fee hides in that."""
        reading = status.amount.against(payment.amount, self._unit, may_raise=payment.may_raise)
        if reading.verdict is not Verdict.MISSING or payment.request_amount is None:
            return reading
        may_raise = payment.may_raise and payment.request_amount == payment.amount
        return status.request_amount.against(payment.request_amount, self._unit, may_raise=may_raise)

    def _wonder(self, payment: Payment, word: str) -> None:
        """Log a word that nobody has told us of, once for each such word."""
        if word not in self._strange_words and len(self._strange_words) < _MOST_STRANGE_WORDS:
            self._strange_words.add(word)
            log.warning("unknown payment status", extra={"payment": payment.id, "word": word})
