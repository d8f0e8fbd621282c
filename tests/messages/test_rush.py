"""More sales than Telegram lets anyone tell one by one."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.databases import SQLiteFiles
from tests.messages.rates import assert_within_our_limits, delays, fullest, naive, spent
from tests.messages.world import GROUP, World, opened

SOAK = bool(os.environ.get("TOLOM_SOAK"))
SALES, SPEED = (500, 4.0) if SOAK else (60, 15.0)


async def sell_for_a_minute(world: World, sales: int, customers: int) -> dict[int, int]:
    """So many orders of several customers, paid evenly over a minute; their sums by number."""
    people = [await world.customer(5000 + number, f"Кардар {number}") for number in range(customers)]
    placed = [await world.order(people[turn % customers], 100_00 + turn % 7 * 50_50) for turn in range(sales)]
    world.start()
    began = world.clock.unix()
    for turn, order in enumerate(placed):
        await asyncio.sleep(0)
        await world.clock.sleep(max(0.0, began + turn * 60 / sales - world.clock.unix()))
        await world.pay(order)
    return {order.number: order.total for order in placed}


async def test_f057_a_minute_of_many_sales(
    sqlite_files: SQLiteFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every order is told to the group exactly once with its sum, soon, and no window of any chat is overfull."""
    async with opened(sqlite_files.fresh(tmp_path), SPEED) as world:
        sums = await sell_for_a_minute(world, SALES, customers=SALES // 5)
        last = max(world.paid_at.values())
        await world.drained()
        told = world.told()
        assert sorted(number for number, _, _ in told) == sorted(sums)
        assert {number: amount for number, amount, _ in told} == sums
        assert [number for number, _, _ in told] == sorted(sums), "late ones never overtake"
        assert_within_our_limits(world.telegram.ledger)
        receipts = [entry for entry in world.telegram.ledger.accepted() if (entry.chat_id or 0) >= 5000]
        assert len(receipts) == SALES
        late = [at - world.paid_at[number] for number, _, at in told]
        ours, theirs = delays(late), naive(list(world.paid_at.values()))
        group = [entry.at for entry in spent(world.telegram.ledger) if entry.chat_id == GROUP]
        with capsys.disabled():
            print(f"\n  {SALES} sales in a minute, told to a group in {len(group)} messages,", end=" ")
            print(f"at most {fullest(group, 60)} in 60 s")
            print(f"    merged             {ours}")
            print(f"    one card a sale    {theirs}")
        assert late[0] < 5
        assert ours.longest < 25
        assert max(at for _, _, at in told) - last < 25
        assert theirs.longest > ours.longest


async def test_f057_when_it_calms_down_cards_come_singly_again(world: World) -> None:
    """After a rush, the next sale is a card of its own."""
    await asyncio.gather(*(world.sale() for _ in range(25)))
    await world.drained()
    assert len(world.sent()) < 25
    await world.clock.sleep(70)
    order = await world.sale()
    await world.drained()
    [(number, _, _)] = world.told()[25:]
    assert number == order.number
    assert world.sent()[-1].text.startswith(f"<b>Сатуу: № {number} заказ")


async def test_a_handful_of_sales_at_once_are_cards_of_their_own(world: World) -> None:
    """Nobody wants digests of a quiet shop."""
    await asyncio.gather(*(world.sale() for _ in range(6)))
    await world.drained()
    assert len(world.sent()) == 6


async def test_f053_a_digest_too_long_for_a_message_is_several(world: World) -> None:
    """Two hundred sales that have waited for the group, with long names and large sums, are told in order, once."""
    await world.stop()
    shoppers = [await world.customer(7000 + number, "Ө" * 60) for number in range(40)]
    for turn in range(200):
        await world.sale(shoppers[turn % 40], 123_456_789_99 + turn % 7)
    world.start()
    await world.drained()
    assert [number for number, _, _ in world.told()] == list(range(1, 201))
    assert len(world.sent()) < 8


async def test_what_happens_to_a_sale_told_with_others_is_a_message_of_its_own(world: World) -> None:
    """The digest stays as it is; the card comes then, and later news edits that card."""
    await world.stop()
    placed = [await world.sale() for _ in range(30)]
    world.start()
    await world.drained()
    [digest] = [entry for entry in world.sent() if "</a> · " in (entry.text or "")]
    before = world.text(digest.message_id or 0)
    for amount in (10_00, 20_00):
        await world.refund(placed[3], amount)
        await world.drained()
    assert world.text(digest.message_id or 0) == before
    [card] = [entry for entry in world.sent() if entry.at > digest.at]
    assert "30\u00a0сом" in world.text(card.message_id or 0)
