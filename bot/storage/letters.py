"""Letters between customers and the shop, kept until they were delivered and for a short while after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, insert, select

from bot.shop.order import Order
from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.outbox import Kind
from bot.storage.tables import letters, outbox

KEPT = timedelta(days=2)
"""How long letters between customers and the shop are kept once they were delivered."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What was written about an order. `photo` is Telegram's id of a picture, if one came with it."""

    id: int
    order_id: int
    author_id: int
    from_shop: bool
    text: str
    photo: str | None


_COLUMNS = [letters.c[name] for name in Letter.__dataclass_fields__]


async def write(
    unit: Unit, order: Order, author: Person, text: str, photo: str | None, now: datetime, *, from_shop: bool
) -> int:
    """Keep a letter; its id."""
    statement = insert(letters).values(
        shop_id=order.shop_id,
        order_id=order.id,
        author_id=author.id,
        from_shop=from_shop,
        text=text,
        photo=photo,
        written_at=now,
    )
    return int(await unit.value(statement.returning(letters.c.id)))


async def load(unit: Unit, letter_id: int) -> Letter | None:
    """A letter by its id; None once it was dropped."""
    row = await unit.first(select(*_COLUMNS).where(letters.c.id == letter_id))
    return Letter(**row) if row else None


async def count_since(unit: Unit, author: Person, since: datetime) -> int:
    """How many letters somebody has written since then."""
    where = (letters.c.author_id == author.id, letters.c.written_at >= since)
    return int(await unit.value(select(func.count()).select_from(letters).where(*where)))


async def forget(unit: Unit, before: datetime) -> int:
    """Drop the letters written before then, but none that still has to be delivered. How many went."""
    waiting = exists().where(
        outbox.c.order_id == letters.c.order_id,
        outbox.c.kind.in_([Kind.LETTER, Kind.CUSTOMER_LETTER]),
        outbox.c.sent_at.is_(None),
        outbox.c.given_up_at.is_(None),
    )
    return await unit.run(letters.delete().where(letters.c.written_at < before, ~waiting))
