"""The audit log: who of the staff did what and when. It holds numbers, ids and promo codes; nobody's words or phone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.shop.deeds import Entry, Sheet
from bot.shop.people import Person, Shop
from bot.storage.database import Unit
from bot.storage.on_sale import titles
from bot.storage.prepared import Record
from bot.storage.tables import audit, counters, people

_PERSON = "person:"
_PRODUCT = "product:"
_COUNTER = "counter:"


def person(whom: Person) -> str:
    """The subject of what was done to a person."""
    return f"{_PERSON}{whom.id}"


def order(number: int) -> str:
    """The subject of what was done to an order."""
    return f"order:{number}"


def product(product_id: int) -> str:
    """The subject of what was done to a product or variant."""
    return f"{_PRODUCT}{product_id}"


def counter(counter_id: int) -> str:
    """The subject of what was done to a code of the counter."""
    return f"{_COUNTER}{counter_id}"


async def record(
    unit: Unit, by: Person | Shop, what: str, now: datetime, subject: str = "", **facts: str | int | bool | None
) -> None:
    """Write down, in the unit that does it, what somebody did; `by` is the shop where its settings did it."""
    actor = (by.shop_id, by.id) if isinstance(by, Person) else (by.id, None)
    values = {"shop_id": actor[0], "actor_id": actor[1], "what": what, "subject": subject, "facts": facts, "at": now}
    await unit.run(insert(audit).values(**values))


async def page(unit: Unit, shop_id: int, number: int, size: int, actor_id: int | None = None) -> Sheet:
    """The entries of a page, counted from 0; of one person alone where `actor_id` names them."""
    statement = (
        select(audit, people.c.name.label("actor"))
        .outerjoin(people, people.c.id == audit.c.actor_id)
        .where(audit.c.shop_id == shop_id, *([audit.c.actor_id == actor_id] if actor_id else []))
        .order_by(audit.c.id.desc())
        .offset(number * size)
        .limit(size + 1)
    )
    rows = await unit.all(statement)
    names = await _names(unit, shop_id, rows)
    return Sheet(tuple(_entry(row, names) for row in rows[:size]), number, len(rows) > size)


async def forget(unit: Unit, before: datetime) -> int:
    """Drop what was done before then."""
    return await unit.run(delete(audit).where(audit.c.at < before))


async def _names(unit: Unit, shop_id: int, rows: Sequence[Record]) -> dict[str, str]:
    """What the subjects of some rows are called now, deleted ones too."""
    found: dict[str, str] = {}
    for kind, read in ((_PERSON, _people), (_PRODUCT, titles), (_COUNTER, _codes)):
        ids = {int(row["subject"].removeprefix(kind)) for row in rows if row["subject"].startswith(kind)}
        if ids:
            found |= {f"{kind}{own_id}": name for own_id, name in (await read(unit, shop_id, ids)).items()}
    return found


async def _people(unit: Unit, shop_id: int, ids: Collection[int]) -> dict[int, str]:
    own = select(people.c.id, people.c.name).where(people.c.shop_id == shop_id, people.c.id.in_(ids))
    return {row["id"]: row["name"] for row in await unit.all(own)}


async def _codes(unit: Unit, shop_id: int, ids: Collection[int]) -> dict[int, str]:
    own = select(counters.c.id, counters.c.title).where(counters.c.shop_id == shop_id, counters.c.id.in_(ids))
    return {row["id"]: row["title"] for row in await unit.all(own)}


def _entry(row: Record, names: dict[str, str]) -> Entry:
    values = {name: row[name] for name in ("id", "at", "actor", "what", "subject", "facts")}
    return Entry(**values, about=names.get(row["subject"]))
