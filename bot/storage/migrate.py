"""Bringing the database to the shape that this version expects."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database, Unit

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing, all of them or none."""
    await database.write(_upgrade)


async def _upgrade(unit: Unit) -> None:
    if not await unit.run_sync(_is_newest):
        await unit.run_sync(_to_head)


def _is_newest(connection: Connection) -> bool:
    """Whether nothing is missing: then alembic, with its 9 MB, is not loaded at all."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    newest = max(path.name for path in _MIGRATIONS.joinpath("versions").glob("[0-9]*.py"))
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found == [newest.partition("_")[0]]


def _to_head(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only where something is missing

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> "Config":
    """Alembic's settings for our own migrations over an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
