"""The process dies at each place of the payment path in turn, and what was begun is finished, once."""

from collections import Counter
from pathlib import Path

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
    "commit of place",
    "commit of _record_qr",
    "commit of store",
    "commit of claim_due",
    "commit of _apply",
    "commit of claim",
    "commit of sent",
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
    await make_shop(template)
    async with set_stage(nursery, template, folder) as stage:
        await stage.rehearse()
    async with set_stage(nursery, template, folder) as stage:
        code, points = await stage.live()
        assert code == 0
        await _judge(stage, "never", [], tally)
    assert len(points) >= LEAST_POINTS
    assert {point.partition(" ")[2].partition(" #")[0] for point in points} >= MUST_BE_CUT
    missed = []
    for point in points:
        async with set_stage(nursery, template, folder) as stage:
            code, _ = await stage.live(die_at=point)
            in_doubt = await stage.in_doubt()
            if code == KILLED:
                tally.crash_points += 1
                code, _ = await stage.live()
            else:
                missed.append(point)
            assert code == 0, f"the story does not go on after a death {point}"
            await _judge(stage, point, in_doubt, tally)
    assert len(missed) <= len(points) // 10, f"not met again: {missed}"


async def _judge(stage: Stage, point: str, in_doubt: list[Entry], tally: Tally) -> None:
    """The books are right, and a message came twice only where the shop could not know that Telegram had it."""
    found = await stage.judge()
    tally.add(found, hours=LATER.total_seconds() * stage.lives / 3600)
    assert not found.complaints, f"{point}: {in_words(found.complaints)}"
    allowed = Counter(_beginning(entry) for entry in in_doubt)
    seen: set[tuple[int | None, str]] = set()
    for entry in stage.sent():
        beginning = _beginning(entry)
        if beginning in seen:
            assert allowed[beginning] > 0, f"{point}: a second {beginning}"
            assert MARK in (entry.text or "") or beginning[1].startswith(CARD), f"{point}: not marked: {entry.text}"
            allowed[beginning] -= 1
            tally.repeats += 1
        seen.add(beginning)
    assert len(seen) == MESSAGES, f"{point}: {seen}"


def _beginning(entry: Entry) -> tuple[int | None, str]:
    """Which message it is: the chat, and the first line, which is different for the card, the receipt and the sale."""
    return entry.chat_id, (entry.text or "").partition("\n")[0]
