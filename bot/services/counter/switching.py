"""Looking after the codes of the counter: asking xPay how one stands, opening and locking it, until it is done.

Each step reads the code's state from the database, asks, applies the answer, and switches what is still to be switched:
whoever dies in the middle is followed by somebody who does the same again.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from bot import settlement
from bot.clock import Clock
from bot.settlement import NewToken
from bot.shop.counter import OVERDUE, Counter, CounterState, after_failure, next_look
from bot.shop.order import Order
from bot.shop.schedule import LEASE
from bot.storage import counters, notices, orders
from bot.storage.database import Database, Unit
from bot.xpay import StaticStatus, Unauthorised, Unreadable, XPayClient, XPayError

log = logging.getLogger(__name__)


class Switching:
    """Brings codes at xPay to where staff want them; one step at a time for each code."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        *,
        new_token: NewToken,
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._new_token = new_token
        self._busy: set[int] = set()

    async def claim_due(self, most: int) -> list[tuple[Counter, datetime]]:
        """The codes to look after now, each with the end of its lease; they are kept from others until `step` ends."""
        now = self._clock.now()
        found = await self._database.write(counters.claim_due, now, now + LEASE, most, self._busy)
        self._busy |= {counter.id for counter in found}
        return [(counter, now + LEASE) for counter in found]

    async def next_due(self) -> datetime | None:
        """When the next code is due."""
        return await self._database.read(counters.next_due, self._busy)

    async def look_after(self, counter: Counter) -> None:
        """Take a step for this code at once, unless one is being taken."""
        if counter.id not in self._busy:
            self._busy.add(counter.id)
            await self.step(counter, self._clock.now())

    async def step(self, counter: Counter, leased_until: datetime) -> None:
        """Look after a claimed code once; what fails is planned again."""
        try:
            await self._step(counter, leased_until)
        except XPayError as error:
            log.warning("no answer about a code of the counter", extra={"counter": counter.id, "error": str(error)})
            await self._database.write(self._failed, counter.id, error)
        finally:
            self._busy.discard(counter.id)

    async def _step(self, counter: Counter, leased_until: datetime) -> None:
        xpay, name = self._xpay_of(counter.shop_id), counter.transaction_id or ""
        status = _of(counter, await xpay.static_status(name))
        counter = await self._database.write(self._heard, counter.id, status, leased_until)
        if counter.state is CounterState.OPENING:
            await xpay.switch_static(name, True)
            await self._database.write(self._opened, counter.id)
        elif counter.state is CounterState.LOCKING:
            switched = _of(counter, await xpay.switch_static(name, False))
            if switched.word.upper() == "ACTIVE":
                raise Unreadable("switch_static", "the code is said to be open after it was locked")
            if switched.word.upper() == "COMPLETED":  # money came between the question and the locking
                await self._database.write(self._heard, counter.id, switched, leased_until)
            await self._database.write(self._locked, counter.id)

    async def _heard(self, unit: Unit, counter_id: int, status: StaticStatus, leased_until: datetime) -> Counter:
        """Apply how the code stands; the code afterwards, with what is to be switched now."""
        now, counter = self._clock.now(), await counters.load(unit, counter_id)
        was, word = counter.state, status.word.upper()
        has_money = await settlement.hear(unit, counter, status, now, self._new_token)
        order = await _order(unit, counter)
        to = _following(was, word, has_money=has_money, is_over=order is None or not _waits(order, now))
        if was is CounterState.TAKEN and to is CounterState.OPENING:  # what is there now is known before it is opened
            counter = await counters.change(unit, counter, seen_update=status.last_update or counter.seen_update)
        if to is not was:
            counter = await counters.move(unit, counter, to, now)
        else:
            counter = await counters.load(unit, counter_id)
        await counters.plan(unit, counter, leased_until, next_look(now, counter), failures=0)
        if order is not None and (to is not was or has_money):
            await notices.counter(unit, order, counter, now)
        return counter

    async def _opened(self, unit: Unit, counter_id: int) -> None:
        """It is open; unless somebody wants it locked by now."""
        now, counter = self._clock.now(), await counters.load(unit, counter_id)
        if counter.state is CounterState.OPENING:
            counter = await counters.move(unit, counter, CounterState.OPEN, now)
            await counters.change(unit, counter, due_at=next_look(now, counter))
            order = await _order(unit, counter)
            if order is not None:
                await notices.counter(unit, order, counter, now)

    async def _locked(self, unit: Unit, counter_id: int) -> None:
        """It is locked; the order that waited for its money ends, unless the money has come."""
        now, counter = self._clock.now(), await counters.load(unit, counter_id)
        if counter.state is not CounterState.LOCKING:
            return
        await settlement.end(unit, counter, now)
        was_overdue = counter.overdue
        counter = await counters.move(unit, counter, CounterState.LOCKED, now, overdue=False)
        await counters.change(unit, counter, due_at=next_look(now, counter))
        order = await _order(unit, counter)
        if order is not None:
            await notices.counter(unit, order, counter, now)
            if was_overdue:
                await notices.counter_overdue(unit, order, counter, now)
        log.info("a code of the counter is locked", extra={"counter": counter.id})

    async def _failed(self, unit: Unit, counter_id: int, error: XPayError) -> None:
        """Again, and soon; staff hear of a code that should be locked and is not."""
        now, counter = self._clock.now(), await counters.load(unit, counter_id)
        failures, order = counter.failures + 1, await _order(unit, counter)
        if order is not None and counter.state.is_taking and not _waits(order, now):
            counter = await counters.move(unit, counter, CounterState.LOCKING, now)
            await notices.counter(unit, order, counter, now)
        due_at = after_failure(now, failures)
        await counters.change(unit, counter, due_at=due_at, failures=failures)
        if counter.state is CounterState.LOCKING and not counter.overdue and now - counter.since >= OVERDUE:
            counter = await counters.change(unit, counter, overdue=True)
            if order is not None:
                await notices.counter(unit, order, counter, now)
                await notices.counter_overdue(unit, order, counter, now)
        if isinstance(error, Unauthorised):
            await notices.keys_refused(unit, counter.shop_id, now)


def _following(was: CounterState, word: str, *, has_money: bool, is_over: bool) -> CounterState:
    """Where a code goes from what xPay says about it; `is_over`: nobody waits for its payment any more."""
    match was:
        case CounterState.TAKEN | CounterState.OPENING:
            paid = has_money and was is CounterState.OPENING
            return CounterState.LOCKING if paid or is_over else CounterState.OPENING
        case CounterState.OPEN if has_money or is_over or word == "BLOCKED":
            return CounterState.LOCKING
        case CounterState.LOCKED if word == "ACTIVE" or has_money:
            return CounterState.LOCKING
        case _:
            return was


async def _order(unit: Unit, counter: Counter) -> Order | None:
    """The order of the code's last payment."""
    last = await counters.last_payments(unit, counter, 1)
    return await orders.load(unit, last[0].order_id) if last else None


def _waits(order: Order, now: datetime) -> bool:
    return order.state.is_open and now < order.expires_at


def _of(counter: Counter, status: StaticStatus) -> StaticStatus:
    """The answer, if it is about this code."""
    if status.transaction_id != counter.transaction_id:
        raise Unreadable("static_status", "xPay answered about another code")
    return status
