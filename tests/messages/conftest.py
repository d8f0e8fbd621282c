from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import SQLiteFiles
from tests.messages.world import World, opened


@pytest.fixture
async def world(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[World]:
    """A shop with a group, twenty times as fast as life; the notifier is at work."""
    async with opened(sqlite_files.fresh(tmp_path)) as world:
        world.start()
        yield world
