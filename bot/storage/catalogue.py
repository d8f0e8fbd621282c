"""Products as customers see them, and their pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.shop.catalogue import Page, Product
from bot.storage.database import Unit
from bot.storage.importing import CannotPut, put, put_all
from bot.storage.on_sale import COLUMNS, SOURCE, listed, product_of, with_variants
from bot.storage.tables import photos, products

__all__ = [
    "PAGE_SIZE", "CannotPut", "Photo", "categories", "is_empty", "page", "photo", "product", "put", "put_all",
    "remember_file",
]  # fmt: skip

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: its bytes, and Telegram's id for it once it was sent."""

    id: int
    content: bytes
    file_id: str | None


async def categories(unit: Unit, shop_id: int) -> Sequence[str]:
    """The categories that have something on sale, in the order of their first product."""
    return await unit.values(
        select(products.c.category)
        .where(products.c.shop_id == shop_id, products.c.parent_id.is_(None), listed())
        .group_by(products.c.category)
        .order_by(func.min(products.c.position))
    )


async def page(unit: Unit, shop_id: int, category: str | None, number: int) -> Page:
    """A page of what is on sale; a number beyond the last page gives the last one."""
    where = [products.c.shop_id == shop_id, products.c.parent_id.is_(None), listed()]
    if category is not None:
        where.append(products.c.category == category)
    count = int(await unit.value(select(func.count()).select_from(products).where(*where)))
    pages = max(1, -(-count // PAGE_SIZE))
    number = max(0, min(number, pages - 1))
    rows = await unit.all(
        select(*COLUMNS)
        .select_from(SOURCE)
        .where(*where)
        .order_by(products.c.position, products.c.id)
        .limit(PAGE_SIZE)
        .offset(number * PAGE_SIZE)
    )
    return Page(tuple(await with_variants(unit, [product_of(row) for row in rows])), number, pages)


async def product(unit: Unit, shop_id: int, product_id: int) -> Product | None:
    """A product or variant on sale, or None when it is gone or hidden."""
    row = await unit.first(
        select(*COLUMNS).select_from(SOURCE).where(products.c.shop_id == shop_id, products.c.id == product_id, listed())
    )
    return (await with_variants(unit, [product_of(row)]))[0] if row else None


async def photo(unit: Unit, shop_id: int, photo_id: int) -> Photo | None:
    """A picture of the shop."""
    row = await unit.first(
        select(photos.c.id, photos.c.content, photos.c.file_id).where(
            photos.c.shop_id == shop_id, photos.c.id == photo_id
        )
    )
    return Photo(**row) if row else None


async def remember_file(unit: Unit, photo_id: int, file_id: str) -> None:
    """Telegram keeps the picture under `file_id`: next time no bytes need to travel."""
    await unit.run(update(photos).where(photos.c.id == photo_id).values(file_id=file_id))


async def is_empty(unit: Unit, shop_id: int) -> bool:
    """Whether the shop has never had a product."""
    return await unit.value(select(products.c.id).where(products.c.shop_id == shop_id).limit(1)) is None
