"""The process dies in the worst moment: between Telegram's acceptance and our commit."""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.databases import SQLiteFiles
from tests.messages.mortal import KILLED
from tests.messages.rates import assert_within_our_limits
from tests.messages.world import GROUP, World, opened

SOAK = bool(os.environ.get("TOLOM_SOAK"))
SALES = 120 if SOAK else 30
SPEED = 20.0
REPEAT = "(кайталап жиберилди)"


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
        async with asyncio.timeout(60):
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
    async with opened(sqlite_files.fresh(tmp_path), SPEED) as world:
        people = [await world.customer(6000 + number) for number in range(SALES // 3)]
        for turn in range(SALES):
            await world.sale(people[turn % len(people)])
        deaths = await live_until_all_is_said(world, world.telegram.url)
        told = Counter(number for number, _, _ in world.told())
        receipts = [entry for entry in world.telegram.ledger.accepted() if entry.chat_id != GROUP]
        marked = [entry for entry in world.telegram.ledger.accepted() if REPEAT in (entry.text or "")]
        lost = (
            SALES - len(told) + len(people) * 3 - len({(entry.chat_id, (entry.text or "")[:60]) for entry in receipts})
        )
        sent = len(world.telegram.ledger.accepted())
        doubled = len(receipts) - SALES + sum(count - 1 for count in told.values())
        with capsys.disabled():
            print(
                f"\n  {SALES} sales, {sent} messages, killed {deaths} times: {lost} lost, {doubled} told twice,", end=""
            )
            print(f" {len(marked)} messages marked as repeats")
        assert lost == 0
        assert set(told) == set(world.paid_at)
        assert deaths > 3
        assert len(marked) <= deaths * 8, "what was on its way with the fatal one may have been taken too"
        first = {}
        for entry in world.telegram.ledger.accepted():
            plain = (entry.text or "").replace(f"\n\n<i>{REPEAT}</i>", "")
            if (entry.chat_id, plain) in first:
                assert REPEAT in (entry.text or ""), "a repeat says that it is one"
            first[entry.chat_id, plain] = entry
        assert_within_our_limits(world.telegram.ledger)
