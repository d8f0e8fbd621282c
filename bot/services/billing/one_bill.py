"""One bill: found for staff, how it stands, and the order that it asks to be paid."""

from datetime import datetime

from bot.services.billing.refusals import BillEnded, BillIsPaid
from bot.shop.bills import Bill, BillState, Standing, state_of
from bot.shop.order import Handover, NewOrder, Order, OrderLine, Wishes
from bot.shop.people import Person
from bot.staff import GoneMissing, staff
from bot.storage import bills, orders, payments
from bot.storage.database import Unit


async def look(unit: Unit, person: Person, bill_id: int, now: datetime) -> Standing:
    """A bill of the shop, for staff.

    Raises:
        StaffRefusal: NotAllowed, GoneMissing.
    """
    await staff(unit, person)
    bill = await bills.of_shop(unit, person.shop_id, bill_id)
    if bill is None:
        raise GoneMissing
    return await stand(unit, bill, now)


async def stand(unit: Unit, bill: Bill, now: datetime) -> Standing:
    """How a bill stands."""
    count, total = await bills.paid(unit, bill)
    if bill.many:
        return Standing(bill, state_of(bill, None, now), count, total)
    order = (await orders.of_bill(unit, bill.id))[0]
    payment = await payments.newest(unit, order.id)
    return Standing(bill, state_of(bill, order.state, now), count, total, order, payment)


def check_waits(standing: Standing) -> None:
    """Only what waits to be paid can be changed. Raises BillIsPaid, BillEnded."""
    if standing.state is BillState.PAID:
        raise BillIsPaid
    if standing.state is not BillState.WAITING:
        raise BillEnded


async def place_order(
    unit: Unit, bill: Bill, person: Person, token: str, now: datetime, *, unclaimed: bool = False
) -> Order:
    """An order of what a bill asks for; one that is `unclaimed` waits for its customer."""
    line = OrderLine(None, bill.title, bill.amount, 1)
    basket, wishes = f"bill:{bill.id}", Wishes(Handover.NONE)
    new = NewOrder((line,), wishes, bill.amount, basket, token, bill.due_at, bill_id=bill.id, unclaimed=unclaimed)
    return await orders.place(unit, person, new, now)
