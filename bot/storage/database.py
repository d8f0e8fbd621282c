"""The database: opening it, and units of work that are whole or not at all, on SQLite and PostgreSQL alike."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Executable, RowMapping
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.storage import engines
from bot.storage.engines import Connection, Transactions
from bot.storage.prepared import Prepared

T = TypeVar("T")
P = ParamSpec("P")

log = logging.getLogger(__name__)

_ATTEMPTS = 40
_PAUSE_MOST = 0.3
_RETRIED_STATES = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: the same unit may well succeed when run again."""

_UNAVAILABLE_CLASSES = {"08", "25", "40", "53", "55", "57", "58", "XX"}
"""SQLSTATE classes that blame the server and not the statement: connection lost, read-only (a standby), conflicts
without end, disk or memory full, locks, shutting down, system errors. asyncpg raises none of them as OperationalError.
"""


class StorageUnavailable(Exception):
    """The database could not do the unit of work: nothing of it was kept."""


class Unit:
    """One transaction. What it does is kept together or not at all; its bells ring after the commit.

    A unit waits for nothing but its own statements, and may run in another thread than the event loop's.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.bells: set[str] = set()

    def ring(self, bell: str) -> None:
        """Wake those who wait for `bell`, once this unit is committed."""
        self.bells.add(bell)

    async def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Execute a statement, once or for each of `rows`; the number of rows it touched."""
        return (await self._connection.execute(statement, rows)).rowcount

    async def run_many(self, prepared: Prepared, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute a prepared statement for each of `rows`; the number of rows it touched."""
        if self.dialect() == "sqlite":
            return await self.run_sync(prepared.execute, rows)
        return await self.run(prepared.statement, rows)

    async def first(self, statement: Executable) -> RowMapping | None:
        """The first row, or None."""
        return (await self._connection.execute(statement)).mappings().first()

    async def all(self, statement: Executable) -> Sequence[RowMapping]:
        """Every row; the statement carries the limit."""
        return (await self._connection.execute(statement)).mappings().all()

    async def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return (await self._connection.execute(statement)).scalar()

    async def values(self, statement: Executable) -> Sequence[Any]:
        """The first column of every row."""
        return (await self._connection.execute(statement)).scalars().all()

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Run work written for a synchronous SQLAlchemy connection, such as a migration."""
        return await self._connection.run_sync(work, *args)

    def dialect(self) -> str:
        """The database's kind: "sqlite" or "postgresql"."""
        return self._connection.dialect.name


class Database:
    """One writer and several readers over the same data.

    Units run to their end even when their caller is cancelled: a half-done unit would otherwise be committed by the
    next one. So a caller that was cancelled reads again before it believes that nothing happened.
    """

    def __init__(self, writer: Transactions, reader: Transactions) -> None:
        self._writer = writer
        self._reader = reader
        self._bells: dict[str, asyncio.Event] = {}
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    def open(cls, url: str) -> "Database":
        """Connect lazily to the database at an SQLAlchemy `url`; a missing SQLite file is made on first use."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(*engines.sqlite(parsed))
        return cls(*engines.postgresql(parsed))

    async def close(self) -> None:
        """Let running units end, then disconnect. An open connection would keep the process alive."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)
        await self._reader.close()
        await self._writer.close()

    def bell(self, name: str) -> asyncio.Event:
        """The event set whenever a unit that rang `name` was committed; whoever waits for it clears it."""
        return self._bells.setdefault(name, asyncio.Event())

    def ring(self, bells: Iterable[str]) -> None:
        """Set the events of `bells`."""
        for name in bells:
            self.bell(name).set()

    async def read(self, work: Callable[Concatenate[Unit, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(unit, ...)` in a transaction that cannot write and sees one state of the data.

        Raises:
            StorageUnavailable: when the database does not answer.
        """

        async def unit(connection: Connection) -> T:
            return await work(Unit(connection), *args, **kwargs)

        return await self.finish(_translated(self._reader.transact(unit)))

    async def write(self, work: Callable[Concatenate[Unit, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(unit, ...)` in a transaction of its own and commit it; an exception rolls it back.

        On PostgreSQL the work may run several times until it fits between the others, so it only touches the database.

        Raises:
            StorageUnavailable: when the database could not keep it.
        """

        async def unit() -> T:
            for attempt in range(_ATTEMPTS):
                try:
                    return await self._commit(work, *args, **kwargs)
                except DBAPIError as error:
                    if getattr(error.orig, "sqlstate", None) not in _RETRIED_STATES or attempt == _ATTEMPTS - 1:
                        raise
                    # without chance, units that collided once would go on colliding
                    await asyncio.sleep(min(_PAUSE_MOST, 0.005 * 2**attempt) * random.random())  # noqa: S311
            raise AssertionError("the last attempt returns or raises")

        return await self.finish(_translated(unit()))

    async def _commit(self, work: Callable[Concatenate[Unit, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        async def unit(connection: Connection) -> tuple[T, set[str]]:
            one = Unit(connection)
            return await work(one, *args, **kwargs), one.bells

        result, bells = await self._writer.transact(unit)
        self.ring(bells)
        return result

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end even if the caller is cancelled meanwhile; `close` waits for it."""
        return await asyncio.shield(self.start(work))

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin `work`, which nobody need wait for; `close` does."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task


async def _translated(work: Coroutine[Any, Any, T]) -> T:
    try:
        return await work
    except (DBAPIError, PoolTimeout, OSError) as error:
        if isinstance(error, DBAPIError) and not _is_the_servers_fault(error):
            raise
        why = str(getattr(error, "orig", error))[:200]
        log.error("storage unavailable", extra={"error": why})
        raise StorageUnavailable(why) from error


def _is_the_servers_fault(error: DBAPIError) -> bool:
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return True
    return str(getattr(error.orig, "sqlstate", None))[:2] in _UNAVAILABLE_CLASSES
