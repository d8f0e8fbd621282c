import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import CannotStart, PostgreSQL, SQLiteFiles


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SQLiteFiles:
    return SQLiteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server; where none runs the tests that want one are skipped, but never in CI."""
    try:
        server = PostgreSQL()
        server.start()
    except (CannotStart, OSError, AttributeError, LookupError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"PostgreSQL cannot be started on this machine: {error}")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database, once of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files").fresh(tmp_path)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.fresh()
    yield url
    server.give_back(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database, once of each kind."""
    database = Database.open(database_url)
    yield database
    await database.close()
