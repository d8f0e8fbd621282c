"""The database: opening it, and units of work that are whole or not at all, on SQLite and PostgreSQL alike."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Executable
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.storage import engines
from bot.storage.engines import Connection, Transactions
from bot.storage.prepared import Prepared, Record

T = TypeVar("T")
P = ParamSpec("P")

log = logging.getLogger(__name__)

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

    async def run(self, statement: Executable | Prepared, /, **values: Any) -> int:
        """Execute a statement; the number of rows it touched."""
        return await self._connection.run(statement, values)

    async def run_many(self, statement: Executable | Prepared, rows: Sequence[Record]) -> None:
        """Execute a statement for each of `rows`."""
        await self._connection.run_many(statement, rows)

    async def first(self, statement: Executable | Prepared, /, **values: Any) -> Record | None:
        """The first row, or None."""
        return await self._connection.first(statement, values)

    async def all(self, statement: Executable | Prepared, /, **values: Any) -> Sequence[Record]:
        """Every row; the statement carries the limit."""
        return await self._connection.all(statement, values)

    async def value(self, statement: Executable | Prepared, /, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = await self._connection.first(statement, values)
        return None if row is None else next(iter(row.values()))

    async def values(self, statement: Executable | Prepared, /, **values: Any) -> Sequence[Any]:
        """The first column of every row."""
        return [next(iter(row.values())) for row in await self._connection.all(statement, values)]

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Run work written for a synchronous SQLAlchemy connection, such as a migration."""
        return await self._connection.run_sync(work, *args)

    def dialect(self) -> str:
        """The database's kind: "sqlite" or "postgresql"."""
        return self._connection.dialect


class Database:
    """One writer and several readers over the same data.

    Units run to their end even when their caller is cancelled: a half-done unit would otherwise be committed by the
    next one. So a caller that was cancelled reads again before it believes that nothing happened.
    """

    def __init__(self, writer: Transactions, reader: Transactions) -> None:
        self._writer = writer
        self._reader = reader
        self._bells: dict[str, asyncio.Event] = {}
        self._running: set[asyncio.Future[Any]] = set()

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
        return await self._whole(self._reader, work, *args, **kwargs)

    async def write(self, work: Callable[Concatenate[Unit, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(unit, ...)` in a transaction of its own and commit it; an exception rolls it back.

        On PostgreSQL the work may run several times until it fits between the others, so it only touches the database.

        Raises:
            StorageUnavailable: when the database could not keep it.
        """
        return await self._whole(self._writer, work, *args, **kwargs)

    async def _whole(
        self,
        where: Transactions,
        work: Callable[Concatenate[Unit, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        async def unit(connection: Connection) -> tuple[T, set[str]]:
            one = Unit(connection)
            return await work(one, *args, **kwargs), one.bells

        ended = where.start(unit)
        self._running.add(ended)
        ended.add_done_callback(self._note_end)
        try:
            return (await asyncio.shield(ended))[0]
        except (DBAPIError, PoolTimeout, OSError) as error:
            if isinstance(error, DBAPIError) and not _is_the_servers_fault(error):
                raise
            why = str(getattr(error, "orig", error))[:200]
            log.error("storage unavailable", extra={"error": why})
            raise StorageUnavailable(why) from error

    def _note_end(self, unit: asyncio.Future[tuple[Any, set[str]]]) -> None:
        self._running.discard(unit)
        if not unit.cancelled() and unit.exception() is None:
            self.ring(unit.result()[1])

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin `work`, which nobody need wait for; `close` does."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task


def _is_the_servers_fault(error: DBAPIError) -> bool:
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return True
    return str(getattr(error.orig, "sqlstate", None))[:2] in _UNAVAILABLE_CLASSES
