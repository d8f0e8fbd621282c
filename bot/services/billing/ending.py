"""Cancelling a bill: before xPay is asked whether its money has come, and after."""

import logging

from bot.clock import Clock
from bot.services.billing.one_bill import check_waits, look, stand
from bot.services.billing.refusals import BillIsPaid, BillStillOpen
from bot.shop.bills import Bill, BillState, Standing
from bot.shop.people import Person
from bot.storage import bills, notices, orders, payments
from bot.storage.database import Unit

log = logging.getLogger(__name__)


async def begin(unit: Unit, person: Person, bill_id: int, clock: Clock) -> Standing:
    """One for many ends here: it takes nobody in, and its open orders end once the settler has asked xPay."""
    now = clock.now()
    standing = await look(unit, person, bill_id, now)
    bill = standing.bill
    if not bill.many or standing.state is not BillState.CANCELLED:
        check_waits(standing)
    if not bill.many:
        return standing
    bill = await bills.change(unit, bill, cancelled_at=bill.cancelled_at or now)
    await orders.end_bill(unit, bill.id, now)
    await payments.make_bill_due(unit, bill.id, now)
    await notices.refresh_bill(unit, bill, now)
    log.info("a bill is cancelled", extra={"bill": bill.id})
    return await stand(unit, bill, now)


async def finish(unit: Unit, person: Person, bill: Bill, clock: Clock) -> Standing:
    """xPay was asked: the bill ends, unless its money has come or may be on its way."""
    now = clock.now()
    standing = await look(unit, person, bill.id, now)
    if standing.state is BillState.PAID:
        raise BillIsPaid
    if standing.order is not None and standing.order.state.is_open:
        raise BillStillOpen
    if bill.cancelled_at is None:
        bill = await bills.change(unit, bill, cancelled_at=now)
    if standing.order is not None:
        await orders.note(unit, standing.order, "bill:cancelled", now, actor=person)
    await notices.refresh_bill(unit, bill, now)
    log.info("a bill is cancelled", extra={"bill": bill.id})
    return await stand(unit, bill, now)
