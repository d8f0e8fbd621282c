"""How much one customer has in the air: guards the shop against a crowd of empty orders."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.orders import in_earnest
from bot.storage.prepared import Prepared
from bot.storage.tables import Moment, orders, payments
from bot.storage.tables.orders import UNPAID

_A_WHILE_AGO = bindparam("since", type_=Moment)
_MINE = orders.c.person_id == bindparam("person"), in_earnest()
_OPEN = Prepared(select(func.count()).select_from(orders).where(*_MINE, text(UNPAID), orders.c.bill_id.is_(None)))
# An order lives at least as long as its QRs are being made: what ended before has none, and is not looked into.
_SINCE = Prepared(
    select(func.count())
    .select_from(payments.join(orders, payments.c.order_id == orders.c.id))
    .where(*_MINE, orders.c.expires_at >= _A_WHILE_AGO, payments.c.created_at >= _A_WHILE_AGO)
)


async def open_orders(unit: Unit, person: Person) -> int:
    """How many orders of the person wait for their money; what the shop asked for by a bill is not counted."""
    return int(await unit.value(_OPEN, person=person.id))


async def payments_since(unit: Unit, person: Person, since: datetime) -> int:
    """How many QRs the person asked for since a moment."""
    return int(await unit.value(_SINCE, person=person.id, since=since))
