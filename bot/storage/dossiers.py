"""Everything about one order, gathered for its seller."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select

from bot.shop.order import Order, OrderState
from bot.shop.orderbook import Dossier, Happening, Transfer
from bot.storage import desk, orders, payments, people
from bot.storage.database import Unit
from bot.storage.tables import letters, order_events, transfers
from bot.storage.tables import orders as order_table
from bot.storage.tables import payments as payment_table
from bot.storage.tables import people as people_table

_MOST = 5
_MOST_EVENTS = 15


async def dossier(unit: Unit, order: Order) -> Dossier:
    """The order as it is now, with its money, its cases, and what was done and written about it."""
    order = await orders.load(unit, order.id)
    cases = (await desk.cases_of(unit, order.id))[-_MOST:]
    return Dossier(
        order=order,
        customer=await people.load(unit, order.person_id),
        payments=tuple(await payments.last_of(unit, order.id, _MOST)),
        transfers=await _transfers(unit, order),
        cases=tuple(cases),
        deciders=await _names(unit, {case.decided_by for case in cases if case.decided_by is not None}),
        refunds=tuple((await desk.refunds_of(unit, order.id))[-_MOST:]),
        steps=tuple(await orders.steps(unit, order)),
        letters=await _letters(unit, order),
        log=await _log(unit, order),
        owed=await desk.still_owed(unit, order) if order.state is OrderState.PAID else 0,
        others=await _others(unit, order),
    )


async def _transfers(unit: Unit, order: Order) -> tuple[Transfer, ...]:
    """What came on the order's own QRs, and what came on others and was counted for it."""
    own = select(payment_table.c.id).where(payment_table.c.order_id == order.id)
    rows = await unit.all(
        select(
            transfers.c.amount,
            transfers.c.raw,
            transfers.c.trx,
            transfers.c.seen_at,
            order_table.c.number.label("pays"),
        )
        .outerjoin(order_table, order_table.c.id == transfers.c.order_id)
        .where(or_(transfers.c.payment_id.in_(own), transfers.c.order_id == order.id))
        .order_by(transfers.c.id.desc())
        .limit(_MOST)
    )
    return tuple(Transfer(**row) for row in reversed(rows))


async def _names(unit: Unit, ids: Collection[int]) -> dict[int, str]:
    rows = await unit.all(select(people_table.c.id, people_table.c.name).where(people_table.c.id.in_(ids)))
    return {row["id"]: row["name"] for row in rows}


async def _letters(unit: Unit, order: Order) -> tuple[int, int]:
    counted = select(letters.c.from_shop, func.count().label("count")).where(letters.c.order_id == order.id)
    rows = await unit.all(counted.group_by(letters.c.from_shop))
    found = {bool(row["from_shop"]): int(row["count"]) for row in rows}
    return found.get(False, 0), found.get(True, 0)


async def _log(unit: Unit, order: Order) -> tuple[Happening, ...]:
    columns: Any = (order_events.c.at, order_events.c.what, people_table.c.name.label("by"), order_events.c.facts)
    rows = await unit.all(
        select(*columns)
        .outerjoin(people_table, people_table.c.id == order_events.c.actor_id)
        .where(order_events.c.order_id == order.id)
        .order_by(order_events.c.id.desc())
        .limit(_MOST_EVENTS)
    )
    return tuple(Happening(**row) for row in reversed(rows))


async def _others(unit: Unit, order: Order) -> int:
    if not order.has_customer:
        return 0
    bought = select(order_table.c.id).where(order_table.c.person_id == order.person_id, orders.has_customer())
    own = bought.where(order_table.c.id != order.id)
    return int(await unit.value(select(func.count()).select_from(own.limit(100).subquery())))
