"""What staff decide at the odd-money desk, and rejecting paid orders: each once, audited, told to the customer."""

import logging
from datetime import datetime

from bot import settlement
from bot.clock import Clock
from bot.shop.deeds import Deed
from bot.shop.fulfilment import Stage, may_move
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.odd_money import Case, Ruling
from bot.shop.order import Order, OrderState
from bot.shop.people import Person
from bot.staff import GoneMissing, StaffRefusal, order_of_shop, owner, staff
from bot.storage import audit, desk, notices, orders, stock
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)

MOST_NOTE = 300
"""The longest note that is kept, in characters."""


class AlreadyDecided(StaffRefusal):
    """Somebody was faster; `case` is as it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case


class CannotBePaid(StaffRefusal):
    """The order is paid or has other money already, or a product of it cannot be had.

    `sold_out` names the product; `withdrawn` says that it is on sale no more, whatever its stock.
    """

    def __init__(self, sold_out: str | None = None, *, withdrawn: bool = False) -> None:
        super().__init__(sold_out)
        self.sold_out = sold_out
        self.withdrawn = withdrawn


class SumNeeded(StaffRefusal):
    """The sum that came is not certain, so whoever sends it back has to name it first."""


class WrongSum(StaffRefusal):
    """More would go back than there is."""


class Desk:
    """Decisions of staff; every right is read again with the decision itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open_cases(self, person: Person, after: int = 0, most: int = 20) -> list[Case]:
        """What waits for a decision in the person's shop beyond the case `after`, the oldest first."""

        async def read(unit: Unit) -> list[Case]:
            await staff(unit, person)
            return await desk.page(unit, person.shop_id, after, most)

        return await self._database.read(read)

    async def accept(self, person: Person, case_id: int) -> Case:
        """The money pays the order it came for, whatever its sum.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, AlreadyDecided, CannotBePaid.
        """
        return await self._database.write(self._pay, person, case_id, None)

    async def attach(self, person: Person, case_id: int, order_number: int) -> Case:
        """The money pays another order of the same customer. Raises what `accept` does."""
        return await self._database.write(self._pay, person, case_id, order_number)

    async def refund(self, person: Person, case_id: int, note: str) -> Case:
        """An owner sent the case's money back by hand; `note` says how. Raises what `accept` does."""
        return await self._database.write(self._refund, person, case_id, note)

    async def note(self, person: Person, case_id: int) -> Case:
        """The case was looked at, and there is no money to move. Raises what `accept` does."""
        return await self._database.write(self._note, person, case_id)

    async def look(self, person: Person, case_id: int, *, only_owner: bool = False) -> Case:
        """An open case, for somebody who may decide about it, or for an owner alone. Raises what `accept` does."""

        async def read(unit: Unit) -> Case:
            await (owner if only_owner else staff)(unit, person)
            return await _case(unit, person, case_id)

        return await self._database.read(read)

    async def look_at_order(self, person: Person, order_number: int) -> Order:
        """An order that staff may reject. Raises what `reject` does."""

        async def read(unit: Unit) -> Order:
            await staff(unit, person)
            return await _rejectable(unit, person, order_number)

        return await self._database.read(read)

    async def reject(self, person: Person, order_number: int, why: str) -> Order:
        """A paid order will not be filled; its money is owed back from now on.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, CannotBePaid (not paid, rejected before, or handed over).
        """
        return await self._database.write(self._reject, person, order_number, why)

    async def refund_order(self, person: Person, order_number: int, amount: Tyiyn, note: str) -> Order:
        """An owner sent money of a paid order back by hand, whole or in part; the sum in tyiyn.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, CannotBePaid (the order is not paid), WrongSum.
        """
        return await self._database.write(self._refund_order, person, order_number, amount, note)

    async def _pay(self, unit: Unit, person: Person, case_id: int, order_number: int | None) -> Case:
        by, case, now = await staff(unit, person), await _case(unit, person, case_id), self._clock.now()
        if case.transfer_id is None:
            raise CannotBePaid
        order = await orders.load(unit, case.order_id)
        if order_number is not None:
            paid_for, order = order, await order_of_shop(unit, person, order_number)
            if order.person_id != case.person_id or _whose(order) != _whose(paid_for):
                raise GoneMissing
        if order.state is OrderState.PAID:
            raise CannotBePaid
        ruling = Ruling.ACCEPTED if order.id == case.order_id else Ruling.ATTACHED
        case = await self._decide(unit, case, ruling, by, None, now)
        try:
            await settlement.accept(unit, order, case, by, now)
        except stock.OutOfStock as error:
            raise CannotBePaid(error.title, withdrawn=error.withdrawn) from error
        return case

    async def _refund(self, unit: Unit, person: Person, case_id: int, note: str) -> Case:
        by, case, now = await owner(unit, person), await _case(unit, person, case_id), self._clock.now()
        order = await orders.load(unit, case.order_id)
        if case.has_money:
            amount, note = (case.received, note) if case.received is not None else _sum_and_note(note)
        else:
            amount = await desk.still_owed(unit, order)
        case = await self._decide(unit, case, Ruling.REFUNDED, by, note, now)
        if amount:
            await desk.record_refund(unit, order, amount, _short(note), by, now, case.id)
        await orders.note(unit, order, "refunded", now, actor=by, case=case.id, tyiyn=amount)
        await notices.decided(unit, order, case, now)
        await settlement.release(unit, order, now)
        return case

    async def _note(self, unit: Unit, person: Person, case_id: int) -> Case:
        by, case, now = await staff(unit, person), await _case(unit, person, case_id), self._clock.now()
        if case.has_money:
            raise CannotBePaid
        order = await orders.load(unit, case.order_id)
        case = await self._decide(unit, case, Ruling.NOTED, by, None, now)
        await orders.note(unit, order, "noted", now, actor=by, case=case.id)
        await notices.redraw_case(unit, order, case, now)
        await settlement.release(unit, order, now)
        return case

    async def _reject(self, unit: Unit, person: Person, order_number: int, why: str) -> Order:
        by, order, now = await staff(unit, person), await _rejectable(unit, person, order_number), self._clock.now()
        await orders.reject(unit, order, _short(why))
        await stock.give_back(unit, order)
        await orders.note(unit, order, "rejected", now, actor=by)
        await audit.record(unit, by, Deed.REJECTED, now, audit.order(order.number))
        order = await orders.load(unit, order.id)
        case_id = await desk.owe_refund(unit, order, now)
        await notices.rejected(unit, order, case_id, now)
        log.info("rejected", extra={"order": order.number})
        return order

    async def _refund_order(self, unit: Unit, person: Person, order_number: int, amount: Tyiyn, note: str) -> Order:
        by, order, now = await owner(unit, person), await order_of_shop(unit, person, order_number), self._clock.now()
        if order.state is not OrderState.PAID:
            raise CannotBePaid
        if amount > await desk.still_owed(unit, order):
            raise WrongSum
        await desk.record_refund(unit, order, amount, _short(note), by, now)
        case = await desk.owed_case(unit, order)
        if case is not None and not await desk.still_owed(unit, order):
            case = await self._decide(unit, case, Ruling.REFUNDED, by, note, now)
            await notices.redraw_case(unit, order, case, now)
        await orders.note(unit, order, "refunded", now, actor=by, tyiyn=amount)
        await audit.record(unit, by, Deed.REFUNDED, now, audit.order(order.number), tyiyn=amount)
        await notices.refunded(unit, order, amount, now)
        return order

    async def _decide(
        self, unit: Unit, case: Case, ruling: Ruling, by: Person, note: str | None, now: datetime
    ) -> Case:
        if not await desk.decide(unit, case, ruling, by, _short(note) if note else None, now):
            raise AlreadyDecided(case)
        await audit.record(unit, by, Deed.DECIDED, now, audit.order(case.order_number), case=case.id, ruling=ruling)
        log.info("decided", extra={"case": case.id, "ruling": ruling, "order": case.order_number})
        return await _case(unit, by, case.id, decided=True)


async def _case(unit: Unit, person: Person, case_id: int, *, decided: bool = False) -> Case:
    case = await desk.case(unit, person.shop_id, case_id)
    if case is None:
        raise GoneMissing
    if case.decision is not None and not decided:
        raise AlreadyDecided(case)
    return case


async def _rejectable(unit: Unit, person: Person, number: int) -> Order:
    order = await order_of_shop(unit, person, number)
    if order.state is not OrderState.PAID or not may_move(order.fulfilment, Stage.REJECTED):
        raise CannotBePaid
    return order


def _whose(order: Order) -> tuple[bool, bool]:
    """Whether it was sold over the counter, and whether nobody has opened it: the person stands in for strangers."""
    return order.counter_id is not None, order.unclaimed


def _sum_and_note(text: str) -> tuple[Tyiyn, str]:
    """The sum that went back and the rest of the note, where xPay's own sum is not certain."""
    first, _, rest = text.strip().partition(" ")
    try:
        return parse_som(first), rest or text
    except NotMoney:
        raise SumNeeded from None


def _short(text: str) -> str:
    return " ".join(text.split())[:MOST_NOTE]
