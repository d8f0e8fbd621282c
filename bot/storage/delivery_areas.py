"""The areas to which a shop delivers, in the order in which customers see them."""

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.shop.money import Tyiyn
from bot.shop.pricing import Area
from bot.storage.database import Unit
from bot.storage.prepared import Prepared
from bot.storage.tables import delivery_areas

_COLUMNS = [delivery_areas.c[name] for name in Area.__dataclass_fields__]
_OF_SHOP = Prepared(
    select(*_COLUMNS)
    .where(delivery_areas.c.shop_id == bindparam("shop"))
    .order_by(delivery_areas.c.position, delivery_areas.c.id)
)


async def of_shop(unit: Unit, shop_id: int) -> list[Area]:
    """Every area of a shop; none at all is a shop that delivers for nothing, to wherever."""
    return [Area(**row) for row in await unit.all(_OF_SHOP, shop=shop_id)]


async def find(unit: Unit, shop_id: int, area_id: int) -> Area | None:
    """A shop's own area by its id."""
    return next((area for area in await of_shop(unit, shop_id) if area.id == area_id), None)


async def add(unit: Unit, shop_id: int, name: str, fee: Tyiyn) -> Area:
    """A new area, behind the others. Its name is no other's."""
    last = await unit.value(select(func.max(delivery_areas.c.position)).where(delivery_areas.c.shop_id == shop_id))
    values = {"shop_id": shop_id, "name": name, "fee": fee, "position": (last or 0) + 1}
    area_id = await unit.value(insert(delivery_areas).values(**values).returning(delivery_areas.c.id))
    return Area(int(area_id), name, fee)


async def change(unit: Unit, area: Area, **values: Any) -> None:
    """Give an area another name, fee, or sum from which it is free. Orders keep what they had."""
    await unit.run(update(delivery_areas).where(delivery_areas.c.id == area.id).values(**values))


async def move_up(unit: Unit, shop_id: int, area: Area) -> None:
    """Change places with the area before; the first one stays."""
    order = [one.id for one in await of_shop(unit, shop_id)]
    place = order.index(area.id)
    if place > 0:
        order[place - 1 : place + 1] = [order[place], order[place - 1]]
    for position, area_id in enumerate(order, start=1):
        await unit.run(update(delivery_areas).where(delivery_areas.c.id == area_id).values(position=position))


async def remove(unit: Unit, area: Area) -> None:
    """Deliver there no more."""
    await unit.run(delete(delivery_areas).where(delivery_areas.c.id == area.id))
