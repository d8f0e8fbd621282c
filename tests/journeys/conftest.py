"""A shop that is open for business, once for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import SQLiteFiles
from tests.journeys.world import World, opened


@pytest.fixture
def file(sqlite_files: SQLiteFiles, tmp_path: Path) -> str:
    """The address of a fresh database file."""
    return sqlite_files.fresh(tmp_path)


@pytest.fixture
async def world(file: str) -> AsyncIterator[World]:
    """xPay calls the bot back, and the bot polls Telegram."""
    async with opened(file) as world:
        yield world
