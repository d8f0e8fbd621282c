"""Bringing the database to the shape that this version expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.storage.database import Database, Unit


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing, all of them or none."""
    await database.write(_upgrade)


async def _upgrade(unit: Unit) -> None:
    await unit.run_sync(_to_head)


def _to_head(connection: Connection) -> None:
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's settings for our own migrations over an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
