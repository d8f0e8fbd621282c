"""People, known by their Telegram id within a shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from bot.shop.people import Language, Person, Role
from bot.storage import search
from bot.storage.database import Unit
from bot.storage.tables import people

_COLUMNS = [people.c[name] for name in Person.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Visitor:
    """What Telegram tells about whoever wrote; `language` is the one their Telegram speaks."""

    telegram_id: int
    name: str
    username: str | None
    language: Language


def _person(row: RowMapping) -> Person:
    return Person(**{**row, "language": Language(row["language"]), "role": Role(row["role"])})


async def find(unit: Unit, shop_id: int, telegram_id: int) -> Person | None:
    """The person with this Telegram id, if the shop has met them."""
    row = await unit.first(select(*_COLUMNS).where(people.c.shop_id == shop_id, people.c.telegram_id == telegram_id))
    return _person(row) if row else None


async def load(unit: Unit, person_id: int) -> Person:
    """A person by our own id."""
    row = await unit.first(select(*_COLUMNS).where(people.c.id == person_id))
    if row is None:
        raise LookupError(f"no person {person_id}")
    return _person(row)


async def meet(unit: Unit, shop_id: int, visitor: Visitor, now: datetime) -> Person:
    """Remember a visitor, or bring what is known of them up to date; a language they chose stays."""
    where = (people.c.shop_id == shop_id, people.c.telegram_id == visitor.telegram_id)
    if await find(unit, shop_id, visitor.telegram_id) is None:
        await unit.run(
            insert(people).values(
                shop_id=shop_id,
                telegram_id=visitor.telegram_id,
                name=visitor.name,
                username=visitor.username,
                language=visitor.language,
                role=Role.CUSTOMER,
                created_at=now,
            )
        )
    else:
        await unit.run(update(people).where(*where).values(name=visitor.name, username=visitor.username))
        await unit.run(update(people).where(*where, ~people.c.language_chosen).values(language=visitor.language))
    person = await find(unit, shop_id, visitor.telegram_id)
    if person is None:
        raise LookupError(f"no person with Telegram id {visitor.telegram_id}")
    await search.keep_person(unit, person)
    return person


async def choose_language(unit: Unit, person: Person, language: Language) -> None:
    """Speak `language` with the person from now on."""
    await unit.run(update(people).where(people.c.id == person.id).values(language=language, language_chosen=True))


async def block(unit: Unit, person: Person, now: datetime | None) -> None:
    """Take no more letters from the person, since `now`; None takes them again."""
    await unit.run(update(people).where(people.c.id == person.id).values(blocked_at=now))


async def remember_phone(unit: Unit, person: Person, phone: str) -> None:
    """Offer this number (E.164) at the next order."""
    await unit.run(update(people).where(people.c.id == person.id).values(phone=phone))


async def appoint_owners(
    unit: Unit, shop_id: int, telegram_ids: tuple[int, ...], language: Language, now: datetime
) -> None:
    """Make these people owners, met or not yet met."""
    for telegram_id in telegram_ids:
        if await find(unit, shop_id, telegram_id) is None:
            await meet(unit, shop_id, Visitor(telegram_id, str(telegram_id), None, language), now)
    await unit.run(
        update(people)
        .where(people.c.shop_id == shop_id, people.c.telegram_id.in_(telegram_ids))
        .values(role=Role.OWNER)
    )


async def owners(unit: Unit, shop_id: int) -> list[Person]:
    """The shop's owners."""
    rows = await unit.all(
        select(*_COLUMNS).where(people.c.shop_id == shop_id, people.c.role == Role.OWNER).order_by(people.c.id)
    )
    return [_person(row) for row in rows]


async def recognise(unit: Unit, shop_id: int, visitor: Visitor) -> Person | None:
    """The visitor, if everything they tell is known already; None when `meet` has something to write."""
    row = await unit.first(
        select(*_COLUMNS).where(
            people.c.shop_id == shop_id,
            people.c.telegram_id == visitor.telegram_id,
            people.c.name == visitor.name,
            people.c.username.is_not_distinct_from(visitor.username),
            people.c.language_chosen | (people.c.language == visitor.language),
        )
    )
    return _person(row) if row else None
