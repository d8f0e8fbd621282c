"""What the status of a static QR says about the money taken with it."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.settlement import books
from bot.shop.counter import Counter, CounterState, is_new
from bot.shop.order import Handover, NewOrder, Order, OrderLine, OrderState, Wishes
from bot.shop.payment import Money, News, Payment, PaymentState
from bot.shop.people import Person
from bot.storage import counters, orders, payments, people
from bot.storage.database import Unit
from bot.xpay import StaticStatus

log = logging.getLogger(__name__)


NewToken = Callable[[], str]


async def sell(
    unit: Unit, counter: Counter, by: Person, expires_at: datetime, now: datetime, new_token: NewToken
) -> Order:
    """An order and a payment for what is to be taken with a code; `by` is the member of staff who takes it."""
    token = new_token()
    line = OrderLine(None, counter.title, counter.amount, 1)
    wishes, basket = Wishes(Handover.NONE), f"counter:{token}"
    new = NewOrder((line,), wishes, counter.amount, basket, token, expires_at, counter_id=counter.id)
    order = await orders.place(unit, by, new, now)
    await orders.shown(unit, order)
    await counters.begin_payment(unit, counter, order, new_token(), now)
    return await orders.load(unit, order.id)


async def hear(unit: Unit, counter: Counter, status: StaticStatus, now: datetime, new_token: NewToken) -> bool:
    """Settle the money that a code's status tells of, once; whether it told of any that was not settled before.

    While a payment is being taken it pays that order, with the right sum; at any other time a person decides.
    """
    if not await _is_news(unit, counter, status):
        return False
    payment = await _payment_for(unit, counter, now, new_token)
    trx = f"static:{counter.transaction_id}:{status.last_update or payment.id}"
    await counters.change(unit, counter, seen_update=status.last_update)
    if await payments.know_transfer(unit, counter.shop_id, trx):
        return False
    amount, expected = status.amount, payment.amount
    if amount is None and payment.request_amount is not None:
        amount, expected = status.request_amount, payment.request_amount
    fits = amount == expected
    money = Money(trx, payment.amount if fits else amount, f"static amount={amount} tyiyn", status.last_update)
    news = News.PAID_EXACT if fits else News.PAID_OTHER_SUM
    await books.settle(unit, await orders.load(unit, payment.order_id), payment, news, money, now)
    return True


async def _is_news(unit: Unit, counter: Counter, status: StaticStatus) -> bool:
    """Whether the status tells of money that was not seen; without a time, money is new while none has come."""
    if status.word.upper() != "COMPLETED":
        return False
    if status.last_update is not None:
        return is_new(status.last_update, counter.seen_update)
    last = await counters.last_payments(unit, counter, 1)
    return not last or last[0].state is not PaymentState.COMPLETED


async def end(unit: Unit, counter: Counter, now: datetime) -> None:
    """The code is locked, and xPay has told of no money: the order that waited for it ends."""
    for payment in await counters.last_payments(unit, counter, 1):
        order = await orders.load(unit, payment.order_id)
        if order.state.is_open:
            closing = News.TIME_UP if now >= order.expires_at else News.CANCEL
            await books.close(unit, order, payment, closing, now)


async def _payment_for(unit: Unit, counter: Counter, now: datetime, new_token: NewToken) -> Payment:
    """Whose money it is: of the payment being taken, else of the last one; before any, of an order made for it."""
    found = await counters.last_payments(unit, counter, 2)
    if counter.state is CounterState.TAKEN and len(found) > 1:  # it came before this payment was asked for
        return found[1]
    if found and counter.state is not CounterState.TAKEN:
        return found[0]
    log.warning("money on a code that has taken no payment yet", extra={"counter": counter.id})
    if not found:
        await sell(unit, counter, await people.load(unit, counter.made_by), now, now, new_token)
        found = await counters.last_payments(unit, counter, 1)
    await orders.move(unit, await orders.load(unit, found[0].order_id), OrderState.CANCELLED)
    return found[0]
