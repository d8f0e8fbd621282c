"""People, known by their Telegram id within a shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, insert, select, update

from bot.shop.people import Language, Person, Role, Shop
from bot.storage.database import Unit
from bot.storage.tables import people, shops

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


_SHOP = {name: shops.c[name].label(f"shop_{name}") for name in Shop.__dataclass_fields__}
_WHO = (
    select(*_SHOP.values(), *_COLUMNS, people.c.language_chosen)
    .outerjoin_from(shops, people, (people.c.shop_id == shops.c.id) & (people.c.telegram_id == bindparam("who")))
    .where(shops.c.id == bindparam("shop_id"))
)


async def recognise(unit: Unit, shop_id: int, telegram_id: int) -> tuple[Shop, Person | None, bool]:
    """The shop, the person if it has met them, and whether they chose their language: asked for every update."""
    row = await unit.first(_WHO.params(shop_id=shop_id, who=telegram_id))
    if row is None:
        raise LookupError(f"no shop {shop_id}")
    shop = Shop(**{name: row[f"shop_{name}"] for name in _SHOP} | {"language": Language(row["shop_language"])})
    if row["id"] is None:
        return shop, None, False
    own = {name: row[name] for name in Person.__dataclass_fields__}
    own |= {"language": Language(row["language"]), "role": Role(row["role"])}
    return shop, Person(**own), row["language_chosen"]
