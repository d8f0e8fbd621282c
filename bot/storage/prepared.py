"""Statements put into words once, at import, instead of each time they are executed.

Between a statement and SQLite's driver SQLAlchemy works for some 100 µs, and for 20 µs more with each row that is
written; SQLite itself answers in 5 (docs/decisions/0011-a-unit-is-one-hop.md). What is asked or written for every
update, order and callback is therefore prepared. PostgreSQL, which waits for a network anyway, is given the same
statement as it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from sqlite3 import Connection, Cursor
from typing import Any, TypeAlias, cast

from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement, ColumnElement
from sqlalchemy.types import TypeEngine

Record: TypeAlias = Mapping[str, Any]
"""A row that was found, by the names of its columns."""

_SQLITE = sqlite.dialect()
_Process: TypeAlias = Callable[[Any], Any] | None


class Prepared:
    """A statement whose values are given by name: those of its `bindparam`s, and `columns` of what it inserts."""

    def __init__(self, statement: Executable, columns: Sequence[str] = ()) -> None:
        assert isinstance(statement, ClauseElement)  # noqa: S101  # all that can be executed are
        self.statement = statement
        compiled = statement.compile(dialect=_SQLITE, column_keys=list(columns) or None)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  # all that can be executed are compiled so
        assert not compiled.literal_execute_params | compiled.post_compile_params, "a list has no fixed length"  # noqa: S101
        self.text = str(compiled)
        self._places = [_place(compiled, name) for name in compiled.positiontup or ()]
        found: list[ColumnElement[Any]] = list(getattr(statement, "exported_columns", ()))
        self._names = tuple(str(column.key) for column in found)
        assert len(set(self._names)) == len(self._names), "two columns of one name"  # noqa: S101
        self._processes = [(place, process) for place, column in enumerate(found) if (process := _reading(column.type))]

    def execute(self, connection: Connection, values: Record) -> Cursor:
        """Execute it on SQLite."""
        return connection.execute(self.text, [_value(values, *place) for place in self._places])

    def execute_many(self, connection: Connection, rows: Iterable[Record]) -> None:
        """Execute it on SQLite for each row."""
        connection.executemany(self.text, [[_value(row, *place) for place in self._places] for row in rows])

    def row(self, found: Sequence[Any]) -> Record:
        """A row as SQLite gave it, with names and with values of our own types."""
        if not self._processes:
            return dict(zip(self._names, found, strict=True))
        values = list(found)
        for place, process in self._processes:
            values[place] = process(values[place])
        return dict(zip(self._names, values, strict=True))


def _reading(kind: TypeEngine[Any]) -> _Process:
    return kind.dialect_impl(_SQLITE).result_processor(_SQLITE, None)


def _place(compiled: SQLCompiler, name: str) -> tuple[str, bool, Any, _Process]:
    """What stands at one `?`: a value to be given, or one that the statement brings along."""
    bind = compiled.binds[name]
    process: _Process = bind.type.dialect_impl(_SQLITE).bind_processor(_SQLITE)
    fixed = None if bind.required else compiled.params[name]
    return bind.key, bind.required, fixed if process is None else process(fixed), process


def _value(given: Record, name: str, required: bool, fixed: Any, process: _Process) -> Any:
    if not required:
        return fixed
    return given[name] if process is None else process(given[name])


def found_one(result: CursorResult[Any]) -> Record | None:
    """The first row of a statement that was not prepared."""
    return cast("Record | None", result.mappings().first())


def found_all(result: CursorResult[Any]) -> Sequence[Record]:
    """Every row of a statement that was not prepared."""
    return cast("Sequence[Record]", result.mappings().all())
