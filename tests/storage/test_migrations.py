from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage import migrate as migrations
from bot.storage.database import Database, Unit
from bot.storage.migrate import migrate
from bot.storage.tables import metadata
from tests.databases import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any tables, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'folder' / 'new.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = Database.open(empty_url)
    yield database
    await database.close()


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def tables(unit: Unit) -> set[str]:
    return await unit.run_sync(_tables)


async def test_an_empty_database_gets_every_table(empty: Database) -> None:
    """The migrations make the tables that the code expects, and nothing else but Alembic's own."""
    await migrate(empty)
    assert await empty.read(tables) == set(metadata.tables) | {"alembic_version"}


async def test_migrating_again_changes_nothing(empty: Database) -> None:
    """Every start may migrate: what is there already stays."""
    await migrate(empty)
    before = await empty.read(tables)
    await migrate(empty)
    assert await empty.read(tables) == before


async def test_the_migrations_and_the_tables_agree(database: Database) -> None:
    """Alembic finds no difference between a migrated database and the tables in the code."""

    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    async def compare(unit: Unit) -> object:
        return await unit.run_sync(differences)

    assert await database.read(compare) == []


async def test_f076_an_interrupted_migration_leaves_nothing(empty: Database) -> None:
    """All of the migrations or none: one that is cut off half-way can simply be run again."""

    def broken(connection: Connection) -> None:
        migrations._to_head(connection)
        raise RuntimeError("power lost")

    async def interrupted(unit: Unit) -> None:
        await unit.run_sync(broken)

    with pytest.raises(RuntimeError, match="power lost"):
        await empty.write(interrupted)
    assert await empty.read(tables) == set()
    await migrate(empty)
    assert set(metadata.tables) <= await empty.read(tables)


async def test_an_sqlite_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    """The file and those beside it can be read by nobody else, whatever the umask; nor can the folder made for it."""
    file = tmp_path / "data" / "tolom.db"
    database = Database.open(f"sqlite+aiosqlite:///{file}")
    try:
        await migrate(database)
        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        assert modes == {"tolom.db": 0o600, "tolom.db-wal": 0o600, "tolom.db-shm": 0o600}
        assert file.parent.stat().st_mode & 0o777 == 0o700
    finally:
        await database.close()
    assert {path.name for path in file.parent.iterdir()} == {"tolom.db"}
