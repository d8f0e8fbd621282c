"""One process writes an SQLite file: the second one is told so and goes away."""

import fcntl
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from sqlalchemy.engine import make_url

from bot.storage.database import StorageUnavailable


class AlreadyRunning(Exception):
    """Another process works on the same database; `path` is the file that it holds locked."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Guard:
    """Holds the lock of a database file while it is entered; databases of other kinds need none.

    Raises:
        AlreadyRunning: on entering, when somebody else holds the lock.
        StorageUnavailable: on entering, when the folder cannot be written.
    """

    def __init__(self, url: str) -> None:
        file = _file(url)
        self._path = Path(f"{file}.lock") if file else None

    def __enter__(self) -> Self:
        if self._path is not None:
            handle = self._open(self._path)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                handle.close()
                raise AlreadyRunning(self._path) from None
            self._handle = handle
        return self

    def _open(self, path: Path) -> TextIO:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return path.open("a")
        except OSError as error:
            raise StorageUnavailable(f"{path} cannot be made: {error.strerror}") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._path is not None:
            self._handle.close()


def is_there(url: str) -> bool:
    """Whether the database's file exists; databases of other kinds are taken for there."""
    file = _file(url)
    return file is None or Path(file).exists()


def _file(url: str) -> str | None:
    parsed = make_url(url)
    return parsed.database if parsed.get_backend_name() == "sqlite" else None
