"""Which business days were told already."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select

from bot.storage.database import Unit
from bot.storage.tables import summaries

BELL = "summaries"
"""Rings when the next summary may be due earlier than was known."""


@dataclass(frozen=True, slots=True)
class Told:
    """A business day that is done with, and when it ended."""

    day: date
    ended_at: datetime


async def last(unit: Unit, shop_id: int) -> Told | None:
    """The newest business day that is done with."""
    row = await unit.first(
        select(summaries.c.day, summaries.c.ended_at)
        .where(summaries.c.shop_id == shop_id)
        .order_by(summaries.c.day.desc())
        .limit(1)
    )
    return Told(date.fromisoformat(row["day"]), row["ended_at"]) if row else None


async def note(unit: Unit, shop_id: int, day: date, since: datetime, ended: datetime, now: datetime) -> bool:
    """Write down that a day is done with; False when it was before."""
    known = await unit.value(
        select(summaries.c.id).where(summaries.c.shop_id == shop_id, summaries.c.day == day.isoformat())
    )
    if known is None:
        values = {"day": day.isoformat(), "since_at": since, "ended_at": ended, "told_at": now}
        await unit.run(insert(summaries).values(shop_id=shop_id, **values))
    return known is None
