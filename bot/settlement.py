"""News of a payment -> state machine -> order, stock and messages, in one transaction. The only writer of "paid"."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.clock import Clock
from bot.shop import schedule
from bot.shop.odd_money import Case
from bot.shop.order import Order, OrderState
from bot.shop.payment import Decision, DeskReason, Effect, Money, News, Payment, PaymentState, decide
from bot.shop.people import Person
from bot.storage import desk, notices, orders, payments, shops
from bot.storage.database import Database, Unit
from bot.xpay import PaymentStatus, Unauthorised, Verdict, XPayClient, XPayError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a claimed payment is left alone; longer than any question to xPay can take."""

BANK_MINUTES = timedelta(minutes=5)
"""How much time an order has at least from the moment xPay asked whether it may be paid."""

_TELL_AFTER = 6
"""After so many questions in a row without an answer (some minutes) the customer is told that xPay is slow."""

_MOST_STRANGE_WORDS = 100

StatusUnit = Literal["auto", "som", "tyiyn"]

_WORDS = {
    "ACTIVE": News.WAITING,
    "WAITING": News.WAITING,
    "SCANNED": News.SCANNED,
    "PROCESSING": News.PROCESSING,
    "ERROR": News.DECLINED,
    "CANCELED": News.DECLINED,
    "CANCELLED": News.DECLINED,
}
_MONEY = {Verdict.EXACT: News.PAID_EXACT, Verdict.UNIT_UNCLEAR: News.PAID_UNIT_UNCLEAR}


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
        self._unit = unit
        self._callbacks = callbacks
        self._random = random
        self._strange_words: set[str] = set()
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

    async def close(self, payment: Payment, closing: News) -> None:
        """End the order of a payment, if xPay says that nothing has come; what it said just now is not asked again.

        Raises:
            XPayError: when xPay gave no usable answer; nothing was ended.
        """
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
        await payments.plan(
            unit, payment, leased_until=leased_until, due_at=due_at, urgency=payments.URGENT_OPEN, failures=failures
        )
        if failures == _TELL_AFTER:
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
            payment = await self._abandoned(unit, order, payment, now)
        news = None
        if status is not None:
            news, money = await self._read(unit, payment, status)
            if money is None and _is_overtaken(asked, payment):
                news = News.REPEATED
            order, payment = await self._settle(unit, order, payment, news, money, now)
        if news is not News.FOREIGN:  # which says nothing about this payment: as if xPay had not answered
            order, payment = await self._close(unit, order, payment, closing, now)
        await self._plan(unit, order, payment, leased_until, now)

    async def _abandoned(self, unit: Unit, order: Order, payment: Payment, now: datetime) -> Payment:
        """We died while xPay made the QR: nobody knows whether it exists, and the customer may take a new one."""
        await payments.fail(unit, payment, PaymentState.UNKNOWN)
        await orders.note(unit, order, "qr:abandoned", now, payment=payment.id)
        await notices.refresh_card(unit, order, now)
        return await payments.load(unit, payment.id)

    async def _read(self, unit: Unit, payment: Payment, status: PaymentStatus) -> tuple[News, Money | None]:
        """What a status answer says about a payment, and the money where it tells of some."""
        if status.transaction_id != payment.transaction_id:
            log.error("xPay answered about another transaction", extra={"payment": payment.id})
            return News.FOREIGN, None
        word = status.word.upper()
        if word != "COMPLETED":
            if word not in _WORDS:
                self._wonder(payment, word[:32])
            return _WORDS.get(word, News.UNKNOWN_WORD), None
        trx = status.trx or f"qr:{payment.transaction_id}"
        if await payments.know_transfer(unit, payment.shop_id, trx):
            return News.REPEATED, None
        reading = status.amount.against(payment.amount, self._unit)
        if reading.verdict is Verdict.MISSING and payment.request_amount is not None:
            reading = status.request_amount.against(payment.request_amount, self._unit)
        raw = f"amount={status.amount.text} request_amount={status.request_amount.text}"
        money = Money(trx, reading.amount, raw, status.executed_time)
        if payment.adopted:
            return News.PAID_ADOPTED, money
        return _MONEY.get(reading.verdict, News.PAID_OTHER_SUM), money

    def _wonder(self, payment: Payment, word: str) -> None:
        """Log a word that nobody has told us of, once for each such word."""
        if word not in self._strange_words and len(self._strange_words) < _MOST_STRANGE_WORDS:
            self._strange_words.add(word)
            log.warning("unknown payment status", extra={"payment": payment.id, "word": word})

    async def _settle(
        self, unit: Unit, order: Order, payment: Payment, news: News, money: Money | None, now: datetime
    ) -> tuple[Order, Payment]:
        decision = await self._late_policy(unit, order, decide(order.state, payment.state, news))
        decision = await self._not_back(unit, order, payment, decision)
        if decision.payment is not payment.state:
            await payments.move(unit, payment, decision.payment)
        if money is not None:
            await self._book(unit, order, payment, decision, money, now)
        elif decision.effect is Effect.DESK:
            await self._contradiction(unit, order, payment, now)
        elif decision.effect is Effect.ALERT:
            await notices.alert_owners(unit, order, news, now)
        elif decision.order is not order.state:
            await orders.move(unit, order, decision.order)
        if (decision.order, decision.payment) != (order.state, payment.state):
            await orders.note(unit, order, f"news:{news}", now, payment=payment.id)
            await notices.refresh_card(unit, order, now)
        return await orders.load(unit, order.id), await payments.load(unit, payment.id)

    async def _not_back(self, unit: Unit, order: Order, payment: Payment, decision: Decision) -> Decision:
        """An older QR that merely waits does not undo what is known of a newer one, nor of money on the desk."""
        if (order.state, decision.order) != (OrderState.PROCESSING, OrderState.WAITING):
            return decision
        newest = await payments.newest(unit, order.id)
        if newest is not None and newest.id == payment.id and not await desk.has_open_case(unit, order.id):
            return decision
        return replace(decision, order=order.state)

    async def _late_policy(self, unit: Unit, order: Order, decision: Decision) -> Decision:
        """Late money pays its order where the shop wants that and the stock is there; else a person decides."""
        if decision.effect is not Effect.PAY_LATE:
            return decision
        shop = await shops.load(unit, order.shop_id)
        if shop.accepts_late and await orders.can_hold(unit, order):
            await orders.hold_again(unit, order)
            return decision
        return Decision(OrderState.EXPIRED, decision.payment, Effect.DESK, DeskReason.LATE)

    async def _book(
        self, unit: Unit, order: Order, payment: Payment, decision: Decision, money: Money, now: datetime
    ) -> None:
        """Every transfer is written down once, and ends in a paid order or on the desk."""
        pays = decision.effect in {Effect.PAY, Effect.PAY_LATE}
        transfer_id = await payments.record_transfer(unit, payment, money, now, pays_order=pays)
        if pays:
            late = decision.effect is Effect.PAY_LATE
            await orders.mark_paid(unit, order, now, late=late)
            await notices.paid(unit, order, now)
            log.info("paid", extra={"order": order.number, "tyiyn": order.total, "late": late})
            return
        if decision.order is not order.state:
            await orders.move(unit, order, decision.order)
        reason = decision.reason or DeskReason.SUM_DIFFERS
        case_id = await desk.open_case(unit, payment, reason, transfer_id, now)
        await notices.odd_money(unit, order, {"case": case_id}, now)
        log.warning("odd money", extra={"order": order.number, "reason": reason})

    async def _contradiction(self, unit: Unit, order: Order, payment: Payment, now: datetime) -> None:
        """xPay takes back what it had completed: nothing moves, a person looks. Said once for each payment."""
        case_id = await desk.open_contradiction(unit, payment, now)
        if case_id is not None:
            await notices.contradiction(unit, order, {"case": case_id}, now)

    async def _close(
        self, unit: Unit, order: Order, payment: Payment, closing: News | None, now: datetime
    ) -> tuple[Order, Payment]:
        """End an order whose time is up, or that is to be cancelled, now that xPay says nothing has come.

        The newest payment decides, and only while no odd money of the order waits on the desk.
        """
        if closing is None and order.state.is_open and now >= await self._ends_at(unit, order, payment):
            closing = News.TIME_UP
        newest = await payments.newest(unit, order.id)
        if closing is None or newest is None or newest.id != payment.id or await desk.has_open_case(unit, order.id):
            return order, payment
        decision = decide(order.state, payment.state, closing)
        if decision.effect is Effect.CLOSE:
            await orders.move(unit, order, decision.order)
            await orders.give_back(unit, order)
            await orders.note(unit, order, str(decision.order), now)
            await notices.refresh_card(unit, order, now)
            log.info("closed unpaid", extra={"order": order.number, "state": decision.order})
        return await orders.load(unit, order.id), payment

    async def _ends_at(self, unit: Unit, order: Order, payment: Payment) -> datetime:
        """When an open order ends: later while any of its QRs is at the bank."""
        at_bank = await payments.one_at_bank(unit, order.id)
        return schedule.deadline(order.expires_at, at_bank.state if at_bank else payment.state)

    async def accept(self, unit: Unit, order: Order, case: Case, by: Person, now: datetime) -> None:
        """A member of staff lets a case's money pay this order; part of the unit that writes the decision.

        Raises:
            OutOfStock: when the order had ended and its stock went to others.
        """
        assert case.transfer_id is not None  # noqa: S101  # the desk offers this only where there is money
        if not order.state.is_open:
            await orders.hold_again(unit, order)
        await desk.give_transfer(unit, case.transfer_id, order)
        await orders.mark_paid(unit, order, now, late=order.state is OrderState.EXPIRED)
        await orders.note(unit, order, f"desk:{case.decision}", now, actor=by, case=case.id)
        await notices.paid(unit, order, now)
        await notices.refresh_card(unit, order, now)
        await notices.redraw_case(unit, order, case, now)
        if order.id != case.order_id:
            await self.release(unit, await orders.load(unit, case.order_id), now)
        log.info("accepted at the desk", extra={"order": order.number, "case": case.id, "by": by.id})

    async def release(self, unit: Unit, order: Order, now: datetime) -> None:
        """An order that was held for its odd money waits no longer, once the money went elsewhere."""
        if order.state.is_open and not await desk.has_open_case(unit, order.id):
            await orders.move(unit, order, OrderState.CANCELLED)
            await orders.give_back(unit, order)
            await orders.note(unit, order, "released", now)
            await notices.refresh_card(unit, order, now)

    async def _plan(self, unit: Unit, order: Order, payment: Payment, leased_until: datetime, now: datetime) -> None:
        ends_at = await self._ends_at(unit, order, payment) if order.state.is_open else None
        since = payment.created_at if ends_at else max(payment.created_at, order.expires_at)
        settled = payment.state is PaymentState.COMPLETED
        if payment.transaction_id is None:
            due_at = ends_at
        else:
            due_at = schedule.next_question(
                now, since, None if settled else ends_at, callbacks=self._callbacks, settled=settled
            )
        urgency = payments.URGENT_OPEN if order.state.is_open else payments.URGENT_WATCHED
        await payments.plan(unit, payment, leased_until=leased_until, due_at=due_at, urgency=urgency, failures=0)


def _is_overtaken(asked: Payment, payment: Payment) -> bool:
    """Whether the money came between our question and its answer: the answer is older, and contradicts nothing."""
    return payment.state is PaymentState.COMPLETED and asked.state is not PaymentState.COMPLETED


async def may_be_paid(unit: Unit, token: str, now: datetime) -> bool | None:
    """Whether the payment with this token may go through now; None when there is none.

    A yes gives the order the few minutes that the customer needs in the bank app.
    """
    payment = await payments.by_token(unit, token)
    if payment is None:
        return None
    order = await orders.load(unit, payment.order_id)
    newest = await payments.newest(unit, order.id)
    if newest is None or newest.id != payment.id or not order.state.is_open or now >= order.expires_at:
        return False
    if payment.link is None or payment.state is PaymentState.COMPLETED:  # nobody can have seen a QR without a link
        return False
    if order.expires_at < now + BANK_MINUTES:
        await orders.prolong(unit, order, now + BANK_MINUTES)
    return True
