"""Changing a bill: what is written in one unit, and the payment that xPay is asked to make a QR for afterwards."""

from datetime import datetime

from bot.clock import Clock
from bot.services.billing.one_bill import check_waits, look
from bot.services.billing.refusals import BillStillOpen, BillTaken, ForManyPayers
from bot.shop.bills import Bill, BillState
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment
from bot.shop.people import Person
from bot.shop.schedule import LEASE
from bot.storage import bills, desk, notices, orders, payments
from bot.storage.database import Unit

Begun = tuple[Order, Payment] | None
"""An order and its new payment, where there is one."""


async def change(unit: Unit, person: Person, bill_id: int, values: dict[str, bool], token: str, clock: Clock) -> Begun:
    """Write options down. A bill for one payer gets a fresh payment, unless only its kind has changed.

    Without options only its QR is renewed.
    """
    now = clock.now()
    standing = await look(unit, person, bill_id, now)
    check_waits(standing)
    if standing.bill.many and not values:
        raise ForManyPayers
    if "many" in values:
        await _check_kind(unit, standing.bill)
    bill = await bills.change(unit, standing.bill, **values) if values else standing.bill
    if not bill.many and "many" not in values:
        return await _renew(unit, bill, person, token, now)
    await notices.refresh_bill(unit, bill, now)
    return None


async def set_due(unit: Unit, person: Person, bill_id: int, due_at: datetime, token: str, clock: Clock) -> Begun:
    """Let it wait until then. One whose day has passed is opened again."""
    now = clock.now()
    standing = await look(unit, person, bill_id, now)
    if standing.state is BillState.OVER:
        bill = await bills.change(unit, standing.bill, due_at=due_at, over_at=None)
        if not bill.many:
            return await _renew(unit, bill, person, token, now)
        await notices.refresh_bill(unit, bill, now)
        return None
    check_waits(standing)
    bill = await bills.change(unit, standing.bill, due_at=due_at)
    for order in await orders.of_bill(unit, bill.id, only_open=True):
        await orders.prolong(unit, order, due_at)
        newest = await payments.newest(unit, order.id)
        if newest is not None:
            await payments.make_due(unit, newest.id, due_at, payments.URGENT_OPEN)
        await notices.refresh_card(unit, order, now)
    await notices.refresh_bill(unit, bill, now)
    return None


async def _renew(unit: Unit, bill: Bill, person: Person, token: str, now: datetime) -> Begun:
    """The order waits (again), for a new payment. A card without a picture cannot get one: it is sent anew."""
    order = (await orders.of_bill(unit, bill.id))[0]
    if order.state is OrderState.PROCESSING or await desk.has_open_case(unit, order.id):
        raise BillStillOpen
    await orders.reopen(unit, order, bill.due_at)
    await orders.note(unit, order, "bill:renewed", now, actor=person)
    if bill.card_picture is None:
        await bills.change(unit, bill, card_message_id=None)
    if order.card_picture is None:
        await orders.forget_card(unit, order.id)
    order = await orders.load(unit, order.id)
    return order, await payments.begin(unit, order, token, now, now + LEASE, may_raise=bill.may_raise)


async def _check_kind(unit: Unit, bill: Bill) -> None:
    """The kind of a bill is open as long as its first order is nobody's, not paid, and the only one."""
    found = await orders.of_bill(unit, bill.id)
    if len(found) != 1 or not found[0].unclaimed or found[0].state is OrderState.PAID:
        raise BillTaken
