"""Wrong codes that people have sent, counted so that nobody finds one out by trying."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, insert, select

from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.tables import code_tries

_HOUR = timedelta(hours=1)


class Code(StrEnum):
    """What somebody tried to find out."""

    CLAIM = "claim"
    PROMO = "promo"


async def in_an_hour(unit: Unit, person: Person, code: Code, now: datetime) -> int:
    """How many wrong codes of this kind the person has sent in the hour before now."""
    own = (code_tries.c.person_id == person.id, code_tries.c.code == code, code_tries.c.at >= now - _HOUR)
    return int(await unit.value(select(func.count()).select_from(code_tries).where(*own)))


async def note(unit: Unit, person: Person, code: Code, now: datetime) -> None:
    """The person has sent a wrong code."""
    await unit.run(insert(code_tries).values(shop_id=person.shop_id, person_id=person.id, code=code, at=now))


async def forget(unit: Unit, before: datetime) -> int:
    """Drop the tries made before then; how many those were."""
    return await unit.run(delete(code_tries).where(code_tries.c.at < before))
