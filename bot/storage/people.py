"""People, known by their Telegram id within a shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from bot.shop.people import Language, Person, Role, Shop
from bot.storage import search
from bot.storage import shops as shop_rows
from bot.storage.database import Unit
from bot.storage.prepared import Prepared, Record
from bot.storage.tables import orders, people, shops

_COLUMNS = [people.c[name] for name in Person.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Visitor:
    """What Telegram tells about whoever wrote; `language` is the one their Telegram speaks."""

    telegram_id: int
    name: str
    username: str | None
    language: Language


def _person(row: Record) -> Person:
    return Person(**{**row, "language": Language(row["language"]), "role": Role(row["role"])})


async def find(unit: Unit, shop_id: int, telegram_id: int) -> Person | None:
    """The person with this Telegram id, if the shop has met them."""
    row = await unit.first(_FIND, shop=shop_id, telegram=telegram_id)
    return _person(row) if row else None


_LOAD = Prepared(select(*_COLUMNS).where(people.c.id == bindparam("person")))
_FIND = Prepared(
    select(*_COLUMNS).where(people.c.shop_id == bindparam("shop"), people.c.telegram_id == bindparam("telegram"))
)


async def load(unit: Unit, person_id: int) -> Person:
    """A person by our own id."""
    row = await unit.first(_LOAD, person=person_id)
    if row is None:
        raise LookupError(f"no person {person_id}")
    return _person(row)


_OF_BUYER = Prepared(
    select(people.c.language).join(orders, orders.c.person_id == people.c.id).where(orders.c.id == bindparam("order"))
)


async def language_of_buyer(unit: Unit, order_id: int) -> Language:
    """The language of the person whose order this is."""
    return Language(await unit.value(_OF_BUYER, order=order_id))


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
) -> list[Person]:
    """Make these people owners because the settings say so, met or not yet met; those who were none before."""
    appointed = []
    for telegram_id in telegram_ids:
        person = await find(unit, shop_id, telegram_id)
        if person is None:
            person = await meet(unit, shop_id, Visitor(telegram_id, str(telegram_id), None, language), now)
        if person.role is not Role.OWNER:
            await give_role(unit, person, Role.OWNER, by_settings=True)
            appointed.append(person)
    return appointed


async def give_role(unit: Unit, person: Person, role: Role, *, by_settings: bool = False) -> None:
    """Let the person be this in the shop; `by_settings` where OWNER_IDS says so, and nobody of the staff."""
    values = {"role": role, "owner_by_settings": by_settings}
    await unit.run(update(people).where(people.c.id == person.id).values(**values))


async def owners_by_settings(unit: Unit, shop_id: int) -> list[Person]:
    """The owners who are that only because OWNER_IDS once named them."""
    return await _working(unit, shop_id, people.c.role == Role.OWNER, people.c.owner_by_settings)


async def owners(unit: Unit, shop_id: int) -> list[Person]:
    """The shop's owners."""
    return await _working(unit, shop_id, people.c.role == Role.OWNER)


async def staff(unit: Unit, shop_id: int) -> list[Person]:
    """Everybody who works in the shop, owners first."""
    found = await _working(unit, shop_id, people.c.role.in_([Role.OWNER, Role.CASHIER]))
    return sorted(found, key=lambda person: person.role is not Role.OWNER)


async def of_shop(unit: Unit, shop_id: int, person_id: int) -> Person | None:
    """A person of the shop by our own id."""
    row = await unit.first(select(*_COLUMNS).where(people.c.shop_id == shop_id, people.c.id == person_id))
    return _person(row) if row else None


async def _working(unit: Unit, shop_id: int, *where: ColumnElement[bool]) -> list[Person]:
    rows = await unit.all(select(*_COLUMNS).where(people.c.shop_id == shop_id, *where).order_by(people.c.id))
    return [_person(row) for row in rows]


_OWN = {name: people.c[name].label(f"own_{name}") for name in Person.__dataclass_fields__}
_WHO = Prepared(
    select(*shop_rows.COLUMNS, *_OWN.values(), people.c.language_chosen)
    .outerjoin_from(shops, people, (people.c.shop_id == shops.c.id) & (people.c.telegram_id == bindparam("who")))
    .where(shops.c.id == bindparam("which"))
)


async def recognise(unit: Unit, shop_id: int, telegram_id: int) -> tuple[Shop, Person | None, bool]:
    """The shop, the person if it has met them, and whether they chose their language: asked for every update."""
    row = await unit.first(_WHO, which=shop_id, who=telegram_id)
    if row is None:
        raise LookupError(f"no shop {shop_id}")
    shop = shop_rows.shop_of(row)
    if row["own_id"] is None:
        return shop, None, False
    return shop, _person({name: row[f"own_{name}"] for name in _OWN}), row["language_chosen"]
