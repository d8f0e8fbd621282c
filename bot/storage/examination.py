"""A look at the database that changes nothing, also while the bot works on it."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.shop.people import Role, Shop
from bot.storage.database import StorageUnavailable
from bot.storage.migrate import configuration
from bot.storage.prepared import found_one
from bot.storage.shops import COLUMNS, shop_of
from bot.storage.tables import people, shops

_SOUND_SQLITE = (3, 51, 3)
_MENDED_SQLITE = ((3, 50, 7), (3, 44, 6))
"""Older series that got the same correction."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. `damage` lists what SQLite's own check complains of; `shop` is None where there is none yet.

    `owners` are the shop's owners by Telegram id; True where they are that only because OWNER_IDS named them.
    """

    writable: bool
    damage: Sequence[str]
    version: str | None
    newest_version: str
    shop: Shop | None
    owners: Mapping[int, bool]


def file_of(database_url: str) -> Path | None:
    """The file of an SQLite database; None for a database server."""
    url = make_url(database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def may_write(file: Path) -> bool:
    """Whether this user may write the file, or make it; SQLite makes others beside it, so the folder counts too."""
    folder = file.parent
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK) and (not file.exists() or os.access(file, os.W_OK))


def open_to_others(file: Path) -> bool:
    """Whether other users of the machine can read the file."""
    return bool(file.parent.stat().st_mode & 0o011 and file.stat().st_mode & 0o044)


def sqlite_is_sound(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """False where two connections that write one file at once can corrupt its write-ahead log."""
    return version >= _SOUND_SQLITE or any(version[:2] == mended[:2] and version >= mended for mended in _MENDED_SQLITE)


async def examine(database_url: str) -> Examination:
    """Look at a database that exists, on a connection that cannot write.

    Raises:
        StorageUnavailable: when it cannot be opened or read.
    """
    url = make_url(database_url)
    engine = create_async_engine(_read_only(url))
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_examine, file_of(database_url))
    except (SQLAlchemyError, OSError) as error:
        raise StorageUnavailable(str(getattr(error, "orig", error))[:200]) from error
    finally:
        await engine.dispose()


def _read_only(url: URL) -> URL:
    """The same database, opened so that nothing can be written and no log is checkpointed."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "").resolve()
        return url.set(database=path.as_uri(), query={"mode": "ro", "uri": "true"})
    return url.set(drivername="postgresql+asyncpg")


def _examine(connection: Connection, file: Path | None) -> Examination:
    damage: list[str] = []
    if file is not None:
        said = connection.execute(text("PRAGMA quick_check(3)")).scalars().all()
        damage = [str(line) for line in said if line != "ok"]
        writable = may_write(file)
    else:
        writable = connection.execute(text("SHOW transaction_read_only")).scalar() == "off"
    version = MigrationContext.configure(connection).get_current_revision()
    newest_version = str(ScriptDirectory.from_config(configuration(connection)).get_current_head())
    return Examination(
        writable=writable,
        damage=damage,
        version=version,
        newest_version=newest_version,
        shop=_shop(connection),
        owners=_owners(connection) if version == newest_version else {},
    )


def _owners(connection: Connection) -> dict[int, bool]:
    statement = select(people.c.telegram_id, people.c.owner_by_settings).where(people.c.role == Role.OWNER)
    return {row.telegram_id: row.owner_by_settings for row in connection.execute(statement.order_by(people.c.id))}


def _shop(connection: Connection) -> Shop | None:
    if not connection.dialect.has_table(connection, shops.name):
        return None
    row = found_one(connection.execute(select(*COLUMNS).order_by(shops.c.id).limit(1)))
    return shop_of(row) if row else None
