"""How the two databases are connected to, and what each is told before its first statement."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import URL, Engine, QueuePool, create_engine, event

from bot.storage.threads import Statements, Threads

if TYPE_CHECKING:  # a deployment on SQLite never loads it: 6 MB
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Connection: TypeAlias = "AsyncConnection | Statements"

BUSY_SECONDS = 5
"""How long SQLite waits for a lock that an outsider holds before it gives up."""


_READERS = 4


class Transactions(Protocol):
    """Where units of work are done."""

    async def transact(self, work: Callable[[Connection], Coroutine[Any, Any, T]]) -> T:
        """Do `work` in a transaction of its own and commit it; an exception rolls it back."""

    async def close(self) -> None:
        """Disconnect."""


class _OverNetwork:
    """Units that wait on the event loop for each answer of a server."""

    def __init__(self, engine: "AsyncEngine") -> None:
        self._engine = engine

    async def transact(self, work: Callable[[Connection], Coroutine[Any, Any, T]]) -> T:
        async with self._engine.begin() as connection:
            return await work(connection)

    async def close(self) -> None:
        await self._engine.dispose()


def sqlite(url: URL) -> tuple[Transactions, Transactions]:
    """The writer and the readers of one SQLite file.

    There is one writing connection and it alone checkpoints: two at once can corrupt the write-ahead log in SQLite up
    to 3.51.2. Units that write begin as writers, since a reader that turns into one fails at once when it is not alone.
    """
    writer, reader = _file(url, 1), _file(url, _READERS)
    _prepare(writer, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL")
    _prepare(reader, "BEGIN", "query_only=ON")
    return Threads(writer, 1), Threads(reader, _READERS)


def _file(url: URL, connections: int) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite"),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False},  # each connection is used by one unit, so one thread, at a time
    )
    _keep_private(engine, Path(url.database or ""))
    return engine


def _keep_private(engine: Engine, file: Path) -> None:
    """A missing file is made for its owner alone; SQLite gives the files beside it the same rights."""

    @event.listens_for(engine, "do_connect")
    def make(*_: Any) -> None:
        if not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)


def _prepare(engine: Engine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def postgresql(url: URL) -> tuple[Transactions, Transactions]:
    """The writer and the readers of a PostgreSQL database; units that write are serializable."""
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - as above

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
    return _OverNetwork(writer), _OverNetwork(reader)
