"""Whole units of work in threads: what SQLite is best at, since it has nobody to wait for but the disk.

A unit is written as a coroutine, because on PostgreSQL it waits for a server. Here each of its statements answers at
once, so the coroutine runs from its beginning to its end without a pause, and a unit costs one hop between threads
instead of two a statement (docs/decisions/0011-a-unit-is-one-hop.md).
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable

T = TypeVar("T")


class Statements:
    """A connection of this thread that looks as SQLAlchemy's asynchronous one does, as far as units use it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """The database's kind."""
        return self._connection.dialect

    async def execute(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Execute a statement, once or for each of `rows`; returns without a pause."""
        return self._connection.execute(statement, rows)

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Run work written for a synchronous connection."""
        return work(self._connection, *args)


class Threads:
    """As many units at once as there are threads; the others wait in line."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="tolom-storage")
        self._closed = False

    async def transact(self, work: Callable[[Statements], Coroutine[Any, Any, T]]) -> T:
        """Do `work` in a transaction of its own and commit it; an exception rolls it back."""
        return await self._hop(self._whole, work)

    async def close(self) -> None:
        """Disconnect, when every unit has ended; closing twice is no harm."""
        if not self._closed:
            self._closed = True
            await self._hop(self._engine.dispose)
            self._threads.shutdown()

    async def _hop(self, work: Callable[..., T], *args: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, copy_context().run, work, *args)

    def _whole(self, work: Callable[[Statements], Coroutine[Any, Any, T]]) -> T:
        with self._engine.begin() as connection:
            return _without_pause(work(Statements(connection)))


def _without_pause(unit: Coroutine[Any, Any, T]) -> T:
    try:
        unit.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    unit.close()
    raise RuntimeError("a unit of work waits for its own statements and for nothing else")
