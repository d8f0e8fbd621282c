"""Bringing paid orders from stage to stage: each once, by somebody with the right to it, told to the customer."""

import logging

from bot.clock import Clock
from bot.shop.fulfilment import Stage, may_move
from bot.shop.order import Order, OrderState
from bot.shop.people import Person
from bot.staff import StaffRefusal, order_of_shop, staff
from bot.storage import notices, orders
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)


class Overtaken(StaffRefusal):
    """The order has come further already; `by` names who brought it to `stage`."""

    def __init__(self, stage: Stage, by: str) -> None:
        super().__init__(stage, by)
        self.stage = stage
        self.by = by


class NotToBeFilled(StaffRefusal):
    """The order is not paid: there is nothing to hand over."""


class Fulfilment:
    """What staff do with paid orders; every right is read again with the deed itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def advance(self, person: Person, order_number: int, to: Stage) -> Order:
        """Bring an order to a stage.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, NotToBeFilled, Overtaken.
        """
        return await self._database.write(self._advance, person, order_number, to)

    async def look(self, person: Person, order_number: int) -> Order:
        """An order of the shop, for its staff.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """

        async def read(unit: Unit) -> Order:
            await staff(unit, person)
            return await order_of_shop(unit, person, order_number)

        return await self._database.read(read)

    async def _advance(self, unit: Unit, person: Person, order_number: int, to: Stage) -> Order:
        by, order, now = await staff(unit, person), await order_of_shop(unit, person, order_number), self._clock.now()
        if order.state is not OrderState.PAID:
            raise NotToBeFilled
        if not may_move(order.fulfilment, to) or not await orders.advance(unit, order, to):
            raise await _overtaken(unit, order)
        await orders.note(unit, order, to, now, actor=by)
        order = await orders.load(unit, order.id)
        await notices.advanced(unit, order, now)
        log.info("advanced", extra={"order": order.number, "stage": to})
        return order


async def _overtaken(unit: Unit, order: Order) -> Overtaken:
    now = await orders.load(unit, order.id)
    made = [step for step in await orders.steps(unit, now) if step.stage is now.fulfilment]
    return Overtaken(now.fulfilment, made[-1].name if made else "")
