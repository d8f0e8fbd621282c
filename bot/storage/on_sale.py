"""What makes a product an offer: which rows are on sale, and how a row is read as customers see it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from bot.shop.catalogue import Product, whole_title
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import products

_parents = products.alias("parents")
_kin = products.alias("kin")

SOURCE = products.outerjoin(_parents, _parents.c.id == products.c.parent_id)
"""Products, each with the product whose variant it is."""


def has_variants() -> ColumnElement[bool]:
    """The product has variants, and is not sold itself."""
    return exists().where(_kin.c.parent_id == products.c.id, _kin.c.deleted_at.is_(None))


def listed() -> ColumnElement[bool]:
    """The product is on sale, and so is the one whose variant it is."""
    parent = exists().where(_kin.c.id == products.c.parent_id, ~_kin.c.hidden, _kin.c.deleted_at.is_(None))
    is_shown = and_(~products.c.hidden, products.c.deleted_at.is_(None))
    return and_(is_shown, or_(products.c.parent_id.is_(None), parent))


def sellable() -> ColumnElement[bool]:
    """Units of this very row can be sold: it is on sale, and no product with variants."""
    return and_(listed(), ~has_variants())


COLUMNS = [
    *(products.c[name] for name in ("id", "title", "price", "stock", "parent_id", "hidden")),
    _parents.c.title.label("parent_title"),
    func.coalesce(_parents.c.description, products.c.description).label("description"),
    func.coalesce(_parents.c.category, products.c.category).label("category"),
    func.coalesce(products.c.photo_id, _parents.c.photo_id).label("photo_id"),
    has_variants().label("has_variants"),
]
"""What `product_of` reads, out of `SOURCE`; a variant has what it lacks from its parent."""


def product_of(row: Record) -> Product:
    """A product out of a row of `COLUMNS`, without its variants."""
    is_variant = row["parent_id"] is not None
    return Product(
        id=row["id"],
        title=_title(row),
        description=row["description"],
        category=row["category"],
        price=row["price"],
        stock=row["stock"],
        photo_id=row["photo_id"],
        parent_id=row["parent_id"],
        label=row["title"] if is_variant else "",
        has_variants=bool(row["has_variants"]),
    )


async def titles(unit: Unit, shop_id: int, ids: Collection[int]) -> dict[int, str]:
    """What products and variants are called in carts and orders, by their ids; deleted ones too."""
    named = select(products.c.id, products.c.title, _parents.c.title.label("parent_title")).select_from(SOURCE)
    rows = await unit.all(named.where(products.c.shop_id == shop_id, products.c.id.in_(ids)))
    return {row["id"]: _title(row) for row in rows}


def _title(row: Record) -> str:
    return row["title"] if row["parent_title"] is None else whole_title(row["parent_title"], row["title"])


async def with_variants(unit: Unit, found: Sequence[Product]) -> list[Product]:
    """The same products, each with those of its variants that are on sale."""
    families: dict[int, list[Product]] = {one.id: [] for one in found if one.has_variants}
    if not families:
        return list(found)
    rows = await unit.all(
        select(*COLUMNS)
        .select_from(SOURCE)
        .where(products.c.parent_id.in_(families), ~products.c.hidden, products.c.deleted_at.is_(None))
        .order_by(products.c.position, products.c.id)
    )
    for row in rows:
        families[row["parent_id"]].append(product_of(row))
    return [replace(one, variants=tuple(families.get(one.id, ()))) for one in found]
