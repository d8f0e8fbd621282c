"""The parent's side of the nursery: one child after another, each with a job and an end."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]


class Nursery:
    """A running nursery; one child lives at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._child = 0

    async def bear(self, **job: Any) -> None:
        """Give a new child its job."""
        await self._say(job)
        self._child = (await self.word("pid"))["pid"]

    async def rehearse(self, **job: Any) -> None:
        """Let the nursery itself do a job, and load what it takes."""
        await self._say(job | {"rehearsal": True})
        await self.word("passed")

    async def _say(self, job: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps(job) + "\n").encode())
        await self._process.stdin.drain()

    async def word(self, *names: str) -> Json:
        """The next line that tells one of these."""
        assert self._process.stdout is not None
        async with asyncio.timeout(4 * PATIENCE):
            while line := await self._process.stdout.readline():
                told: Json = json.loads(line)
                if set(names) & set(told):
                    return told
        raise AssertionError("the nursery has ended")

    async def outcome(self) -> tuple[int, list[str]]:
        """How the child ended: its exit code (negative for a signal), and the points that it passed if it lived."""
        told = await self.word("code", "passed")
        if "passed" in told:
            return (await self.word("code"))["code"], told["passed"]
        return told["code"], []

    def kill(self) -> None:
        """SIGKILL the child, and nobody else."""
        os.kill(self._child, signal.SIGKILL)


@contextlib.asynccontextmanager
async def open_nursery() -> AsyncIterator[Nursery]:
    """Start it, and end it with its child."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.simulation.nursery",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    try:
        yield Nursery(process)
    finally:
        process.stdin.close()
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
