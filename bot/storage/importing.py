"""A whole list of products put on sale at once: one title, one product, so that it can be repeated."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from bot.shop.catalogue import MOST_VARIANTS, NewProduct
from bot.storage.database import Unit
from bot.storage.tables import photos, products

_AT_ONCE = 500
"""How many titles are asked for in one statement."""


class CannotPut(Exception):
    """A product of the list does not go with what is in the shop; `title` names it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class HasVariants(CannotPut):
    """In the shop it is sold in variants, and the list names none."""


class TooManyVariants(CannotPut):
    """With those in the shop there would be too many variants."""


async def put(unit: Unit, shop_id: int, new: NewProduct) -> None:
    """Put a product on sale; one with the same title takes its place, and variants that it does not name stay."""
    await put_all(unit, shop_id, [new])


async def put_all(unit: Unit, shop_id: int, new: Sequence[NewProduct]) -> None:
    """Put many products on sale, all of them or none.

    Raises:
        CannotPut: HasVariants or TooManyVariants; the caller's unit is undone by it.
    """
    known = await _known(unit, shop_id, [one.title for one in new])
    changed: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    last = await unit.value(select(func.max(products.c.position)).where(products.c.shop_id == shop_id))
    for one in new:
        values = await _values(unit, shop_id, one)
        if one.title in known:
            changed.append(values | {"known_id": known[one.title]})
            continue
        added.append(values | {"shop_id": shop_id, "title": one.title, "position": (last or 0) + len(added) + 1})
    await _insert(unit, added)
    await _update(unit, changed)
    await _put_variants(unit, shop_id, new)


async def _known(unit: Unit, shop_id: int, titles: list[str]) -> dict[str, int]:
    """The products with these titles, by title."""
    found: dict[str, int] = {}
    for start in range(0, len(titles), _AT_ONCE):
        statement = select(products.c.title, products.c.id).where(
            products.c.shop_id == shop_id,
            products.c.parent_id.is_(None),
            products.c.deleted_at.is_(None),
            products.c.title.in_(titles[start : start + _AT_ONCE]),
        )
        for row in await unit.all(statement.order_by(products.c.id.desc())):
            found[row["title"]] = row["id"]
    return found


async def _values(unit: Unit, shop_id: int, new: NewProduct) -> dict[str, Any]:
    """The columns of a product; without a picture in the list, the one in the shop stays."""
    values: dict[str, Any] = {
        "description": new.description,
        "category": new.category,
        "price": new.price,
        "stock": new.stock,
        "hidden": new.hidden,
    }
    if new.photo is not None:
        statement = insert(photos).values(shop_id=shop_id, content=new.photo).returning(photos.c.id)
        values["photo_id"] = await unit.value(statement)
    return values


async def _put_variants(unit: Unit, shop_id: int, new: Sequence[NewProduct]) -> None:
    """The variants of all products; a label that is known takes the other's place."""
    parents = await _known(unit, shop_id, [one.title for one in new])
    known = await _known_variants(unit, list(parents.values()))
    changed: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    for one in new:
        parent_id = parents[one.title]
        mine = known.get(parent_id, {})
        if mine and not one.variants:
            raise HasVariants(one.title)
        last = max((position for _, position in mine.values()), default=0)
        for variant in one.variants:
            values: dict[str, Any] = {"price": variant.price, "stock": variant.stock, "hidden": variant.hidden}
            if variant.label in mine:
                changed.append(values | {"known_id": mine[variant.label][0]})
                continue
            last += 1
            own = {"title": variant.label, "parent_id": parent_id, "position": last, "description": "", "category": ""}
            added.append(values | own | {"shop_id": shop_id})
        if len(mine.keys() | {variant.label for variant in one.variants}) > MOST_VARIANTS:
            raise TooManyVariants(one.title)
    await _insert(unit, added)
    await _update(unit, changed)


async def _known_variants(unit: Unit, parents: list[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """The variants of these products: by product and label, each one's id and position."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for start in range(0, len(parents), _AT_ONCE):
        statement = select(products.c.parent_id, products.c.title, products.c.id, products.c.position).where(
            products.c.parent_id.in_(parents[start : start + _AT_ONCE]), products.c.deleted_at.is_(None)
        )
        for row in await unit.all(statement):
            found.setdefault(row["parent_id"], {})[row["title"]] = (row["id"], row["position"])
    return found


async def _insert(unit: Unit, rows: list[dict[str, Any]]) -> None:
    """Rows with and without a picture go in statements of their own: all rows of one have the same columns."""
    for some in _alike(rows):
        await unit.run_many(insert(products), some)


async def _update(unit: Unit, rows: list[dict[str, Any]]) -> None:
    for some in _alike(rows):
        await unit.run_many(update(products).where(products.c.id == bindparam("known_id")), some)


def _alike(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(frozenset(row), []).append(row)
    return list(groups.values())
