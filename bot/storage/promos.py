"""Promo codes, and how many orders have each: an open or a paid one holds a use, one that ended unpaid gives it back.

Uses are counted from the orders themselves, so no count can go astray. Whoever takes one counts and places in the same
unit: units that write are serial.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from bot.shop.money import Tyiyn
from bot.shop.order import OPEN_STATES, Order, OrderState
from bot.shop.promo import Denial, Discount, Promo, Why, folded
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import orders, promo_codes

_HOLDING = orders.c.state.in_([*OPEN_STATES, OrderState.PAID])
_PLAIN = ("id", "shop_id", "code", "first_day", "last_day", "most_uses", "once_each", "least_goods", "uses")


class NotTaken(Exception):
    """A code does not hold (any more); `denial` says why."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(denial)
        self.denial = denial


def _promos(*where: ColumnElement[bool]) -> Select[Any]:
    uses = select(func.count()).where(orders.c.promo_id == promo_codes.c.id, _HOLDING).scalar_subquery()
    return select(promo_codes, uses.label("uses")).where(*where)


def _promo(row: Record) -> Promo:
    discount = Discount(row["percent"], row["amount"])
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return Promo(**values, discount=discount, is_on=not row["is_off"], is_deleted=row["deleted_at"] is not None)


async def find(unit: Unit, shop_id: int, promo_id: int) -> Promo | None:
    """A shop's own code by its id, also one that was deleted."""
    row = await unit.first(_promos(promo_codes.c.shop_id == shop_id, promo_codes.c.id == promo_id))
    return _promo(row) if row else None


async def called(unit: Unit, shop_id: int, code: str) -> Promo | None:
    """The shop's code that is written so, in whatever case; not a deleted one."""
    live = (promo_codes.c.shop_id == shop_id, promo_codes.c.deleted_at.is_(None))
    row = await unit.first(_promos(*live, promo_codes.c.folded == folded(code)))
    return _promo(row) if row else None


async def of_shop(unit: Unit, shop_id: int) -> list[Promo]:
    """Every code of a shop, the newest first, without the deleted ones."""
    live = (promo_codes.c.shop_id == shop_id, promo_codes.c.deleted_at.is_(None))
    return [_promo(row) for row in await unit.all(_promos(*live).order_by(promo_codes.c.id.desc()))]


async def own_uses(unit: Unit, promo: Promo, person_id: int) -> int:
    """How many open and paid orders of a customer have the code."""
    own = (orders.c.promo_id == promo.id, orders.c.person_id == person_id, _HOLDING)
    return int(await unit.value(select(func.count()).select_from(orders).where(*own)))


async def taken(unit: Unit, shop_id: int, promo_id: int, person_id: int, goods: Tyiyn, today: date) -> Promo:
    """The code, if it holds for a customer's goods of such a sum on such a day.

    Raises:
        NotTaken: when it does not.
    """
    promo = await find(unit, shop_id, promo_id)
    if promo is None:
        raise NotTaken(Denial(Why.UNKNOWN, ""))
    denial = promo.denial(goods, today, await own_uses(unit, promo, person_id))
    if denial is not None:
        raise NotTaken(denial)
    return promo


async def take_again(unit: Unit, order: Order, today: date) -> None:
    """Whether an order that ended may hold its use once more.

    Raises:
        NotTaken: when the code does not hold any more; the order stays as it is.
    """
    if order.promo_id is not None and not order.state.is_open:
        await taken(unit, order.shop_id, order.promo_id, order.person_id, order.price.goods, today)


async def has_use_for(unit: Unit, order: Order) -> bool:
    """Whether an ended order can have its use back; how long the code holds does not matter to what was ordered."""
    promo = await find(unit, order.shop_id, order.promo_id) if order.promo_id is not None else None
    return promo is None or promo.spent(await own_uses(unit, promo, order.person_id)) is None


async def add(unit: Unit, shop_id: int, code: str, discount: Discount, now: datetime) -> Promo:
    """A new code, which holds at once. No other live one of the shop is written so."""
    values = {"shop_id": shop_id, "code": code, "folded": folded(code), "created_at": now}
    values |= {"percent": discount.percent, "amount": discount.amount}
    promo_id = await unit.value(insert(promo_codes).values(**values).returning(promo_codes.c.id))
    return Promo(int(promo_id), shop_id, code, discount)


async def change(unit: Unit, promo: Promo, values: Mapping[str, Any]) -> None:
    """Let a code hold on other terms; orders keep what they had."""
    await unit.run(update(promo_codes).where(promo_codes.c.id == promo.id).values(**values))


async def remove(unit: Unit, promo: Promo, now: datetime) -> None:
    """Take no more orders with it."""
    await unit.run(update(promo_codes).where(promo_codes.c.id == promo.id).values(deleted_at=now))
