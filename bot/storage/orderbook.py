"""The order book: the piles that the shop's orders lie in, page by page. Costs follow the page, not the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, text, tuple_

from bot.shop.orderbook import MOST_COUNTED, PAGE_SIZE, Entry, Glance, Page, Pile, Takings
from bot.shop.search import Query
from bot.storage import desk, search
from bot.storage import orders as order_rows
from bot.storage.database import Unit
from bot.storage.tables import desk_cases, orders, people
from bot.storage.tables.orders import DONE, READY, TO_PREPARE, UNPAID

MOST_FOUND = 20

_WORDS = {Pile.PREPARE: TO_PREPARE, Pile.UNPAID: UNPAID, Pile.READY: READY, Pile.DONE: DONE}


def _lies_in(pile: Pile, shop_id: int) -> ColumnElement[bool]:
    own = orders.c.shop_id == shop_id
    if pile is Pile.ODD:
        waiting = (desk_cases.c.shop_id == shop_id, desk_cases.c.decision.is_(None))
        return orders.c.id.in_(select(desk_cases.c.order_id).where(*waiting))
    return and_(own, text(_WORDS[pile])) if pile in _WORDS else own


def _key(pile: Pile) -> list[Any]:
    """What the index of a pile is ordered by."""
    return [orders.c.prepare_by, orders.c.number] if pile is Pile.PREPARE else [orders.c.number]


async def page(unit: Unit, shop_id: int, pile: Pile, anchor: int = 0, *, back: bool = False) -> Page:
    """The page behind the order with the number `anchor`, or before it (`back`); 0 stands for the pile's beginning."""
    statement, ascending = select(orders.c.id).where(_lies_in(pile, shop_id)), pile is Pile.PREPARE
    key = tuple_(*_key(pile))
    if anchor:
        mark = select(*key.clauses).where(orders.c.shop_id == shop_id, orders.c.number == anchor)
        beyond = key > mark.scalar_subquery() if ascending is not back else key < mark.scalar_subquery()
        statement = statement.where(beyond)
    upward = ascending is not back
    ordered = statement.order_by(*(column.asc() if upward else column.desc() for column in key.clauses))
    ids = list(await unit.values(ordered.limit(PAGE_SIZE + 1)))
    if back and len(ids) < PAGE_SIZE:  # orders have left the pile meanwhile: the first page is a whole one
        return await page(unit, shop_id, pile)
    is_more, shown = len(ids) > PAGE_SIZE, ids[:PAGE_SIZE]
    entries = await _entries(unit, shown[::-1] if back else shown)
    return Page(pile, entries, has_before=is_more if back else anchor > 0, has_after=True if back else is_more)


async def find(unit: Unit, shop_id: int, query: Query) -> tuple[Entry, ...]:
    """The newest orders of the shop that fit a query."""
    return await _entries(unit, await search.find(unit, shop_id, query, MOST_FOUND))


async def of_customer(unit: Unit, shop_id: int, person_id: int) -> tuple[Entry, ...]:
    """A customer's newest orders; what they sold over the counter is not theirs."""
    bought = (orders.c.person_id == person_id, order_rows.has_customer())
    own = select(orders.c.id).where(orders.c.shop_id == shop_id, *bought)
    return await _entries(unit, await unit.values(own.order_by(orders.c.number.desc()).limit(MOST_FOUND)))


async def counts(unit: Unit, shop_id: int) -> dict[Pile, int]:
    """How many orders lie in each pile but the one of all; counting stops one beyond `MOST_COUNTED`."""
    piles = [pile for pile in Pile if pile is not Pile.ALL]
    row = await unit.first(select(*(_counted(pile, shop_id).label(pile) for pile in piles)))
    return {pile: int(row[pile]) if row else 0 for pile in piles}


def _counted(pile: Pile, shop_id: int) -> Any:
    some: Select[Any] = select(orders.c.id).where(_lies_in(pile, shop_id)).limit(MOST_COUNTED + 1)
    if pile in _WORDS:  # in the order of its own index, or SQLite would rather read one with all orders of the shop
        some = some.order_by(*_key(pile))
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


async def glance(unit: Unit, shop_id: int, since: datetime) -> Glance:
    """What waits in the shop, and what was paid since a moment."""
    piles = [_counted(pile, shop_id).label(pile) for pile in (Pile.PREPARE, Pile.UNPAID)]
    row = await unit.first(select(*piles))
    odd = await desk.count_open(unit, shop_id, MOST_COUNTED + 1)
    today = await takings(unit, shop_id, since)
    return Glance(int(row[Pile.PREPARE]) if row else 0, int(row[Pile.UNPAID]) if row else 0, odd, today)


async def takings(unit: Unit, shop_id: int, since: datetime) -> Takings:
    """What the orders paid since a moment come to, without tests."""
    own = orders.c
    row = await unit.first(
        select(func.count().label("count"), func.coalesce(func.sum(own.received), 0).label("sum")).where(
            own.shop_id == shop_id, own.paid_at.is_not(None), own.paid_at >= since, ~own.is_test
        )
    )
    return Takings(int(row["count"]), int(row["sum"])) if row else Takings(0, 0)


async def _entries(unit: Unit, ids: Sequence[int]) -> tuple[Entry, ...]:
    found = await order_rows.by_ids(unit, ids)
    rows = await unit.all(select(people.c.id, people.c.name).where(people.c.id.in_({one.person_id for one in found})))
    names = {row["id"]: row["name"] for row in rows}
    return tuple(Entry(order, names[order.person_id]) for order in found)
