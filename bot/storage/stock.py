"""The stock: what an order holds of it, and gives back."""

from sqlalchemy import Integer, bindparam, select, update

from bot.shop.order import Order
from bot.storage.database import Unit
from bot.storage.on_sale import sellable
from bot.storage.prepared import Prepared
from bot.storage.tables import order_lines, products


class OutOfStock(Exception):
    """A product cannot be held: somebody else was faster, or it is on sale no more (`withdrawn`). `title` names it."""

    def __init__(self, title: str, *, withdrawn: bool = False) -> None:
        super().__init__(title)
        self.title = title
        self.withdrawn = withdrawn


_THIS = (products.c.shop_id == bindparam("shop"), products.c.id == bindparam("product"), sellable())
_UNITS = bindparam("units", type_=Integer)
_HOLD = Prepared(update(products).where(*_THIS, products.c.stock >= _UNITS).values(stock=products.c.stock - _UNITS))
_STOCK = Prepared(select(products.c.stock).where(*_THIS))


async def hold(unit: Unit, shop_id: int, product_id: int, quantity: int, title: str) -> int:
    """Take units out of the stock; how many were taken: none of a product that never runs out."""
    if await unit.run(_HOLD, shop=shop_id, product=product_id, units=quantity):
        return quantity
    row = await unit.first(_STOCK, shop=shop_id, product=product_id)
    if row is None or row["stock"] is not None:
        raise OutOfStock(title, withdrawn=row is None)
    return 0


async def hold_again(unit: Unit, order: Order) -> None:
    """Hold the stock of an order that had given it back; what it still holds is not taken twice.

    Raises:
        OutOfStock: when it is not there any more; the caller undoes what was held before.
    """
    line = order_lines.c
    without = select(line.id, line.product_id, line.quantity, line.title).where(
        line.order_id == order.id, line.product_id.is_not(None), line.held == 0
    )
    for row in await unit.all(without.order_by(line.product_id)):
        units = await hold(unit, order.shop_id, row["product_id"], row["quantity"], row["title"])
        await unit.run(update(order_lines).where(line.id == row["id"]).values(held=units))


async def can_hold(unit: Unit, order: Order) -> bool:
    """Whether all of an order's stock is there to be held again."""
    for line in order.lines:
        if line.product_id is None:
            continue
        row = await unit.first(select(products.c.stock).where(products.c.id == line.product_id, sellable()))
        if row is None or (row["stock"] is not None and row["stock"] < line.quantity):
            return False
    return True


async def give_back(unit: Unit, order: Order) -> None:
    """Return the stock that an order holds, once; what was never taken from a stock is not returned to one."""
    line = order_lines.c
    holding = (line.order_id == order.id, line.held > 0)
    for row in await unit.all(select(line.product_id, line.held).where(*holding).order_by(line.product_id)):
        await unit.run(
            update(products)
            .where(products.c.id == row["product_id"], products.c.stock.is_not(None))
            .values(stock=products.c.stock + row["held"])
        )
    await unit.run(update(order_lines).where(*holding).values(held=0))


async def prices_changed(unit: Unit, order: Order) -> bool:
    """Whether a product of the order is on sale at another price than the order has."""
    for line in order.lines:
        if line.product_id is None:
            continue
        price = await unit.value(select(products.c.price).where(products.c.id == line.product_id, sellable()))
        if price is not None and price != line.price:
            return True
    return False
