"""xPay's question before it lets a payment through."""

from datetime import datetime, timedelta

from bot.settlement import books
from bot.shop.counter import CounterState
from bot.shop.payment import PaymentState
from bot.storage import bills, counters, desk, notices, orders, payments
from bot.storage.database import Unit

_OPENED = {CounterState.OPENING, CounterState.OPEN}
"""A code of the counter takes money only while staff have opened it for a customer."""

BANK_MINUTES = timedelta(minutes=5)
"""How much time an order has at least from the moment xPay asked whether it may be paid."""


async def may_be_paid(unit: Unit, token: str, now: datetime) -> bool | None:
    """Whether the payment, or the code of the counter, with this token may be paid now; None when there is none.

    A yes gives the order the few minutes that the customer needs in the bank app, and its card says so.
    """
    payment = await payments.by_token(unit, token)
    if payment is None:
        counter = await counters.by_token(unit, token)
        return None if counter is None else counter.state in _OPENED
    order = await orders.load(unit, payment.order_id)
    newest = await payments.newest(unit, order.id)
    if newest is None or newest.id != payment.id or not order.state.is_open:
        return False
    if await bills.is_cancelled(unit, order):  # even for somebody who is in the middle of paying
        return False
    if now >= await books.ends_at(unit, order, payment) or await desk.has_open_case(unit, order.id):
        return False
    if payment.link is None or payment.state is PaymentState.COMPLETED:  # nobody can have seen a QR without a link
        return False
    if order.expires_at < now + BANK_MINUTES:
        await orders.prolong(unit, order, now + BANK_MINUTES)
        await notices.refresh_card(unit, order, now)
    return True
