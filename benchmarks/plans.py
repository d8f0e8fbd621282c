"""How SQLite means to find what the hot queries ask for."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.hot import Query
from bot.storage.database import Database, Unit

_FEW = {"shops", "products", "cart_lines", "CONSTANT"}
"""Tables that do not grow with the orders."""


class _Enough(Exception):
    """What the query wrote is not kept."""


async def scans(database: Database, query: Query) -> list[str]:
    """The steps of a query's plans that read a whole growing table, or a whole index that is not partial."""
    with _explained() as steps, contextlib.suppress(_Enough):
        await database.write(_undone, query)
    return [step for step in steps if _is_scan(step)]


async def _undone(unit: Unit, query: Query) -> None:
    await query(unit, 1)
    raise _Enough


def _is_scan(step: str) -> bool:
    words = step.split()
    if words[0] != "SCAN" or words[1] in _FEW or words[1].startswith(("(", "anon_")):
        return False
    partial = {"ix_payments_due", "ix_outbox_unsent", "ix_desk_cases_open"}  # as long as the open work, not the history
    return not partial & set(words)


@contextlib.contextmanager
def _explained() -> Iterator[list[str]]:
    """The plans of all statements that are executed meanwhile."""
    steps: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
            looked = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters)
            steps.extend(row[3] for row in looked.fetchall())

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
