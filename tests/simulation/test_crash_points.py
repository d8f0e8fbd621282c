"""The process dies at each place of the payment path in turn, and what was begun is finished, once."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.sandbox.telegram.ledger import Entry
from tests.simulation.books import in_words
from tests.simulation.midwife import Nursery
from tests.simulation.nursery import KILLED
from tests.simulation.stage import LATER, Stage, make_shop, set_stage
from tests.simulation.tally import Tally

LEAST_POINTS = 40
"""So many places the path had when this was written; if it has fewer, the cutter has gone blind somewhere."""

MUST_BE_CUT = {
    "xPay login",
    "xPay create",
    "xPay status",
    "Telegram sendPhoto",
    "Telegram sendMessage",
    "Telegram editMessageMedia",
    "commit of _place",
    "commit of _record_qr",
    "commit of store",
    "commit of claim_due",
    "commit of _apply",
    "commit of claim",
    "commit of _sent",
}
MESSAGES = 3
"""The card, the receipt, and the sale in the group."""

MARK = "(repeat)"
CARD = "<b>Order №"
"""A card that came twice carries no mark: both are the card, and the newer one is the live one."""


async def test_f061_a_death_at_any_point_loses_nothing_and_doubles_nothing(
    nursery: Nursery, tmp_path: Path, tally: Tally
) -> None:
    """At every commit, before and after every call outside; then a new process finishes the story, each thing once."""
    template, folder = tmp_path / "template.db", tmp_path / "now"
    folder.mkdir()
    await make_shop(template)
    async with set_stage(nursery, template, folder) as stage:
        await stage.rehearse()
    async with set_stage(nursery, template, folder) as stage:
        code, points = await stage.live()
        assert code == 0
        await _judge(stage, None, tally)
    assert len(points) >= LEAST_POINTS
    assert {point.partition(" ")[2].partition(" #")[0] for point in points} >= MUST_BE_CUT
    missed = []
    for point in points:
        async with set_stage(nursery, template, folder) as stage:
            code, _ = await stage.live(die_at=point)
            if code == KILLED:
                tally.crash_points += 1
                code, _ = await stage.live()
            else:
                missed.append(point)
            assert code == 0, f"the story does not go on after a death {point}"
            await _judge(stage, point, tally)
    assert len(missed) <= len(points) // 10, f"not met again: {missed}"


async def _judge(stage: Stage, point: str | None, tally: Tally) -> None:
    """The books are right, and a message came twice only where nobody can know whether Telegram had it."""
    found = await stage.judge()
    tally.add(found, hours=LATER.total_seconds() * stage.lives / 3600)
    assert not found.complaints, f"{point}: {in_words(found.complaints)}"
    sent = stage.sent()
    assert len(sent) >= MESSAGES, f"{point}: only {[entry.text for entry in sent]} arrived"
    repeats = _repeats(sent)
    tally.repeats += len(repeats)
    if repeats:
        assert point is not None
        assert point.startswith(("after Telegram send", "before commit of _sent")), f"{point}: {repeats}"
        unmarked = [entry.text for entry in repeats if MARK not in (entry.text or "")]
        assert all(text and text.startswith(CARD) for text in unmarked), f"{point}: not marked: {unmarked}"
    assert len(sent) == MESSAGES + len(repeats), f"{point}: {[entry.text for entry in sent]}"


def _repeats(sent: Sequence[Entry]) -> list[Entry]:
    """All but the first of the messages that begin alike in one chat."""
    seen: Counter[tuple[int | None, str]] = Counter()
    again = []
    for entry in sent:
        beginning = (entry.chat_id, (entry.text or "").partition("\n")[0])
        seen[beginning] += 1
        if seen[beginning] > 1:
            again.append(entry)
    return again
