"""Sales of a chat that wait one behind the other, and are told in one message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from bot.storage.database import Unit
from bot.storage.outbox import DIGEST, Kind, Row
from bot.storage.tables import outbox

MOST = 55
"""Lines of a digest: so many fit into a message, and into Telegram's 100 marked places, however long they are."""

_UNSENT = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)
_COLUMNS = [outbox.c[name] for name in Row.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Run:
    """The sales at the front of a chat's queue."""

    waiting: int
    youngest: datetime


async def front(unit: Unit, chat_id: int) -> Run | None:
    """The sales at the front of what waits for a chat that is not being sent to; None when something else is first."""
    rows = await _run(unit, chat_id)
    return Run(len(rows), max(row.created_at for row in rows)) if rows else None


async def gather(unit: Unit, head: Row) -> Sequence[Row]:
    """The rows that are told together with `head`, itself included, and that it is so; part of the claiming unit.

    A digest that Telegram may have already keeps its members, so that a repeat is the same message.
    """
    known = head.facts.get(DIGEST)
    rows = await _run(unit, head.chat_id)
    if head.fate_unknown:
        return [head, *(row for row in rows if row.id != head.id and known and row.facts.get(DIGEST) == known)]
    members = [replace(row, facts=row.facts | {DIGEST: head.id}) for row in rows]
    for row in members:
        await unit.run(update(outbox).where(outbox.c.id == row.id).values(facts=row.facts))
    return members


async def alone(unit: Unit, head: Row) -> Row:
    """`head` is told by itself after all, since it never was told with others."""
    if DIGEST not in head.facts or head.fate_unknown:
        return head
    row = replace(head, facts={name: fact for name, fact in head.facts.items() if name != DIGEST})
    await unit.run(update(outbox).where(outbox.c.id == row.id).values(facts=row.facts))
    return row


async def _run(unit: Unit, chat_id: int) -> list[Row]:
    statement = select(*_COLUMNS).where(_UNSENT, outbox.c.chat_id == chat_id).order_by(outbox.c.id).limit(MOST)
    found: list[Row] = []
    for values in await unit.all(statement):
        row = Row(**{**values, "kind": Kind(values["kind"])})
        if not _is_new_sale(row) or (found and row.topic_id != found[0].topic_id):
            break
        found.append(row)
    return found


def _is_new_sale(row: Row) -> bool:
    return row.kind is Kind.SALE and "edits" not in row.facts
