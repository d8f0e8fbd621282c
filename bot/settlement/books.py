"""What news does to orders, stock, money and messages, as part of one unit of work. Only here is an order made paid."""

import logging
from dataclasses import replace
from datetime import datetime

from bot.shop import schedule
from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case
from bot.shop.order import Order, OrderState
from bot.shop.payment import Decision, DeskReason, Effect, Money, News, Payment, PaymentState, decide
from bot.shop.people import Person
from bot.storage import bills, desk, notices, orders, payments, promos, shops, stock
from bot.storage.database import Unit

log = logging.getLogger(__name__)


async def settle(
    unit: Unit, order: Order, payment: Payment, news: News, money: Money | None, now: datetime
) -> tuple[Order, Payment]:
    """Apply news of a payment: its state, its order, stock, money and messages, all in this unit; both afterwards."""
    decision = await _late_policy(unit, order, decide(order.state, payment.state, news))
    decision = await _not_back(unit, order, payment, decision)
    if money is None and decision == Decision(order.state, payment.state):
        return order, payment  # as nearly every answer says: nothing has come
    if decision.payment is not payment.state:
        await payments.move(unit, payment, decision.payment)
    if money is not None:
        await _book(unit, order, payment, decision, money, now)
    elif decision.effect is Effect.DESK:
        await _contradiction(unit, order, payment, now)
    elif decision.effect is Effect.ALERT:
        await notices.alert_owners(unit, order, news, now)
    elif decision.order is not order.state:
        await orders.move(unit, order, decision.order)
    if (decision.order, decision.payment) != (order.state, payment.state):
        await orders.note(unit, order, f"news:{news}", now, payment=payment.id)
        await notices.refresh_card(unit, order, now)
    return await orders.load(unit, order.id), await payments.load(unit, payment.id)


async def _not_back(unit: Unit, order: Order, payment: Payment, decision: Decision) -> Decision:
    """An older QR that merely waits does not undo what is known of a newer one, nor of money on the desk."""
    if (order.state, decision.order) != (OrderState.PROCESSING, OrderState.WAITING):
        return decision
    newest = await payments.newest(unit, order.id)
    if newest is not None and newest.id == payment.id and not await desk.has_open_case(unit, order.id):
        return decision
    return replace(decision, order=order.state)


async def _late_policy(unit: Unit, order: Order, decision: Decision) -> Decision:
    """Late money pays its order where the shop wants that and stock and promo code are there; else a person decides."""
    if decision.effect is not Effect.PAY_LATE:
        return decision
    if await may_pay_late(unit, order):
        await stock.hold_again(unit, order)
        return decision
    return Decision(OrderState.EXPIRED, decision.payment, Effect.DESK, DeskReason.LATE)


async def may_pay_late(unit: Unit, order: Order) -> bool:
    """Whether late money pays an expired order by itself: the shop wants that, and stock and promo code are there."""
    shop = await shops.load(unit, order.shop_id)
    return shop.accepts_late and await stock.can_hold(unit, order) and await promos.has_use_for(unit, order)


async def lay_down(unit: Unit, order: Order, payment: Payment, money: Money, now: datetime) -> None:
    """Money for an order that has ended, known from xPay's list alone: a person decides, whatever its sum."""
    reason = DeskReason.SUM_DIFFERS if money.amount != payment.amount else ended_reason(order)
    await payments.move(unit, payment, PaymentState.COMPLETED)
    decision = Decision(order.state, PaymentState.COMPLETED, Effect.DESK, reason)
    await _book(unit, order, payment, decision, money, now)


def ended_reason(order: Order) -> DeskReason:
    """Why the right sum waits for a person when its order is not open any more."""
    match order.state:
        case OrderState.PAID:
            return DeskReason.SECOND_PAYMENT
        case OrderState.CANCELLED:
            return DeskReason.CANCELLED_ORDER
        case _:
            return DeskReason.LATE


async def _book(unit: Unit, order: Order, payment: Payment, decision: Decision, money: Money, now: datetime) -> None:
    """Every transfer is written down once, and ends in a paid order or on the desk."""
    pays = decision.effect in {Effect.PAY, Effect.PAY_LATE}
    transfer_id = await payments.record_transfer(unit, payment, money, now, pays_order=pays)
    if pays:
        late = decision.effect is Effect.PAY_LATE
        order = await _raised(unit, order, payment, money.amount)
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


async def _raised(unit: Unit, order: Order, payment: Payment, amount: Tyiyn | None) -> Order:
    """Where the payer may pay more, the order's total follows what they paid."""
    if not payment.may_raise or amount is None or amount <= order.total:
        return order
    await orders.raise_total(unit, order, amount)
    return await orders.load(unit, order.id)


