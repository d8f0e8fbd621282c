"""How the two databases are connected to, and what each is told before its first statement."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

BUSY_SECONDS = 5
"""How long SQLite waits for a lock that an outsider holds before it gives up."""


def sqlite(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The writer and the readers of one SQLite file.

    There is one writing connection and it alone checkpoints: two at once can corrupt the write-ahead log in SQLite up
    to 3.51.2. Units that write begin as writers, since a reader that turns into one fails at once when it is not alone.
    """
    writer = create_async_engine(url, pool_size=1, max_overflow=0, poolclass=AsyncAdaptedQueuePool, pool_timeout=60)
    reader = create_async_engine(url, pool_size=4, max_overflow=0, poolclass=AsyncAdaptedQueuePool, pool_timeout=60)
    for engine in (writer, reader):
        _keep_private(engine, Path(url.database or ""))
    _prepare(writer, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL")
    _prepare(reader, "BEGIN", "query_only=ON")
    return writer, reader


def _keep_private(engine: AsyncEngine, file: Path) -> None:
    """A missing file is made for its owner alone; SQLite gives the files beside it the same rights."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def make(*_: Any) -> None:
        if not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)


def _prepare(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The writer and the readers of a PostgreSQL database; units that write are serializable."""
    address = url.set(drivername="postgresql+asyncpg")
    writer = create_async_engine(
        address, pool_size=8, max_overflow=0, isolation_level="SERIALIZABLE", pool_pre_ping=True
    )
    reader = create_async_engine(
        address,
        pool_size=4,
        max_overflow=0,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        execution_options={"postgresql_readonly": True},
    )
    return writer, reader
