"""Statements for many rows at once, put into words once instead of once for each row.

Between a statement and SQLite's driver SQLAlchemy does 20 µs of work for each row; a callback may take 64 in all
(docs/decisions/0011-a-unit-is-one-hop.md).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_SQLITE = sqlite.dialect()


class Prepared:
    """A statement with the names of what each row gives; the same one is used as it is on other databases."""

    def __init__(self, statement: Executable, names: Sequence[str]) -> None:
        assert isinstance(statement, ClauseElement)  # noqa: S101  # all that can be executed are
        self.statement = statement
        compiled = statement.compile(dialect=_SQLITE, column_keys=list(names))
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  # all that can be executed are compiled so
        self._text = str(compiled)
        self._places = [
            (name, *_fixed(compiled, name))
            for name in compiled.positiontup or ()
        ]

    def execute(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute it on SQLite for each row; the number of rows it touched."""
        columns = [
            [row.get(name, fixed) if process is None or name not in row else process(row[name]) for row in rows]
            for name, fixed, process in self._places
        ]
        return connection.exec_driver_sql(self._text, list(zip(*columns, strict=True))).rowcount


def _fixed(compiled: SQLCompiler, name: str) -> tuple[Any, Any]:
    process = compiled.binds[name].type.dialect_impl(_SQLITE).bind_processor(_SQLITE)
    value = compiled.params[name]
    return (value if process is None or compiled.binds[name].required else process(value)), process
