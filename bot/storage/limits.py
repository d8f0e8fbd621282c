"""How much one customer has in the air: guards the shop against a crowd of empty orders."""

from datetime import datetime

from sqlalchemy import func, select, text

from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.orders import bought_by
from bot.storage.tables import orders, payments
from bot.storage.tables.orders import UNPAID


async def open_orders(unit: Unit, person: Person) -> int:
    """How many orders of the person wait for their money; what the shop asked for by a bill is not counted."""
    return int(
        await unit.value(
            select(func.count()).select_from(orders).where(*bought_by(person), text(UNPAID), orders.c.bill_id.is_(None))
        )
    )


async def payments_since(unit: Unit, person: Person, since: datetime) -> int:
    """How many QRs the person asked for since a moment."""
    return int(
        await unit.value(
            select(func.count())
            .select_from(payments.join(orders, payments.c.order_id == orders.c.id))
            .where(*bought_by(person), payments.c.created_at >= since)
        )
    )
