"""Products as customers see them, and their pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.shop.catalogue import Page, Product
from bot.storage.database import Unit
from bot.storage.importing import CannotPut, put, put_all
from bot.storage.on_sale import COLUMNS, SOURCE, listed, product_of, with_variants
from bot.storage.prepared import Prepared
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


_OF_SHOP = products.c.shop_id == bindparam("shop")
_ON_PAGES = (_OF_SHOP, products.c.parent_id.is_(None), listed())
_CATEGORIES = Prepared(
    select(products.c.category).where(*_ON_PAGES).group_by(products.c.category).order_by(func.min(products.c.position))
)


async def categories(unit: Unit, shop_id: int) -> Sequence[str]:
    """The categories that have something on sale, in the order of their first product."""
    return await unit.values(_CATEGORIES, shop=shop_id)


def _counting(*where: ColumnElement[bool]) -> Prepared:
    return Prepared(select(func.count()).select_from(products).where(*_ON_PAGES, *where))


def _page(*where: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(*COLUMNS)
        .select_from(SOURCE)
        .where(*_ON_PAGES, *where)
        .order_by(products.c.position, products.c.id)
        .limit(PAGE_SIZE)
        .offset(bindparam("before"))
    )


_IN_CATEGORY = products.c.category == bindparam("category")
_WHOLE, _SECTION = (_counting(), _page()), (_counting(_IN_CATEGORY), _page(_IN_CATEGORY))


async def page(unit: Unit, shop_id: int, category: str | None, number: int) -> Page:
    """A page of what is on sale; a number beyond the last page gives the last one."""
    counting, turning = _WHOLE if category is None else _SECTION
    which = {"shop": shop_id} if category is None else {"shop": shop_id, "category": category}
    pages = max(1, -(-int(await unit.value(counting, **which)) // PAGE_SIZE))
    number = max(0, min(number, pages - 1))
    rows = await unit.all(turning, **which, before=number * PAGE_SIZE)
    return Page(tuple(await with_variants(unit, [product_of(row) for row in rows])), number, pages)


_PRODUCT = Prepared(select(*COLUMNS).select_from(SOURCE).where(_OF_SHOP, products.c.id == bindparam("which"), listed()))


async def product(unit: Unit, shop_id: int, product_id: int) -> Product | None:
    """A product or variant on sale, or None when it is gone or hidden."""
    row = await unit.first(_PRODUCT, shop=shop_id, which=product_id)
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
