"""Transfers read back: to be compared with xPay's list."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.shop.matching import Booked
from bot.shop.payment import Payment
from bot.shop.periods import Window
from bot.storage import payments as payment_rows
from bot.storage.database import Unit
from bot.storage.tables import counters, orders, payments, transfers

MOST = 20_000
_AT_ONCE = 500

_QR = func.coalesce(payments.c.transaction_id, counters.c.transaction_id)
"""What xPay calls the QR of a payment: its own one, or the code of the counter."""


async def seen(unit: Unit, shop_id: int, window: Window) -> list[Booked]:
    """What came within a window; at most `MOST`."""
    return await _booked(unit, shop_id, transfers.c.seen_at >= window.since, transfers.c.seen_at < window.until)


async def known(unit: Unit, shop_id: int, references: Collection[str], qrs: Collection[str]) -> list[Booked]:
    """What we have under these references of xPay's, or on these QRs, whenever it came."""
    found: dict[int, Booked] = {}
    for some in _portions(references):
        found |= {one.id: one for one in await _booked(unit, shop_id, transfers.c.trx.in_(some))}
    for some in _portions(qrs):
        found |= {one.id: one for one in await _booked(unit, shop_id, _QR.in_(some))}
    return list(found.values())


async def own_qrs(unit: Unit, shop_id: int, qrs: Collection[str]) -> set[str]:
    """Those of the transaction ids that are QRs of the shop's."""
    found: set[str] = set()
    for some in _portions(qrs):
        for table in (payments, counters):
            where = (table.c.shop_id == shop_id, table.c.transaction_id.in_(some))
            found.update(await unit.values(select(table.c.transaction_id).where(*where)))
    return found


async def payment_of(unit: Unit, shop_id: int, qr: str) -> Payment | None:
    """The payment of a QR."""
    where = (payments.c.shop_id == shop_id, payments.c.transaction_id == qr)
    payment_id = await unit.value(select(payments.c.id).where(*where))
    return None if payment_id is None else await payment_rows.load(unit, payment_id)


async def _booked(unit: Unit, shop_id: int, *where: ColumnElement[bool]) -> list[Booked]:
    rows: Sequence[Any] = await unit.all(
        select(
            transfers.c.id,
            _QR.label("qr"),
            transfers.c.trx,
            transfers.c.amount,
            transfers.c.seen_at,
            orders.c.is_test,
            payments.c.counter_id.is_not(None).label("is_code"),
        )
        .join(payments, payments.c.id == transfers.c.payment_id)
        .join(orders, orders.c.id == payments.c.order_id)
        .outerjoin(counters, counters.c.id == payments.c.counter_id)
        .where(transfers.c.shop_id == shop_id, *where)
        .order_by(transfers.c.id)
        .limit(MOST)
    )
    return [Booked(**{**row, "is_code": bool(row["is_code"])}) for row in rows]


def _portions(names: Collection[str]) -> Iterator[list[str]]:
    every = sorted(names)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
