"""Products and their pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, insert, select, update

from bot.shop.catalogue import NewProduct, Page, Product
from bot.storage.database import Unit
from bot.storage.tables import photos, products

PAGE_SIZE = 6

_COLUMNS = [products.c[name] for name in Product.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: its bytes, and Telegram's id for it once it was sent."""

    id: int
    content: bytes
    file_id: str | None


def product_of(row: RowMapping) -> Product:
    """A product out of a row that has its columns."""
    return Product(**{name: row[name] for name in Product.__dataclass_fields__})


async def categories(unit: Unit, shop_id: int) -> Sequence[str]:
    """The categories that have something on sale, in the order of their first product."""
    return await unit.values(
        select(products.c.category)
        .where(products.c.shop_id == shop_id, ~products.c.hidden)
        .group_by(products.c.category)
        .order_by(func.min(products.c.position))
    )


async def page(unit: Unit, shop_id: int, category: str | None, number: int) -> Page:
    """A page of what is on sale; a number beyond the last page gives the last one."""
    where = [products.c.shop_id == shop_id, ~products.c.hidden]
    if category is not None:
        where.append(products.c.category == category)
    count = int(await unit.value(select(func.count()).select_from(products).where(*where)))
    pages = max(1, -(-count // PAGE_SIZE))
    number = max(0, min(number, pages - 1))
    rows = await unit.all(
        select(*_COLUMNS)
        .where(*where)
        .order_by(products.c.position, products.c.id)
        .limit(PAGE_SIZE)
        .offset(number * PAGE_SIZE)
    )
    return Page(tuple(product_of(row) for row in rows), number, pages)


async def product(unit: Unit, shop_id: int, product_id: int) -> Product | None:
    """A product on sale, or None when it is gone or hidden."""
    row = await unit.first(
        select(*_COLUMNS).where(products.c.shop_id == shop_id, products.c.id == product_id, ~products.c.hidden)
    )
    return product_of(row) if row else None


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


async def put(unit: Unit, shop_id: int, new: NewProduct) -> None:
    """Put a product on sale; one with the same title takes its place, so that an import can be repeated."""
    known = await unit.first(
        select(products.c.id, products.c.photo_id).where(products.c.shop_id == shop_id, products.c.title == new.title)
    )
    photo_id = known["photo_id"] if known else None
    if new.photo is not None:
        statement = insert(photos).values(shop_id=shop_id, content=new.photo).returning(photos.c.id)
        photo_id = await unit.value(statement)
    values = {
        "description": new.description,
        "category": new.category,
        "price": new.price,
        "stock": new.stock,
        "photo_id": photo_id,
        "hidden": False,
    }
    if known:
        await unit.run(update(products).where(products.c.id == known["id"]).values(**values))
        return
    last = await unit.value(select(func.max(products.c.position)).where(products.c.shop_id == shop_id))
    await unit.run(insert(products).values(shop_id=shop_id, title=new.title, position=(last or 0) + 1, **values))


async def put_all(unit: Unit, shop_id: int, new: Sequence[NewProduct]) -> None:
    """Put many products on sale, all of them or none."""
    for one in new:
        await put(unit, shop_id, one)


async def is_empty(unit: Unit, shop_id: int) -> bool:
    """Whether the shop has never had a product."""
    return await unit.value(select(products.c.id).where(products.c.shop_id == shop_id).limit(1)) is None
