"""A shop that nobody owns yet: no OWNER_IDS, no chat for its sales."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.telegram.person import Person
from tests.databases import SQLiteFiles
from tests.journeys.world import World, opened
from tests.patience import PATIENCE

HELPER = 1004


class Orphan:
    """The shop, and the two people who will work there; what the bot tells its operator is read from the console."""

    def __init__(self, world: World, helper: Person, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.owner, self.helper, self.customer = world, world.seller, helper, world.customer
        self._capsys = capsys
        self.said = ""

    async def code(self) -> str:
        """The newest claim code, once it was told."""
        for _ in range(int(PATIENCE / 0.05)):
            self.said += self._capsys.readouterr().out
            found = re.findall(r"/claim ([A-Z0-9-]+)", self.said)
            if found:
                return str(found[-1])
            await asyncio.sleep(0.05)
        raise AssertionError("no code was told")

    def hears(self) -> str:
        """What was told on the console since it was last asked."""
        return str(self._capsys.readouterr().out)

    async def claim(self) -> None:
        """The first owner comes."""
        await self.owner.set_language("ky")
        await self.owner.send(f"/claim {await self.code()}")
        await self.owner.wait_for("ээсисиз")
        await self.owner.wait_for("алгачкы кадамдар")


@pytest.fixture
async def orphan(
    sqlite_files: SQLiteFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Orphan]:
    """The bot runs, and has told its operator the code."""
    async with opened(sqlite_files.fresh(tmp_path), owner_ids="", merchant_chat_id=0) as world:
        helper = await world.newcomer(HELPER, "Нурлан")
        yield Orphan(world, helper, capsys)
        await helper.close()
