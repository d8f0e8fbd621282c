"""Whole units of work in threads: what SQLite is best at, since it has nobody to wait for but the disk.

A unit is written as a coroutine, because on PostgreSQL it waits for a server. Here each of its statements answers at
once, so the coroutine runs from its beginning to its end without a pause, and a unit costs one hop between threads
instead of two a statement (docs/decisions/0011-a-unit-is-one-hop.md).
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from contextvars import Context, copy_context
from queue import SimpleQueue
from sqlite3 import Error
from threading import Thread
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError

from bot.storage.prepared import Prepared, Record, found_all, found_one

T = TypeVar("T")


class Local:
    """A connection of this thread, which answers without a pause."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection

    async def run(self, statement: Executable | Prepared, values: Record) -> int:
        """Execute a statement; the number of rows it touched."""
        if isinstance(statement, Prepared):
            return statement.execute(self._driver, values).rowcount
        return self._connection.execute(statement, values).rowcount

    async def run_many(self, statement: Executable | Prepared, rows: Sequence[Record]) -> None:
        """Execute a statement for each of `rows`."""
        if isinstance(statement, Prepared):
            statement.execute_many(self._driver, rows)
        else:
            self._connection.execute(statement, rows)

    async def first(self, statement: Executable | Prepared, values: Record) -> Record | None:
        """The first row that a statement finds."""
        if isinstance(statement, Prepared):
            found = statement.execute(self._driver, values).fetchone()
            return None if found is None else statement.row(found)
        return found_one(self._connection.execute(statement, values))

    async def all(self, statement: Executable | Prepared, values: Record) -> Sequence[Record]:
        """Every row that a statement finds."""
        if isinstance(statement, Prepared):
            return [statement.row(found) for found in statement.execute(self._driver, values)]
        return found_all(self._connection.execute(statement, values))

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Run work written for a synchronous connection."""
        return work(self._connection, *args)


Work: TypeAlias = Callable[[Local], Coroutine[Any, Any, T]]
_Waiting: TypeAlias = tuple[Work[Any], Context, asyncio.Future[Any]]


class Threads:
    """As many units at once as there are threads, each with a connection of its own; the others wait in line."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._most = most
        self._line: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._under_way = 0

    def start(self, work: Work[T]) -> asyncio.Future[T]:
        """Do `work` in a transaction of its own and commit it; an exception rolls it back."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._under_way += 1
        if len(self._threads) < min(self._under_way, self._most):
            self._threads.append(Thread(target=self._serve, name="tolom-storage", daemon=True))
            self._threads[-1].start()
        self._line.put((work, copy_context(), answer))
        return answer

    async def close(self) -> None:
        """Disconnect, when every unit has ended; closing twice is no harm."""
        threads, self._threads = self._threads, []
        for _ in threads:
            self._line.put(None)
        for thread in threads:
            await asyncio.to_thread(thread.join)
        self._engine.dispose()

    def _serve(self) -> None:
        """One unit after the other, until there is nothing more to come."""
        connection: Connection | None = None
        while (waiting := self._line.get()) is not None:
            work, context, answer = waiting
            del waiting
            ended: tuple[Any, BaseException | None]
            try:
                connection = connection or self._engine.connect()
                ended = (context.run(_whole, connection, work), None)
            except BaseException as error:
                ended = (None, error)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                answer.get_loop().call_soon_threadsafe(self._end, answer, *ended)
            del work, context, answer, ended
        if connection is not None:
            connection.close()

    def _end(self, answer: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        self._under_way -= 1
        if answer.cancelled():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)


def _whole(connection: Connection, work: Work[T]) -> T:
    try:
        with connection.begin():
            return _without_pause(work(Local(connection)))
    except Error as error:  # of a prepared statement: SQLAlchemy names the others itself
        raise DBAPIError.instance(None, None, error, Error, dialect=connection.dialect) from error


def _without_pause(unit: Coroutine[Any, Any, T]) -> T:
    try:
        unit.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    unit.close()
    raise RuntimeError("a unit of work waits for its own statements and for nothing else")
