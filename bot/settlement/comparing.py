"""Our transfers of a period against xPay's own list of payments.

Nothing is marked paid here. A transfer that xPay lists on a QR of ours, whose money is known to have come, and that we
have not, goes to the odd-money desk: the status endpoint shows only the last of several.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.settlement import books, listing
from bot.settlement.asking import Settlement
from bot.settlement.reading import StatusUnit
from bot.shop.counter import CounterState
from bot.shop.matching import Booked, Listed, Matched, match, sum_of
from bot.shop.money import Tyiyn
from bot.shop.payment import Money, News, PaymentState
from bot.shop.people import Shop
from bot.shop.periods import Window
from bot.shop.reports import Comparison, Unmatched
from bot.shop.schedule import soonest
from bot.storage import counters, orders, payments, transfers
from bot.storage.database import Database, Unit
from bot.xpay import XPayClient, XPayError

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 60
_MOST_QUESTIONS = 20


class Comparing:
    """Compares, and lays on the desk what xPay has on a paid QR of ours and we have not."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        settlement: Settlement,
        unit: StatusUnit,
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._settlement = settlement
        self._unit = unit

    async def compare(self, shop: Shop, window: Window) -> Comparison | None:
        """What agrees and what does not; None when xPay's list did not come or cannot be read."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                listed = await listing.completed(self._xpay_of(shop.id), window, self._unit)
                found = await self._database.read(_matched, shop, window, listed)
                if await self._ask_about([one.qr for one in found.only_listed if one.qr is not None], shop):
                    found = await self._database.read(_matched, shop, window, listed)
        except (XPayError, listing.ListUnreadable, TimeoutError) as error:
            log.warning("no comparison with xPay's list", extra={"error": str(error)[:200]})
            return None
        return await self._told(shop, window, found)

    async def _ask_about(self, qrs: Sequence[str], shop: Shop) -> bool:
        """Ask the status endpoint, which alone decides, about QRs that are said to be paid; whether there are any."""
        for qr in qrs[:_MOST_QUESTIONS]:
            payment = await self._database.read(transfers.payment_of, shop.id, qr)
            if payment is not None:
                try:
                    await self._settlement.ask_soon(payment)
                except XPayError:
                    continue  # logged and planned again where it was caught first
        return bool(qrs)

    async def _told(self, shop: Shop, window: Window, found: Matched) -> Comparison:
        here = [ours for _, ours in found.pairs if _counts(ours, window)]
        missing = [ours for ours in found.only_booked if _counts(ours, window)]
        there = []
        for one in found.only_listed:
            if one.qr is None and one.at is not None and not window.since <= one.at < window.until:
                continue
            there.append(await self._unmatched(shop, one, sum_of(one, found)))
        return Comparison(
            ours=len(here) + len(missing),
            theirs=len(here) + len(there),
            only_there=tuple(there),
            only_here=len(missing),
            only_here_sum=sum(ours.amount or 0 for ours in missing),
        )

    async def _unmatched(self, shop: Shop, one: Listed, amount: Tyiyn | None) -> Unmatched:
        if one.qr is None:
            return Unmatched(amount, one.at)
        number, case = await self._database.write(self._lay_down, shop, one, one.qr, amount)
        return Unmatched(amount, one.at, number, case)

    async def _lay_down(
        self, unit: Unit, shop: Shop, one: Listed, qr: str, amount: Tyiyn | None
    ) -> tuple[int | None, bool]:
        """The number of the QR's order, and whether the money is a case on the desk now.

        While the status endpoint has not said that the QR was paid it is none: then it will be asked again.
        """
        payment, now = await transfers.payment_of(unit, shop.id, qr), self._clock.now()
        if payment is None:
            return await _lay_down_of_code(unit, shop, one, qr, amount, now)
        order = await orders.load(unit, payment.order_id)
        if payment.state is not PaymentState.COMPLETED or not one.references:
            await payments.make_due(unit, payment.id, now, payments.URGENT_WATCHED)
            return order.number, False
        if await _is_known(unit, shop, one):
            return order.number, False
        money = Money(one.references[0], amount, one.raw, one.executed_time)
        await books.settle(unit, order, payment, News.PAID_OTHER_SUM, money, now)
        log.warning("xPay lists money that its status did not show", extra={"order": order.number})
        return order.number, True


async def _lay_down_of_code(
    unit: Unit, shop: Shop, one: Listed, qr: str, amount: Tyiyn | None, now: datetime
) -> tuple[int | None, bool]:
    """The same for a code of the counter: once it is locked and was asked about since, a person decides."""
    code = await counters.of_qr(unit, shop.id, qr)
    last = await counters.last_payments(unit, code, 1) if code is not None else []
    if code is None or not last:
        return None, False
    order = await orders.load(unit, last[0].order_id)
    is_asked = code.asked_at is not None and (one.at is None or one.at < code.asked_at)
    if code.state is not CounterState.LOCKED or order.state.is_open or not is_asked or not one.references:
        await counters.hurry(unit, code.id, soonest(now, code.asked_at))
        return order.number, False
    if await _is_known(unit, shop, one):
        return order.number, False
    await books.lay_down(unit, order, last[0], Money(one.references[0], amount, one.raw, one.executed_time), now)
    log.warning("xPay lists money that its code did not show", extra={"order": order.number, "counter": code.id})
    return order.number, True


async def _is_known(unit: Unit, shop: Shop, one: Listed) -> bool:
    """Whether the money was written down before, under any of its names."""
    for reference in one.references:
        if await payments.know_transfer(unit, shop.id, reference):
            return True
    return False


async def _matched(unit: Unit, shop: Shop, window: Window, listed: Sequence[Listed]) -> Matched:
    """Both sides, matched; ours are those seen in the window, and whatever the list speaks of."""
    own = await transfers.own_qrs(unit, shop.id, {one.qr for one in listed if one.qr is not None})
    listed = [one if one.qr in own else replace(one, qr=None) for one in listed]
    references = {name for one in listed for name in one.references}
    booked = {one.id: one for one in await transfers.known(unit, shop.id, references, own)}
    booked |= {one.id: one for one in await transfers.seen(unit, shop.id, window)}
    return match(listed, sorted(booked.values(), key=lambda one: one.id))


def _counts(one: Booked, window: Window) -> bool:
    """A test purchase finds its match, and is no sale to be counted."""
    return not one.is_test and window.since <= one.seen_at < window.until
