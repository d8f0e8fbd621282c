"""What the columns of all tables have in common."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects.sqlite import DATETIME
from sqlalchemy.types import JSON, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only in a column of type INTEGER; it holds 64 bits there too."""


class _Text(DATETIME):
    """How SQLite keeps a moment: `2026-09-01 12:00:00.000000`, as SQLAlchemy writes it, in a quarter of the time."""

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002 - the interface's
        """From an aware datetime in UTC."""
        return _as_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002 - the interface's
        """To an aware datetime in UTC."""
        return _from_text


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else value.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused where it enters."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_Text())  # type: ignore[no-untyped-call]  # SQLAlchemy's own is untyped
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Check and convert on the way in."""
        if value is None or value.tzinfo is UTC:
            return value
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Make aware on the way out."""
        return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


def own_id() -> Column[int]:
    """The primary key."""
    return Column("id", BigId, primary_key=True, autoincrement=True)


def of_shop() -> Column[int]:
    """Whose row it is."""
    return Column("shop_id", BigId, ForeignKey("shops.id"), nullable=False)


def flag(name: str) -> Column[bool]:
    """A yes or no, at first no."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def count(name: str) -> Column[int]:
    """A number that counts up from 0."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def json(name: str) -> Column[Any]:
    """Facts of any form."""
    return Column(name, JSON, nullable=False)