async def _contradiction(unit: Unit, order: Order, payment: Payment, now: datetime) -> None:
    """xPay takes back what it had completed: nothing moves, a person looks. Said once for each payment."""
    case_id = await desk.open_contradiction(unit, payment, now)
    if case_id is not None:
        await notices.contradiction(unit, order, {"case": case_id}, now)


async def close(
    unit: Unit, order: Order, payment: Payment, closing: News | None, now: datetime
) -> tuple[Order, Payment]:
    """End an order whose time is up, or that is to be cancelled, now that xPay says nothing has come.

    The newest payment decides, and only while no odd money of the order waits on the desk.
    """
    if closing is None and order.state.is_open and now >= await ends_at(unit, order, payment):
        closing = News.TIME_UP
    if closing is None:
        return order, payment
    newest = await payments.newest(unit, order.id)
    if newest is None or newest.id != payment.id or await desk.has_open_case(unit, order.id):
        return order, payment
    if await _other_qr_may_pay(unit, order, payment, closing, now):
        return order, payment
    decision = decide(order.state, payment.state, closing)
    if decision.effect is Effect.CLOSE:
        state = OrderState.CANCELLED if await bills.is_cancelled(unit, order) else decision.order
        await _end(unit, order, state, str(state), now)
        log.info("closed unpaid", extra={"order": order.number, "state": state})
    return await orders.load(unit, order.id), payment


async def _other_qr_may_pay(unit: Unit, order: Order, payment: Payment, closing: News, now: datetime) -> bool:
    """Whether an older QR of the order is at the bank, or xPay has still to be asked about it after the order's end."""
    others = await payments.others(unit, payment)
    if closing is News.CANCEL:
        return any(other.state.is_at_bank for other in others)
    unasked = [one for one in others if one.failures or one.asked_at is None or one.asked_at < order.expires_at]
    for other in unasked:
        at = schedule.soonest(now, other.asked_at)
        await payments.make_due(unit, other.id, at, payments.URGENT_OPEN)
    return bool(unasked)


async def ends_at(unit: Unit, order: Order, payment: Payment) -> datetime:
    """When an open order ends: later while any of its QRs is at the bank."""
    at_bank = await payments.one_at_bank(unit, order.id)
    return schedule.deadline(order.expires_at, at_bank.state if at_bank else payment.state)


async def abandon(unit: Unit, order: Order, payment: Payment, now: datetime) -> Payment:
    """We died while xPay made the QR: nobody knows whether it exists, and the customer may take a new one."""
    await payments.fail(unit, payment, PaymentState.UNKNOWN)
    await orders.note(unit, order, "qr:abandoned", now, payment=payment.id)
    await notices.refresh_card(unit, order, now)
    return await payments.load(unit, payment.id)


async def accept(unit: Unit, order: Order, case: Case, by: Person | None, now: datetime) -> None:
    """Somebody lets a case's money pay this order; part of the unit that writes the decision.

    `by` is None where no person decided: a setting has made the sum certain.

    Raises:
        OutOfStock: when the order had ended and its stock went to others.
    """
    assert case.transfer_id is not None  # noqa: S101  # the desk offers this only where there is money
    if not order.state.is_open:
        await stock.hold_again(unit, order)
    if case.payment_id is not None and order.id == case.order_id:
        order = await _raised(unit, order, await payments.load(unit, case.payment_id), case.received)
    await desk.give_transfer(unit, case.transfer_id, order)
    await orders.mark_paid(unit, order, now, late=order.state is OrderState.EXPIRED)
    await orders.note(unit, order, f"desk:{case.decision}", now, actor=by, case=case.id)
    await notices.paid(unit, order, now)
    await notices.refresh_card(unit, order, now)
    if order.id == case.order_id:
        await notices.redraw_case(unit, order, case, now)
    else:
        await notices.decided(unit, order, case, now)
        await release(unit, await orders.load(unit, case.order_id), now)
    log.info("accepted at the desk", extra={"order": order.number, "case": case.id})


async def release(unit: Unit, order: Order, now: datetime) -> None:
    """An order that was held for its odd money waits no longer, once the money went elsewhere.

    While it has a QR that can be paid it goes on as any other order, to the end of its time.
    """
    if not order.state.is_open or await desk.has_open_case(unit, order.id):
        return
    newest = await payments.newest(unit, order.id)
    if newest is not None and newest.link is not None and newest.state is not PaymentState.COMPLETED:
        await payments.make_due(unit, newest.id, schedule.soonest(now, newest.asked_at), payments.URGENT_OPEN)
        return
    await _end(unit, order, OrderState.CANCELLED, "released", now)


async def _end(unit: Unit, order: Order, state: OrderState, what: str, now: datetime) -> None:
    """An order ends unpaid: its stock goes back, its log says `what` ended it, its card shows it."""
    await orders.move(unit, order, state)
    await stock.give_back(unit, order)
    await orders.note(unit, order, what, now)
    await notices.refresh_card(unit, order, now)
