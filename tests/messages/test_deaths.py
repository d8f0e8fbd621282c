"""The process dies in the worst moment: between Telegram's acceptance and our commit."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest

from bot.sandbox.telegram.ledger import Entry
from bot.workers.notifier import AT_ONCE
from tests.databases import SQLiteFiles
from tests.messages.mortal import KILLED
from tests.messages.rates import assert_within_our_limits
from tests.messages.world import GROUP, World, opened
from tests.patience import PATIENCE

SOAK = bool(os.environ.get("TOLOM_SOAK"))
SALES = 120 if SOAK else 15
SPEED = 40.0
REPEAT = "(кайталап жиберилди)"


def words_of(entry: Entry) -> tuple[int | None, str]:
    """Where and what, without the mark of a repeat."""
    return entry.chat_id, (entry.text or "").replace(f"\n\n<i>{REPEAT}</i>", "")


async def live_until_all_is_said(world: World, telegram_url: str) -> int:
    """Let one process after another run, each dying sooner or later; how many died."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.messages.mortal", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert program.stdin is not None
    assert program.stdout is not None
    deaths = 0
    while True:
        job = {"url": world.url, "telegram": telegram_url, "speed": SPEED, "now": world.clock.now().isoformat()}
        program.stdin.write((json.dumps(job | {"die_after": 3 + deaths % 9}) + "\n").encode())
        async with asyncio.timeout(PATIENCE):
            code = int(await program.stdout.readline())
        if code == 0:
            break
        assert code == KILLED
        deaths += 1
    program.stdin.close()
    await program.wait()
    return deaths


async def test_f046_killed_between_acceptance_and_commit(
    sqlite_files: SQLiteFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is lost; at most one message for each death comes twice, and then it says so; the limits still hold."""
    async with opened(sqlite_files.fresh(tmp_path), SPEED, time.monotonic) as world:
        people = [await world.customer(6000 + number) for number in range(SALES // 3)]
        for turn in range(SALES):
            await world.sale(people[turn % len(people)])
        deaths = await live_until_all_is_said(world, world.telegram.url)
        taken = world.telegram.ledger.accepted()
        told = {number for number, _, _ in world.told()}
        receipts = {words_of(entry) for entry in taken if entry.chat_id != GROUP}
        marked = [entry for entry in taken if REPEAT in (entry.text or "")]
        lost = 2 * SALES - len(told) - len(receipts)
        again = len(taken) - len({words_of(entry) for entry in taken})
        with capsys.disabled():
            print(f"\n  {SALES} sales, {len(taken)} messages, killed {deaths} times:", end=" ")
            print(f"{lost} lost, {again} sent again, {len(marked)} marked as repeats")
        assert lost == 0
        assert told == set(world.paid_at)
        assert deaths > 3
        assert again <= len(marked) <= deaths * AT_ONCE, "no more than what was on its way at each death"
        seen = set()
        for entry in taken:
            assert words_of(entry) not in seen or REPEAT in (entry.text or ""), "a repeat says that it is one"
            seen.add(words_of(entry))
        assert_within_our_limits(world.telegram.ledger)
