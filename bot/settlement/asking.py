"""Asking xPay about payments, applying the answers, and planning the next question."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.settlement import books
from bot.settlement.reading import Reader, StatusUnit
from bot.shop import schedule
from bot.shop.order import Order
from bot.shop.payment import News, Payment, PaymentState
from bot.shop.schedule import LEASE
from bot.storage import notices, orders, payments
from bot.storage.database import Database, Unit
from bot.xpay import PaymentStatus, Unauthorised, XPayClient, XPayError

log = logging.getLogger(__name__)

_TELL_AFTER = 6
"""After so many questions in a row without an answer (some minutes) the customer is told that xPay is slow."""


class Settlement:
    """Asks xPay about payments and applies the answers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        *,
        unit: StatusUnit,
        callbacks: bool,
        random: Callable[[], float],
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._reader = Reader(unit)
        self._callbacks = callbacks
        self._random = random
        self._in_flight: dict[int, asyncio.Event] = {}

    @property
    def first_question(self) -> timedelta:
        """How long after a QR was made xPay is first asked about it unprompted."""
        return schedule.first_pause(callbacks=self._callbacks)

    async def claim_due(self, most: int) -> list[tuple[Payment, datetime]]:
        """The most urgent due payments, each with the end of the lease it is held under."""
        now = self._clock.now()
        found = await self._database.write(payments.claim_due, now, now + LEASE, most)
        return [(payment, now + LEASE) for payment in found]

    async def ask_soon(self, payment: Payment) -> None:
        """Ask xPay about a payment now, unless it has answered a moment ago.

        Raises:
            XPayError: when xPay gave no usable answer.
        """
        if (in_flight := self._in_flight.get(payment.id)) is not None:
            await in_flight.wait()
            return
        now = self._clock.now()
        payment, may_ask = await self._database.write(payments.claim, payment.id, now, now + LEASE)
        if may_ask:
            await self.ask(payment, now + LEASE)

    async def close(self, payment: Payment, closing: News) -> None:
        """End the order of a payment, if xPay says that nothing has come, on any of its QRs.

        What xPay said just now is not asked again.

        Raises:
            XPayError: when xPay gave no usable answer; nothing was ended.
        """
        for other in await self._database.read(payments.others, payment):
            await self._ask_unless_just_now(other, None)
        await self._ask_unless_just_now(payment, closing)

    async def _ask_unless_just_now(self, payment: Payment, closing: News | None) -> None:
        if (in_flight := self._in_flight.get(payment.id)) is not None:
            await in_flight.wait()
        now = self._clock.now()
        payment, may_ask = await self._database.write(payments.claim, payment.id, now, now + LEASE)
        if may_ask:
            await self.ask(payment, now + LEASE, closing)
        else:
            await self._database.write(self._apply, payment, None, now + LEASE, closing)

    async def ask(self, payment: Payment, leased_until: datetime, closing: News | None = None) -> None:
        """Ask xPay about a payment and apply the answer; `closing` is what to do when nothing has come.

        Raises:
            XPayError: when xPay gave no usable answer; the next question is planned all the same.
        """
        answered = self._in_flight[payment.id] = asyncio.Event()
        try:
            await self._ask(payment, leased_until, closing)
        finally:
            answered.set()
            if self._in_flight.get(payment.id) is answered:
                del self._in_flight[payment.id]

    async def _ask(self, payment: Payment, leased_until: datetime, closing: News | None) -> None:
        status = None
        if payment.transaction_id is not None:
            try:
                status = await self._xpay_of(payment.shop_id).status(payment.transaction_id)
            except XPayError as error:
                await self._database.write(self._plan_after_failure, payment, leased_until, error)
                raise
        await self._database.write(self._apply, payment, status, leased_until, closing)

    async def _plan_after_failure(self, unit: Unit, payment: Payment, leased_until: datetime, error: XPayError) -> None:
        log.warning("no answer about a payment", extra={"payment": payment.id, "error": str(error)})
        failures = payment.failures + 1
        due_at = schedule.after_failure(self._clock.now(), failures, self._random())
        await payments.plan(unit, payment, leased_until=leased_until, due_at=due_at, urgency=None, failures=failures)
        if failures >= _TELL_AFTER:
            order = await orders.load(unit, payment.order_id)
            if order.state.is_open and payment.state is not PaymentState.COMPLETED:
                await notices.delayed(unit, order, payment, self._clock.now())
        if isinstance(error, Unauthorised):
            await notices.keys_refused(unit, payment.shop_id, self._clock.now())

    async def _apply(
        self, unit: Unit, asked: Payment, status: PaymentStatus | None, leased_until: datetime, closing: News | None
    ) -> None:
        """Apply an answer; `asked` is the payment as it was when xPay was asked."""
        now = self._clock.now()
        payment = await payments.load(unit, asked.id)
        order = await orders.load(unit, payment.order_id)
        if status is None and payment.state is PaymentState.CREATING and now >= payment.created_at + LEASE:
            payment = await books.abandon(unit, order, payment, now)
        news = None
        if status is not None:
            news, money = await self._reader.read(unit, payment, status)
            if money is None and _is_overtaken(asked, payment):
                news = News.REPEATED
            order, payment = await books.settle(unit, order, payment, news, money, now)
        if news is not News.FOREIGN:  # which says nothing about this payment: as if xPay had not answered
            order, payment = await books.close(unit, order, payment, closing, now)
        await self._plan(unit, order, payment, leased_until, now)

    async def _plan(self, unit: Unit, order: Order, payment: Payment, leased_until: datetime, now: datetime) -> None:
        ends_at = await books.ends_at(unit, order, payment) if order.state.is_open else None
        since = payment.created_at if ends_at else max(payment.created_at, order.expires_at)
        settled = payment.state is PaymentState.COMPLETED
        if payment.transaction_id is None:
            due_at = schedule.look_again(now, ends_at)
        else:
            due_at = schedule.next_question(
                now, since, None if settled else ends_at, callbacks=self._callbacks, settled=settled
            )
        urgency = payments.URGENT_OPEN if order.state.is_open else payments.URGENT_WATCHED
        await payments.plan(unit, payment, leased_until=leased_until, due_at=due_at, urgency=urgency, failures=0)


def _is_overtaken(asked: Payment, payment: Payment) -> bool:
    """Whether the money came between our question and its answer: the answer is older, and contradicts nothing."""
    return payment.state is PaymentState.COMPLETED and asked.state is not PaymentState.COMPLETED
