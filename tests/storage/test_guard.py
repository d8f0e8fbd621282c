"""One process to one SQLite file."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.storage.guard import AlreadyRunning, Guard

_SECOND = """
import sys
from bot.storage.guard import AlreadyRunning, Guard
try:
    with Guard(sys.argv[1]):
        print("in")
except AlreadyRunning as refusal:
    print("refused", refusal.path.name)
"""


async def second_process(url: str) -> str:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _SECOND, url, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode().strip()


async def test_f071_a_second_process_is_refused(tmp_path: Path) -> None:
    """While one process holds the database, another is told so; once it is gone, the next may work."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'tolom.db'}"
    with Guard(url):
        assert await second_process(url) == "refused tolom.db.lock"
    assert await second_process(url) == "in"


async def test_f071_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    """A killed process leaves the file of the lock behind, but not the lock."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'tolom.db'}"
    program = f"import os\nfrom bot.storage.guard import Guard\nGuard({url!r}).__enter__()\nos.kill(os.getpid(), 9)"
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await killed.wait() == -9
    assert (tmp_path / "tolom.db.lock").exists()
    with Guard(url):
        pass


def test_the_same_process_cannot_hold_it_twice(tmp_path: Path) -> None:
    """Two shops in one process on one file are refused too; other files are free."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'tolom.db'}"
    with Guard(url), Guard(f"{url}2"), pytest.raises(AlreadyRunning), Guard(url):
        pass


def test_postgresql_needs_no_lock_file() -> None:
    """A server arbitrates between processes itself."""
    with Guard("postgresql://postgres@/tolom"), Guard("postgresql://postgres@/tolom"):
        pass
