"""What storage does when the disk, the lock or the server is not there."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import engines
from bot.storage.database import Database, StorageUnavailable, Unit
from tests.storage.test_units import number, set_number
from tests.storage.world import make_shop, new_shop

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def impatient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database that waits for locks a second instead of five, so that the test does."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 1)
    database = Database.open(database_url)
    await database.write(make_shop, new_shop())
    yield database
    await database.close()


@ON_SQLITE
@pytest.mark.usefixtures("shop")
async def test_f064_a_full_disk_keeps_nothing_of_the_unit(database: Database) -> None:
    """No space: the unit ends as StorageUnavailable with nothing kept; with space again everything works again."""

    async def limit(unit: Unit, more: int) -> None:
        pages = await unit.value(text("PRAGMA page_count"))
        await unit.run(text(f"PRAGMA max_page_count = {pages + more}"))

    async def grow(unit: Unit) -> None:
        await set_number(unit, 7)
        for _ in range(50):
            await unit.run(text("INSERT INTO photos (shop_id, content) VALUES (1, zeroblob(20000))"))

    await database.write(limit, 2)
    for _ in range(3):
        with pytest.raises(StorageUnavailable, match="full"):
            await database.write(grow)
    assert await database.read(number) == 0
    await database.write(set_number, 5)
    await database.write(limit, 100_000)
    await database.write(grow)
    assert await database.read(number) == 7


@ON_SQLITE
async def test_f065_an_outsider_holds_the_lock_for_long(impatient: Database, tmp_path: Path) -> None:
    """While somebody else writes the file: a plain refusal, readers go on, and nothing is lost afterwards."""
    outsider = sqlite3.connect(tmp_path / "tolom.db", isolation_level=None)
    try:
        outsider.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="locked"):
            await impatient.write(set_number, 7)
        assert await impatient.read(number) == 0
        outsider.execute("ROLLBACK")
    finally:
        outsider.close()
    await impatient.write(set_number, 7)
    assert await impatient.read(number) == 7


@ON_SQLITE
async def test_f065_a_lock_held_shortly_is_waited_for(impatient: Database, tmp_path: Path) -> None:
    """An outsider that is done within the waiting time is not even noticed."""
    outsider = sqlite3.connect(tmp_path / "tolom.db", isolation_level=None)
    try:
        outsider.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            group.create_task(impatient.write(set_number, 7))
            await asyncio.sleep(0.2)
            outsider.execute("COMMIT")
    finally:
        outsider.close()
    assert await impatient.read(number) == 7


async def test_f066_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    """A database that cannot be opened is unavailable, not a riddle."""
    (tmp_path / "file").touch()
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'tolom.db'}")
    try:
        with pytest.raises(StorageUnavailable):
            await database.write(number)
    finally:
        await database.close()


async def test_a_server_that_is_gone_is_unavailable() -> None:
    """A PostgreSQL that does not answer is told as StorageUnavailable, for reading and for writing."""
    database = Database.open("postgresql://postgres@/tolom?host=/nowhere")
    try:
        for use in (database.read, database.write):
            with pytest.raises(StorageUnavailable):
                await use(number)
    finally:
        await database.close()


@ON_POSTGRESQL
@pytest.mark.usefixtures("shop")
async def test_sessions_ended_by_the_server_are_replaced(database: Database) -> None:
    """When PostgreSQL ends our sessions in the middle, the unit is refused, and the next one works."""

    async def end_myself(unit: Unit) -> None:
        await set_number(unit, 7)
        await unit.value(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageUnavailable):
        await database.write(end_myself)
    assert await database.write(number) == 0


@ON_POSTGRESQL
@pytest.mark.usefixtures("shop")
async def test_a_conflict_without_end_is_unavailable(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit that never fits between the others ends as StorageUnavailable, after it was tried again and again."""
    monkeypatch.setattr("bot.storage.engines._ATTEMPTS", 5)
    tries = []

    async def conflict(unit: Unit) -> None:
        tries.append(await number(unit))
        await database.write(set_number, len(tries))
        await set_number(unit, 0)

    with pytest.raises(StorageUnavailable, match="serialize"):
        await database.write(conflict)
    assert len(tries) == 5


_PROGRAM = """
import asyncio, sys
from bot.storage.database import Database
from bot.storage.migrate import migrate

async def main():
    database = Database.open(sys.argv[1])
    await migrate(database)
    await asyncio.gather(*(database.read(nothing) for _ in range(4)))
    await database.close()

async def nothing(unit):
    pass

asyncio.run(main())
print("done")
"""


@ON_SQLITE
async def test_a_closed_database_lets_the_interpreter_end(database_url: str) -> None:
    """After `close` no thread keeps the process alive."""
    program = [sys.executable, "-c", _PROGRAM, database_url]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=30, check=True)  # noqa: S603, ASYNC221 - ours, and nothing else runs meanwhile
    assert ended.stdout == "done\n"
