"""Statements that were put into words once, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from bot.shop.people import Language, Role
from bot.storage.database import Database, Unit
from bot.storage.prepared import Prepared
from bot.storage.tables import people

NOW = datetime(2026, 9, 1, 6, 30, 15, 250, UTC)
COLUMNS = ("shop_id", "telegram_id", "name", "language", "role", "created_at")
WELCOME = Prepared(insert(people).returning(people.c.id), COLUMNS)
FIND = Prepared(select(people).where(people.c.telegram_id == bindparam("who"), people.c.role == Role.CUSTOMER))
RENAME = Prepared(update(people).where(people.c.telegram_id == bindparam("who")).values(name=bindparam("as_what")))


def facts(number: int, name: str = "Айгүл") -> dict[str, object]:
    """What is known of a customer."""
    given = {"shop_id": 1, "telegram_id": number, "name": name, "language": Language.KY, "role": Role.CUSTOMER}
    return {**given, "created_at": NOW}


@pytest.mark.usefixtures("shop")
async def test_what_is_found_is_what_sqlalchemy_finds(database: Database) -> None:
    """Names, numbers, moments, yes and no come back as from the statement that was not prepared."""

    async def twice(unit: Unit) -> None:
        made = await unit.value(WELCOME, **facts(7))
        found = await unit.first(FIND, who=7)
        assert found is not None
        assert dict(found) == dict(await unit.first(FIND.statement, who=7) or {})
        assert (found["id"], found["created_at"], found["language_chosen"]) == (made, NOW, False)
        assert await unit.first(FIND, who=8) is None
        assert [one["id"] for one in await unit.all(FIND, who=7)] == await unit.values(FIND, who=7) == [made]

    await database.write(twice)


@pytest.mark.usefixtures("shop")
async def test_one_and_many_rows_are_written(database: Database) -> None:
    """A statement is executed once or for each row; once, it tells how many rows it touched."""

    async def write(unit: Unit) -> None:
        await unit.run_many(Prepared(insert(people), COLUMNS), [facts(one) for one in (1, 2, 3)])
        await unit.run_many(RENAME, [{"who": one, "as_what": "Ысмайыл"} for one in (1, 3, 4)])
        assert await unit.run(RENAME, who=2, as_what="Нурбек") == 1
        assert await unit.run(RENAME, who=4, as_what="Нурбек") == 0

    await database.write(write)
    names = select(people.c.name).order_by(people.c.telegram_id)
    assert await database.read(Unit.values, names) == ["Ысмайыл", "Нурбек", "Ысмайыл"]


@pytest.mark.usefixtures("shop")
async def test_a_refused_row_is_named_as_ever_and_undoes_the_unit(database: Database) -> None:
    """A prepared statement fails with SQLAlchemy's error, and nothing of its unit is kept."""

    async def write(unit: Unit) -> None:
        await unit.run(WELCOME, **facts(1))
        await unit.run(WELCOME, **facts(1))

    with pytest.raises(IntegrityError):
        await database.write(write)
    assert await database.read(Unit.values, select(people.c.id)) == []


@pytest.mark.usefixtures("shop")
async def test_a_value_that_is_not_given_is_missed(database: Database) -> None:
    """Nothing is left out in silence."""
    with pytest.raises((KeyError, StatementError), match="who"):
        await database.read(Unit.first, FIND)


def test_a_list_of_values_cannot_be_prepared() -> None:
    """Its length is not known yet."""
    with pytest.raises(AssertionError, match="length"):
        Prepared(select(people).where(people.c.id.in_(bindparam("ids", expanding=True))))
