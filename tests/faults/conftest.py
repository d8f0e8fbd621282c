from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.money.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A shop with callbacks, whose settler alone asks xPay again."""
    async with make_world(tmp_path, timeout_seconds=3.0, spacing_seconds=60.0) as made:
        yield made
