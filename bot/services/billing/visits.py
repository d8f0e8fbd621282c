"""Customers who open the link of a bill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.checkout import MOST_QRS_AN_HOUR, Checkout, TooManyQRs
from bot.checkout.qr import QRMaker
from bot.clock import Clock
from bot.services.billing.one_bill import place_order, stand
from bot.shop.bills import Bill, BillState
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment
from bot.shop.people import Person
from bot.shop.schedule import LEASE
from bot.storage import bills, limits, notices, orders, payments
from bot.storage.database import Database, Unit


class Visit(StrEnum):
    """What a visitor finds."""

    NOTHING = "nothing"
    """There is no such bill."""
    CARD = "card"
    """Their own order: its card follows."""
    PAID = "paid"
    PAID_BY_YOU = "paid_by_you"
    """They have paid a bill for many, and may do so again."""
    TAKEN = "taken"
    """Somebody else has opened it."""
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visitor finds, with the bill, and with the order where it is theirs."""

    what: Visit
    bill: Bill | None = None
    order: Order | None = None


_ENDS = {BillState.PAID: Visit.PAID, BillState.OVER: Visit.OVER, BillState.CANCELLED: Visit.CANCELLED}


class Visits:
    """Lets customers open bills."""

    def __init__(
        self, database: Database, clock: Clock, checkout: Checkout, qr: QRMaker, *, new_token: Callable[[], str]
    ) -> None:
        self._database = database
        self._clock = clock
        self._checkout = checkout
        self._qr = qr
        self._new_token = new_token

    async def open(self, person: Person, token: str) -> Visited:
        """Come by a bill's link. One for a single payer is taken over by the first who comes, once.

        Raises:
            Refusal: TooManyQRs, OutsideLimits, PaymentsUnavailable, where a QR has to be made.
        """
        bill = await self._database.read(bills.by_token, person.shop_id, token)
        if bill is None:
            return Visited(Visit.NOTHING)
        taken = None if bill.many else await self._database.write(self._take_over, person, bill)
        return taken or await self._join(person, bill, again=False)

    async def pay_again(self, person: Person, bill_id: int) -> Visited:
        """Pay a bill for many once more; only for those who have. Raises what `open` does."""
        bill = await self._database.read(bills.of_shop, person.shop_id, bill_id)
        if bill is None or not bill.many or not await self._database.read(orders.of_bill, bill.id, person):
            return Visited(Visit.NOTHING)
        return await self._join(person, bill, again=True)

    async def _take_over(self, unit: Unit, person: Person, bill: Bill) -> Visited | None:
        """What comes of it; None where the bill was turned into one for many meanwhile."""
        bill = await bills.load(unit, bill.id)
        return None if bill.many else await self._take(unit, person, bill)

    async def _take(self, unit: Unit, person: Person, bill: Bill) -> Visited:
        now = self._clock.now()
        if await orders.claim(unit, bill.id, person, now):
            order = (await orders.of_bill(unit, bill.id))[0]
            await orders.note(unit, order, "claimed", now, actor=person)
            await notices.refresh_card(unit, order, now)
            return Visited(Visit.CARD, bill, order)
        standing = await stand(unit, bill, now)
        order = (await orders.of_bill(unit, bill.id))[0]
        if order.person_id == person.id and not order.unclaimed:
            return await self._bring_down(unit, bill, order)
        return Visited(_ENDS.get(standing.state, Visit.TAKEN), bill)

    async def _bring_down(self, unit: Unit, bill: Bill, order: Order) -> Visited:
        """Their own card, at the bottom of the chat."""
        await orders.forget_card(unit, order.id)
        await notices.refresh_card(unit, order, self._clock.now())
        return Visited(Visit.CARD, bill, order)

    async def _join(self, person: Person, bill: Bill, *, again: bool) -> Visited:
        """An order of one's own for a bill that is for many; an open one is shown again."""
        found = await self._database.write(self._find, person, bill, again)
        if found is not None:
            return found
        await self._checkout.check_sum(person.shop_id, bill.amount)
        token = self._new_token()
        visited, payment = await self._database.write(self._place, person, bill, again, token)
        if visited.order is not None and payment is not None:
            await self._qr.make(visited.order, payment, token)
        return visited

    async def _find(self, unit: Unit, person: Person, bill: Bill, again: bool) -> Visited | None:
        """What there is already for this visitor; None where an order is to be placed."""
        bill = await bills.load(unit, bill.id)
        if not bill.many:  # turned into one for a single payer meanwhile
            return await self._take(unit, person, bill)
        found = await orders.of_bill(unit, bill.id, person)
        known = next((order for order in found if order.state.is_open), None)
        if known is not None:
            return await self._bring_down(unit, bill, known)
        ended = _ENDS.get((await stand(unit, bill, self._clock.now())).state)
        if ended is not None:
            return Visited(ended, bill)
        if not again and any(order.state is OrderState.PAID for order in found):
            return Visited(Visit.PAID_BY_YOU, bill)
        return None

    async def _place(
        self, unit: Unit, person: Person, bill: Bill, again: bool, token: str
    ) -> tuple[Visited, Payment | None]:
        found, now = await self._find(unit, person, bill, again), self._clock.now()
        if found is not None:  # pressed twice: the other press was faster
            return found, None
        if await limits.payments_since(unit, person, now - timedelta(hours=1)) >= MOST_QRS_AN_HOUR:
            raise TooManyQRs
        bill = await bills.load(unit, bill.id)
        order = await place_order(unit, bill, person, self._new_token(), now)
        payment = await payments.begin(unit, order, token, now, now + LEASE, may_raise=bill.may_raise)
        return Visited(Visit.CARD, bill, order), payment
