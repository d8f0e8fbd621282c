"""Reading sums again whose unit was not certain, once the shop has said what xPay counts."""

import logging
import re
from datetime import datetime

from bot.settlement import books
from bot.settlement.reading import StatusUnit
from bot.shop.odd_money import Case, Ruling
from bot.shop.order import OrderState
from bot.shop.payment import DeskReason
from bot.storage import desk, notices, orders, payments
from bot.storage.database import Unit
from bot.xpay import Reading, Verdict

log = logging.getLogger(__name__)

_AMOUNT = re.compile(r"amount=(\S+)", re.ASCII)


async def read_again(unit: Unit, shop_id: int, counts: StatusUnit, now: datetime) -> None:
    """Settle the open cases of unclear units: the right sum pays its order, another one is called by its name."""
    if counts == "auto":
        return
    for case in await desk.open_for(unit, shop_id, DeskReason.UNIT_UNCLEAR):
        written = _AMOUNT.match(case.raw or "")
        may_raise = case.payment_id is not None and (await payments.load(unit, case.payment_id)).may_raise
        reading = Reading.of(written[1] if written else None).against(case.expected, counts, may_raise=may_raise)
        if reading.amount is None or case.transfer_id is None:
            continue
        await desk.name_sum(unit, case, reading.amount)
        if reading.verdict in {Verdict.EXACT, Verdict.RAISED}:
            await _pay(unit, case, now)
        else:
            await desk.rename(unit, case, DeskReason.SUM_DIFFERS)
            order = await orders.load(unit, case.order_id)
            await notices.redraw_case(unit, order, case, now)


async def _pay(unit: Unit, case: Case, now: datetime) -> None:
    """The sum is right after all: an open order is paid, a late one as the shop wants; else a person decides."""
    order = await orders.load(unit, case.order_id)
    is_late = order.state is OrderState.EXPIRED
    if not order.state.is_open and not (is_late and await books.may_pay_late(unit, order)):
        await desk.rename(unit, case, books.ended_reason(order))
        await notices.redraw_case(unit, order, case, now)
        return
    await desk.decide(unit, case, Ruling.ACCEPTED, None, None, now)
    decided = await desk.case(unit, case.shop_id, case.id)
    await books.accept(unit, order, decided or case, None, now)
    log.info("paid after all: the unit is known now", extra={"order": order.number})
