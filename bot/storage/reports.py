"""Sales of a period as sums that the database makes; their cost follows the period, not the history."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, literal, select, union_all

from bot.shop.order import OrderState
from bot.shop.people import Shop
from bot.shop.periods import Days, Window, local_date, month_of
from bot.shop.reports import Bar, Report, Sold
from bot.storage.database import Unit
from bot.storage.orders import has_customer
from bot.storage.prepared import Prepared
from bot.storage.tables import Moment, desk_cases, order_lines, orders, refunds

_ENDED = (OrderState.EXPIRED, OrderState.CANCELLED)
_MOST_MONTHS = 24


async def load(unit: Unit, shop: Shop, window: Window, most: int = 5) -> Report:
    """The shop's sales within a window, with the `most` products sold best."""
    sold = _sold(shop, window)
    head = await _head(unit, sold)
    count, new = int(head["orders"]), int(head["new"])
    refund_count, refunded = await _refunds(unit, shop, window)
    by_sum, by_count = await _best(unit, sold, most)
    return Report(
        window=window,
        orders=count,
        gross=int(head["gross"]),
        refunds=refund_count,
        refunded=refunded,
        fees=int(head["fees"]),
        fees_unknown=count - int(head["fees_known"]),
        new_customers=new,
        returning_customers=int(head["customers"]) - new,
        median_to_pay=await _median(unit, sold, int(head["timed"])),
        average_to_pay=timedelta(seconds=int(head["seconds"]) // int(head["timed"])) if head["timed"] else None,
        unpaid=await _unpaid(unit, shop, window),
        bars=await bars(unit, shop, window),
        by_sum=by_sum,
        by_count=by_count,
    )


async def is_empty(unit: Unit, shop: Shop, window: Window) -> bool:
    """Whether nothing was sold and nothing went back within a window."""
    sold = await unit.value(select(orders.c.id).where(_sold(shop, window)).limit(1))
    return sold is None and (await _refunds(unit, shop, window))[0] == 0


async def bars(unit: Unit, shop: Shop, window: Window) -> tuple[Bar, ...]:
    """What was sold in each day, or hour, of a window; those without sales too."""
    found = []
    for piece in window.pieces(shop.timezone):
        row = await unit.first(_BAR, shop_id=shop.id, since=piece.since, until=piece.until)
        found.append(Bar(piece.since, int(row["orders"]), int(row["gross"])) if row else Bar(piece.since, 0, 0))
    return tuple(found)


async def months(unit: Unit, shop: Shop, today: date) -> list[Days]:
    """The months in which something was sold, the newest first; at most the last two years of them."""
    first = await unit.value(select(func.min(orders.c.paid_at)).where(_paid(shop)))
    if first is None:
        return []
    found: list[Days] = []
    month = month_of(today)
    while len(found) < _MOST_MONTHS and month.last >= local_date(first, shop.timezone):
        found.append(month)
        month = month_of(month.first - timedelta(days=1))
    parts = [
        select(literal(place).label("place")).where(exists().where(_sold(shop, month.window(shop.timezone))))
        for place, month in enumerate(found)
    ]
    return [found[int(place)] for place in sorted(await unit.values(union_all(*parts)))]


def _paid(shop: Shop) -> ColumnElement[bool]:
    """Sales alone: an owner's test purchase is none."""
    return _paid_in(shop.id)


def _paid_in(shop_id: Any) -> ColumnElement[bool]:
    return and_(orders.c.shop_id == shop_id, orders.c.paid_at.is_not(None), ~orders.c.is_test)


def _sold(shop: Shop, window: Window) -> ColumnElement[bool]:
    return and_(_paid(shop), orders.c.paid_at >= window.since, orders.c.paid_at < window.until)


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), 0)


_SINCE, _UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
_BAR = Prepared(
    select(func.count().label("orders"), _sum(orders.c.received).label("gross"))
    .select_from(orders)
    .where(_paid_in(bindparam("shop_id")), orders.c.paid_at >= _SINCE, orders.c.paid_at < _UNTIL)
)
"""One for each day: all of them in one statement cost 8 ms more, for putting it into words."""


async def _head(unit: Unit, sold: ColumnElement[bool]) -> Any:
    statement = select(
        func.count().label("orders"),
        _sum(orders.c.received).label("gross"),
        _sum(orders.c.fee).label("fees"),
        func.count(orders.c.fee).label("fees_known"),
        _sum(orders.c.paid_seconds).label("seconds"),
        func.count(orders.c.paid_seconds).label("timed"),
        func.count(case((has_customer(), orders.c.person_id)).distinct()).label("customers"),
        _sum(case((orders.c.paid_first, 1), else_=0)).label("new"),
    ).where(sold)
    return await unit.first(statement)


async def _median(unit: Unit, sold: ColumnElement[bool], count: int) -> timedelta | None:
    """The time to pay of the order in the middle; the shorter of two."""
    if not count:
        return None
    seconds = orders.c.paid_seconds
    middle = select(seconds).where(sold, seconds.is_not(None)).order_by(seconds).offset((count - 1) // 2).limit(1)
    return timedelta(seconds=int(await unit.value(middle)))


async def _unpaid(unit: Unit, shop: Shop, window: Window) -> int:
    where = (orders.c.shop_id == shop.id, orders.c.placed_at >= window.since, orders.c.placed_at < window.until)
    return int(await unit.value(select(func.count()).where(*where, ~orders.c.is_test, orders.c.state.in_(_ENDED))))


async def _refunds(unit: Unit, shop: Shop, window: Window) -> tuple[int, int]:
    """How often and how much of paid orders' money went back; other money never was a sale."""
    statement = (
        select(func.count().label("refunds"), _sum(refunds.c.amount).label("refunded"))
        .select_from(
            refunds.join(orders, orders.c.id == refunds.c.order_id).outerjoin(
                desk_cases, desk_cases.c.id == refunds.c.case_id
            )
        )
        .where(
            refunds.c.shop_id == shop.id,
            refunds.c.at >= window.since,
            refunds.c.at < window.until,
            desk_cases.c.transfer_id.is_(None),
            ~orders.c.is_test,
        )
    )
    row = await unit.first(statement)
    return (int(row["refunds"]), int(row["refunded"])) if row else (0, 0)


async def _best(unit: Unit, sold: ColumnElement[bool], most: int) -> tuple[tuple[Sold, ...], tuple[Sold, ...]]:
    """The products sold best by their sum, and by their number; both from one pass over what was sold."""
    units, gross = func.sum(order_lines.c.quantity), func.sum(order_lines.c.price * order_lines.c.quantity)
    titles = (
        select(order_lines.c.title, units.label("units"), gross.label("gross"))
        .select_from(orders.join(order_lines, order_lines.c.order_id == orders.c.id))
        .where(sold)
        .group_by(order_lines.c.title)
        .cte()
    )
    by_sum = (titles.c.gross.desc(), titles.c.units.desc(), titles.c.title)
    by_count = (titles.c.units.desc(), titles.c.gross.desc(), titles.c.title)
    parts = [
        select(select(literal(part).label("part"), titles).order_by(*best).limit(most).subquery())
        for part, best in enumerate((by_sum, by_count))
    ]
    rows = await unit.all(union_all(*parts))
    found = [(int(row["part"]), Sold(row["title"], int(row["units"]), int(row["gross"]))) for row in rows]
    sums, counts = ([one for part, one in found if part == wanted] for wanted in (0, 1))
    sums.sort(key=lambda one: (-one.gross, -one.units, one.title))
    counts.sort(key=lambda one: (-one.units, -one.gross, one.title))
    return tuple(sums), tuple(counts)
