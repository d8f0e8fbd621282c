"""Products as their staff see and change them: hidden ones too, deleted ones never."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy import delete as delete_from

from bot.shop.catalogue import NewProduct, NewVariant, Stocked, StockPage
from bot.storage.database import Unit
from bot.storage.on_sale import COLUMNS, SOURCE, product_of, with_variants
from bot.storage.tables import photos, products

PAGE_SIZE = 8

_kin = products.alias("counted")
_VARIANTS = (
    select(func.count())
    .where(_kin.c.parent_id == products.c.id, _kin.c.deleted_at.is_(None))
    .correlate(products)
    .scalar_subquery()
    .label("variant_count")
)


async def _stocked(unit: Unit, statement: Select[Any]) -> list[Stocked]:
    rows = await unit.all(statement)
    found = await with_variants(unit, [product_of(row) for row in rows])
    return [Stocked(one, bool(row["hidden"]), row["variant_count"]) for one, row in zip(found, rows, strict=True)]


def _all(shop_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*COLUMNS, _VARIANTS, *columns)
        .select_from(SOURCE)
        .where(products.c.shop_id == shop_id, products.c.deleted_at.is_(None))
    )


def _by_category(shop_id: int) -> Select[Any]:
    """All products, by category; the categories in the order of their first product, as customers see them."""
    first = func.min(products.c.position).over(partition_by=products.c.category)
    return (
        _all(shop_id)
        .where(products.c.parent_id.is_(None))
        .order_by(first, products.c.category, products.c.position, products.c.id)
    )


async def page(unit: Unit, shop_id: int, number: int) -> StockPage:
    """A page of all products, by category; a number beyond the last page gives the last one."""
    where = (products.c.shop_id == shop_id, products.c.parent_id.is_(None), products.c.deleted_at.is_(None))
    total = int(await unit.value(select(func.count()).select_from(products).where(*where)))
    pages = max(1, -(-total // PAGE_SIZE))
    number = max(0, min(number, pages - 1))
    shown = await _stocked(unit, _by_category(shop_id).limit(PAGE_SIZE).offset(number * PAGE_SIZE))
    return StockPage(tuple(shown), number, pages, total)


async def everything(unit: Unit, shop_id: int) -> list[Stocked]:
    """All products in the order of the staff's list."""
    return await _stocked(unit, _by_category(shop_id))


async def all_variants(unit: Unit, shop_id: int, parent_id: int | None = None) -> list[Stocked]:
    """The variants of a product, or of all products, in the order in which customers see them."""
    of = products.c.parent_id.is_not(None) if parent_id is None else products.c.parent_id == parent_id
    return await _stocked(unit, _all(shop_id).where(of).order_by(products.c.position, products.c.id))


async def one(unit: Unit, shop_id: int, product_id: int) -> Stocked | None:
    """A product or variant of the shop, if it is not deleted."""
    return next(iter(await _stocked(unit, _all(shop_id).where(products.c.id == product_id))), None)


async def categories(unit: Unit, shop_id: int, most: int) -> list[str]:
    """The categories in use, hidden products' too, in the order of their first product."""
    statement = (
        select(products.c.category)
        .where(products.c.shop_id == shop_id, products.c.parent_id.is_(None), products.c.deleted_at.is_(None))
        .group_by(products.c.category)
        .order_by(func.min(products.c.position))
    )
    return list(await unit.values(statement.limit(most)))


async def is_taken(unit: Unit, shop_id: int, title: str, parent_id: int | None, but: int = 0) -> bool:
    """Whether another product, or another variant of the same product, has this title."""
    statement = select(products.c.id).where(
        products.c.shop_id == shop_id,
        products.c.title == title,
        products.c.parent_id.is_(None) if parent_id is None else products.c.parent_id == parent_id,
        products.c.deleted_at.is_(None),
        products.c.id != but,
    )
    return await unit.value(statement.limit(1)) is not None


async def add(unit: Unit, shop_id: int, new: NewProduct) -> int:
    """A new product without picture and variants, last in the list; its id."""
    last = await unit.value(select(func.max(products.c.position)).where(products.c.shop_id == shop_id))
    values = {name: getattr(new, name) for name in ("title", "description", "category", "price", "stock", "hidden")}
    statement = insert(products).values(shop_id=shop_id, position=(last or 0) + 1, **values)
    return int(await unit.value(statement.returning(products.c.id)))


async def add_variant(unit: Unit, shop_id: int, parent_id: int, new: NewVariant) -> int:
    """A new variant, last of its product's; its id."""
    last = await unit.value(select(func.max(products.c.position)).where(products.c.parent_id == parent_id))
    values = {"price": new.price, "stock": new.stock, "hidden": new.hidden, "description": "", "category": ""}
    statement = insert(products).values(
        shop_id=shop_id, parent_id=parent_id, title=new.label, position=(last or 0) + 1, **values
    )
    return int(await unit.value(statement.returning(products.c.id)))


async def change(unit: Unit, product_id: int, **values: Any) -> None:
    """Change columns of a product or variant; orders keep what they have."""
    await unit.run(update(products).where(products.c.id == product_id).values(**values))


async def keep_photo(unit: Unit, shop_id: int, product_id: int, content: bytes, file_id: str | None) -> None:
    """Give a product a picture; the one it had goes."""
    before = await unit.value(select(products.c.photo_id).where(products.c.id == product_id))
    statement = insert(photos).values(shop_id=shop_id, content=content, file_id=file_id).returning(photos.c.id)
    await change(unit, product_id, photo_id=await unit.value(statement))
    if before is not None:
        await unit.run(delete_from(photos).where(photos.c.id == before))


async def delete(unit: Unit, product_id: int, now: datetime) -> None:
    """A product and its variants are gone for everybody; the rows stay for the orders that have them."""
    both = (products.c.id == product_id) | (products.c.parent_id == product_id)
    await unit.run(update(products).where(both, products.c.deleted_at.is_(None)).values(deleted_at=now))


async def move(unit: Unit, shop_id: int, product_id: int, by: int) -> bool:
    """Change places with the neighbour before (-1) or after (+1), in the category or among the variants.

    False where there is none.
    """
    columns = (products.c.parent_id, products.c.category, products.c.position)
    mine = await unit.first(select(*columns).where(products.c.id == product_id))
    if mine is None:
        return False
    siblings = [products.c.shop_id == shop_id, products.c.deleted_at.is_(None)]
    if mine["parent_id"] is None:
        siblings += [products.c.parent_id.is_(None), products.c.category == mine["category"]]
    else:
        siblings.append(products.c.parent_id == mine["parent_id"])
    place = products.c.position
    beyond, order = (place < mine["position"], place.desc()) if by < 0 else (place > mine["position"], place)
    other = await unit.first(select(products.c.id, place).where(*siblings, beyond).order_by(order).limit(1))
    if other is None:
        return False
    await change(unit, product_id, position=other["position"])
    await change(unit, other["id"], position=mine["position"])
    return True
