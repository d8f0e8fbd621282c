"""How the two databases are connected to, and what each is told before its first statement."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import URL, CursorResult, Engine, Executable, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from bot.storage.prepared import Prepared, Record, found_all, found_one
from bot.storage.threads import Local, Threads

if TYPE_CHECKING:  # a deployment on SQLite never loads it: 6 MB
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Connection: TypeAlias = "Local | Remote"

BUSY_SECONDS = 5
"""How long SQLite waits for a lock that an outsider holds before it gives up."""


_READERS = 4
_KEPT_STATEMENTS = 500
"""So many statements the driver keeps understood instead of 128: to read one anew costs more than to do it."""

_ATTEMPTS = 40
_PAUSE_MOST = 0.3
_RETRIED_STATES = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: the same unit may well succeed when run again."""


class Transactions(Protocol):
    """Where units of work are done."""

    def start(self, work: Callable[[Connection], Coroutine[Any, Any, T]]) -> asyncio.Future[T]:
        """Do `work` in a transaction of its own and commit it; an exception rolls it back."""

    async def close(self) -> None:
        """Disconnect."""


class Remote:
    """A connection to a server, which takes prepared statements for what they say."""

    dialect = "postgresql"

    def __init__(self, connection: "AsyncConnection") -> None:
        self._connection = connection

    async def run(self, statement: Executable | Prepared, values: Record) -> int:
        """Execute a statement; the number of rows it touched."""
        return (await self._execute(statement, values)).rowcount

    async def run_many(self, statement: Executable | Prepared, rows: Sequence[Record]) -> None:
        """Execute a statement for each of `rows`."""
        await self._execute(statement, rows)

    async def first(self, statement: Executable | Prepared, values: Record) -> Record | None:
        """The first row that a statement finds."""
        return found_one(await self._execute(statement, values))

    async def all(self, statement: Executable | Prepared, values: Record) -> Sequence[Record]:
        """Every row that a statement finds."""
        return found_all(await self._execute(statement, values))

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Run work written for a synchronous connection."""
        return await self._connection.run_sync(work, *args)

    async def _execute(self, statement: Executable | Prepared, values: Record | Sequence[Record]) -> CursorResult[Any]:
        return await self._connection.execute(
            statement.statement if isinstance(statement, Prepared) else statement, values
        )


class _OverNetwork:
    """Units that wait on the event loop for each answer of a server, and run again when they collide."""

    def __init__(self, engine: "AsyncEngine") -> None:
        self._engine = engine

    def start(self, work: Callable[[Connection], Coroutine[Any, Any, T]]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().create_task(self._transact(work))

    async def close(self) -> None:
        await self._engine.dispose()

    async def _transact(self, work: Callable[[Connection], Coroutine[Any, Any, T]]) -> T:
        for attempt in range(_ATTEMPTS):
            try:
                async with self._engine.begin() as connection:
                    return await work(Remote(connection))
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _RETRIED_STATES or attempt == _ATTEMPTS - 1:
                    raise
            # without chance, units that collided once would go on colliding
            await asyncio.sleep(min(_PAUSE_MOST, 0.005 * 2**attempt) * random.random())  # noqa: S311
        raise AssertionError("the last attempt returns or raises")


def sqlite(url: URL) -> tuple[Transactions, Transactions]:
    """The writer and the readers of one SQLite file.

    There is one writing connection and it alone checkpoints: two at once can corrupt the write-ahead log in SQLite up
    to 3.51.2. Units that write begin as writers, since a reader that turns into one fails at once when it is not alone.
    """
    writer, reader = _file(url), _file(url)
    _prepare(writer, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL")
    _prepare(reader, "BEGIN", "query_only=ON")
    return Threads(writer, 1), Threads(reader, _READERS)


def _file(url: URL) -> Engine:
    kept = {"cached_statements": _KEPT_STATEMENTS}
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool, connect_args=kept)
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
        connection.connection.driver_connection.execute(begin)


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
