"""How SQLite means to find what the hot queries ask for."""

import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Connection

from benchmarks.hot import Query
from bot.storage.database import Database, Unit

_FEW = {"shops", "products", "cart_lines", "CONSTANT"}
"""Tables that do not grow with the orders."""

_PLANNED = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")


class _Enough(Exception):
    """What the query wrote is not kept."""


async def scans(database: Database, query: Query) -> list[str]:
    """The steps of a query's plans that read a whole growing table, or a whole index that is not partial."""
    steps: list[str] = []
    with contextlib.suppress(_Enough):
        await database.write(_undone, query, steps)
    return [step for step in steps if _is_scan(step)]


async def _undone(unit: Unit, query: Query, steps: list[str]) -> None:
    for _, plan in await explained(unit, query, 1):
        steps += plan
    raise _Enough


def _is_scan(step: str) -> bool:
    words = step.split()
    if words[0] != "SCAN" or words[1] in _FEW or words[1].startswith(("(", "anon_")):
        return False
    partial = {"ix_payments_due", "ix_outbox_unsent", "ix_desk_cases_open"}  # as long as the open work, not the history
    return not partial & set(words)


async def explained(unit: Unit, work: Callable[..., Awaitable[Any]], *args: Any) -> list[tuple[str, list[str]]]:
    """Do `work(unit, ...)`; every statement that SQLite was given, and the steps of its plan."""
    statements: list[str] = []
    await unit.run_sync(_trace, statements.append)
    await work(unit, *args)
    await unit.run_sync(_trace, None)
    return [(one, await unit.run_sync(_plan, one)) for one in statements if one.lstrip().upper().startswith(_PLANNED)]


def _trace(connection: Connection, heard: Callable[[str], None] | None) -> None:
    driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(heard)


def _plan(connection: Connection, statement: str) -> list[str]:
    driver: Any = connection.connection.driver_connection
    return [str(step[3]) for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
