"""What staff do with the codes of the counter: make one, take a payment with it, lock it, take it out of use."""

import logging
from collections.abc import Callable

from bot import settlement
from bot.addresses import Addresses
from bot.clock import Clock
from bot.services.counter.switching import Switching
from bot.settlement import NewToken
from bot.shop.counter import MOST_TITLE, OPEN_FOR, Counter, CounterState
from bot.shop.deeds import Deed
from bot.shop.money import Tyiyn
from bot.shop.people import Person, clean_name
from bot.staff import GoneMissing, StaffRefusal, owner, staff
from bot.storage import audit, counters, notices, orders, shops
from bot.storage.database import Database, Unit
from bot.xpay import NoPoint, QRCode, QRRequest, Unauthorised, XPayClient, XPayError, verify_link

log = logging.getLogger(__name__)

MOST_CODES = 50


class CodeNotMade(StaffRefusal):
    """XPay made no code that may be shown."""


class TooManyCodes(StaffRefusal):
    """The shop has so many codes in use that the list would not fit; one has to be taken out of use first."""


class Busy(StaffRefusal):
    """Somebody takes a payment with the code just now; `by` names them."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class StillOpen(StaffRefusal):
    """XPay has not locked the code yet."""


class Counters:
    """What staff do with the codes; every right is read again with the deed itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        switching: Switching,
        addresses: Addresses,
        *,
        new_token: NewToken,
        page_url: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._switching = switching
        self._addresses = addresses
        self._new_token = new_token
        self._page_url = page_url

    async def codes(self, person: Person) -> list[Counter]:
        """The codes in use.

        Raises:
            StaffRefusal: NotAllowed.
        """

        async def read(unit: Unit) -> list[Counter]:
            await staff(unit, person)
            return await counters.all_of(unit, person.shop_id, MOST_CODES)

        return await self._database.read(read)

    async def look(self, person: Person, counter_id: int, *, only_owner: bool = False) -> Counter:
        """A code in use, for staff or for an owner alone.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """

        async def read(unit: Unit) -> Counter:
            await (owner if only_owner else staff)(unit, person)
            return await _code(unit, person, counter_id)

        return await self._database.read(read)

    async def make(self, person: Person, title: str, amount: Tyiyn) -> Counter:
        """A new code for this sum (tyiyn), locked at once; if that fails it is locked as soon as xPay answers.

        Raises:
            StaffRefusal: NotAllowed, TooManyCodes, CodeNotMade.
        """
        token = self._new_token()
        counter = await self._database.write(self._begin, person, clean_name(title, MOST_TITLE), amount, token)
        shop = await self._database.read(shops.load, person.shop_id)
        request = QRRequest(
            amount=amount,
            type="static",
            service_id=f"counter-{counter.id}",
            service_name=shop.name,
            comments=counter.title,
            callback_url=self._addresses.callback(token),
            check_url=self._addresses.check(token),
        )
        try:
            code = await self._xpay_of(person.shop_id).create_qr(request)
        except XPayError as error:
            log.warning("no code for the counter", extra={"counter": counter.id, "error": str(error)})
            if isinstance(error, Unauthorised | NoPoint):
                await self._database.write(notices.keys_refused, person.shop_id, self._clock.now())
            raise CodeNotMade from error
        verdict = verify_link(code.link, code=code, expected_amount=amount, page_url=self._page_url or None)
        if not verdict.shown:
            log.error("a code's link does not fit it", extra={"counter": counter.id, "why": ", ".join(verdict.faults)})
            raise CodeNotMade
        await self._switching.look_after(await self._database.write(self._record, person, counter, code))
        return await self._database.read(counters.load, counter.id)

    async def take(self, person: Person, counter_id: int, chat_id: int, topic_id: int | None) -> Counter:
        """Open a code for one customer; how that goes is shown in the chat where it was asked for.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, Busy, StillOpen.
        """
        return await self._database.write(self._take, person, counter_id, chat_id, topic_id)

    async def lock(self, person: Person, counter_id: int) -> Counter:
        """Take no payment after all: the code is locked, after xPay was asked whether money has come.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """
        return await self._database.write(self._lock, person, counter_id)

    async def retire(self, person: Person, counter_id: int) -> None:
        """Take a locked code out of use; what is printed cannot be paid any more.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, Busy, StillOpen.
        """
        await self._database.write(self._retire, person, counter_id)

    async def _begin(self, unit: Unit, person: Person, title: str, amount: Tyiyn, token: str) -> Counter:
        by = await owner(unit, person)
        if len(await counters.all_of(unit, by.shop_id, MOST_CODES)) >= MOST_CODES:
            raise TooManyCodes
        return await counters.begin(unit, by, title, amount, token, self._clock.now())

    async def _record(self, unit: Unit, person: Person, counter: Counter, code: QRCode) -> Counter:
        """From now on it has to be locked: xPay may have made it open."""
        now = self._clock.now()
        await audit.record(unit, person, Deed.CODE_MADE, now, audit.counter(counter.id), tyiyn=counter.amount)
        return await counters.move(
            unit,
            counter,
            CounterState.LOCKING,
            now,
            transaction_id=code.transaction_id,
            link=code.link,
            request_amount=code.request_amount,
            payable=code.payable,
        )

    async def _take(self, unit: Unit, person: Person, counter_id: int, chat_id: int, topic_id: int | None) -> Counter:
        by, counter, now = await staff(unit, person), await _code(unit, person, counter_id), self._clock.now()
        await _free(unit, counter)
        order = await settlement.sell(unit, counter, by, now + OPEN_FOR, now, self._new_token)
        counter = await counters.move(unit, counter, CounterState.TAKEN, now, chat_id=chat_id, topic_id=topic_id)
        await notices.counter(unit, order, counter, now)
        log.info("a payment is taken at the counter", extra={"counter": counter.id, "order": order.number})
        return counter

    async def _lock(self, unit: Unit, person: Person, counter_id: int) -> Counter:
        by, counter, now = await staff(unit, person), await _code(unit, person, counter_id), self._clock.now()
        if not counter.state.is_taking:
            return counter
        # One that was never opened is locked still: only its order has to end.
        was_shut = counter.state is CounterState.TAKEN
        counter = await counters.move(unit, counter, CounterState.LOCKED if was_shut else CounterState.LOCKING, now)
        if was_shut:
            await settlement.end(unit, counter, now)
        [last] = await counters.last_payments(unit, counter, 1)
        order = await orders.load(unit, last.order_id)
        await orders.note(unit, order, "counter:lock", now, actor=by)
        await notices.counter(unit, order, counter, now)
        return counter

    async def _retire(self, unit: Unit, person: Person, counter_id: int) -> None:
        by, counter = await owner(unit, person), await _code(unit, person, counter_id)
        await _free(unit, counter)
        now = self._clock.now()
        await counters.retire(unit, counter, now)
        await audit.record(unit, by, Deed.CODE_RETIRED, now, audit.counter(counter.id), tyiyn=counter.amount)
        log.info("a code of the counter is out of use", extra={"counter": counter.id, "by": by.id})


async def _code(unit: Unit, person: Person, counter_id: int) -> Counter:
    counter = await counters.of_shop(unit, person.shop_id, counter_id)
    if counter is None:
        raise GoneMissing
    return counter


async def _free(unit: Unit, counter: Counter) -> None:
    """Refuse unless the code is locked and nobody takes a payment with it."""
    if counter.state.is_taking:
        raise Busy(await counters.taken_by(unit, counter))
    if counter.state is not CounterState.LOCKED:
        raise StillOpen
