"""The rows of a period for the accountant, a portion at a time: memory does not grow with their number."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Select, and_, func, or_, select

from bot.shop.people import Shop
from bot.shop.periods import Window
from bot.storage.database import Unit
from bot.storage.tables import desk_cases, order_lines, orders, payments, people, refunds, transfers

PORTION = 1000

After: TypeAlias = tuple[datetime, int] | None
"""The moment and id of the last row that was read; None before the first."""

Read: TypeAlias = Callable[[Unit, Shop, Window, After], Awaitable[Sequence[Any]]]
"""The next `PORTION` rows; each has `at` and `id`, by which reading goes on."""


async def placed(unit: Unit, shop: Shop, window: Window, after: After) -> Sequence[Any]:
    """Orders placed in a window, the oldest first; `what` has their lines as (title, quantity)."""
    statement = select(
        orders.c.id,
        orders.c.placed_at.label("at"),
        orders.c.number,
        orders.c.state,
        orders.c.fulfilment,
        orders.c.total,
        orders.c.discount,
        orders.c.promo,
        orders.c.fee,
        orders.c.paid_at,
        orders.c.handover,
        orders.c.phone,
        orders.c.address,
        orders.c.comment,
        orders.c.area,
        orders.c.delivery_fee,
        orders.c.wanted_from_at,
        orders.c.wanted_until_at,
        orders.c.is_test,
        orders.c.counter_id,
        people.c.name,
    ).join(people, people.c.id == orders.c.person_id)
    rows = await unit.all(_next(statement, orders.c.placed_at, orders.c.id, shop, window, after))
    lines: dict[int, list[tuple[str, int]]] = {row["id"]: [] for row in rows}
    wanted = select(order_lines).where(order_lines.c.order_id.in_(lines)).order_by(order_lines.c.id)
    for line in await unit.all(wanted):
        lines[line["order_id"]].append((line["title"], line["quantity"]))
    return [{**row, "what": lines[row["id"]]} for row in rows]


async def received(unit: Unit, shop: Shop, window: Window, after: After) -> Sequence[Any]:
    """Transfers that came in a window, the oldest first; `paid_number` is the order that each has paid."""
    paid = orders.alias()
    statement = (
        select(
            transfers.c.id,
            transfers.c.seen_at.label("at"),
            transfers.c.amount,
            transfers.c.raw,
            transfers.c.trx,
            transfers.c.executed_time,
            payments.c.transaction_id,
            payments.c.amount.label("expected"),
            payments.c.payable,
            orders.c.number,
            paid.c.number.label("paid_number"),
        )
        .join(payments, payments.c.id == transfers.c.payment_id)
        .join(orders, orders.c.id == payments.c.order_id)
        .outerjoin(paid, paid.c.id == transfers.c.order_id)
    )
    return await unit.all(_next(statement, transfers.c.seen_at, transfers.c.id, shop, window, after))


async def sent_back(unit: Unit, shop: Shop, window: Window, after: After) -> Sequence[Any]:
    """Refunds made in a window, the oldest first; `odd_trx` names the money where it had paid no order."""
    statement = (
        select(
            refunds.c.id,
            refunds.c.at,
            refunds.c.amount,
            refunds.c.note,
            orders.c.number,
            people.c.name,
            transfers.c.trx.label("odd_trx"),
        )
        .join(orders, orders.c.id == refunds.c.order_id)
        .join(people, people.c.id == refunds.c.by_id)
        .outerjoin(desk_cases, desk_cases.c.id == refunds.c.case_id)
        .outerjoin(transfers, transfers.c.id == desk_cases.c.transfer_id)
    )
    return await unit.all(_next(statement, refunds.c.at, refunds.c.id, shop, window, after))


async def count(unit: Unit, shop: Shop, window: Window) -> int:
    """How many rows the three have together."""
    total = 0
    for at in (orders.c.placed_at, transfers.c.seen_at, refunds.c.at):
        where = (at.table.c.shop_id == shop.id, at >= window.since, at < window.until)
        total += int(await unit.value(select(func.count()).select_from(at.table).where(*where)))
    return total


def _next(
    statement: Select[Any], at: Column[Any], own_id: Column[Any], shop: Shop, window: Window, after: After
) -> Select[Any]:
    since = at >= window.since
    if after is not None:
        since = and_(at >= after[0], or_(at > after[0], own_id > after[1]))
    statement = statement.where(at.table.c.shop_id == shop.id, since, at < window.until)
    return statement.order_by(at, own_id).limit(PORTION)
