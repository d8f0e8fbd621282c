"""A copy of the SQLite database, whole and consistent, also while the bot runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url


class BackupImpossible(Exception):
    """The copy cannot be made; the message says why and what would help."""


def copy(database_url: str, path: Path) -> str:
    """Copy the database to `path`, which must not exist yet; a sentence that says what was done.

    Raises:
        BackupImpossible: for PostgreSQL (it has tools of its own), a missing database, or a file in the way.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupImpossible("This database is PostgreSQL; use pg_dump for it.")
    source = Path(url.database)
    if not source.exists():
        raise BackupImpossible(f"There is no database at {source} yet.")
    if path.exists():
        raise BackupImpossible(f"{path} exists already; name a new file.")
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
    except sqlite3.Error as error:
        raise BackupImpossible(f"The copy could not be written to {path}: {error}.") from error
    path.chmod(0o600)
    return f"Copied {source} to {path} ({path.stat().st_size:,} bytes)."
