from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import SQLiteFiles
from tests.money.world import World, make_world


@pytest.fixture
def folder(sqlite_files: SQLiteFiles, tmp_path: Path) -> Path:
    """Where a shop's file lies, migrated already."""
    sqlite_files.fresh(tmp_path)
    (tmp_path / "tolom.db").rename(tmp_path / "shop.db")
    return tmp_path


@pytest.fixture
async def world(folder: Path) -> AsyncIterator[World]:
    """A shop with callbacks, whose settler alone asks xPay again."""
    async with make_world(folder, spacing_seconds=60.0) as made:
        yield made
