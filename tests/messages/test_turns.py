"""Replies of handlers: instant in bursts, patient beyond them, and never in the way of money."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter

from bot.sandbox.telegram.faults import Fault
from bot.storage import outbox
from bot.workers.limits import Voice
from bot.workers.turns import NotYet
from tests.messages.rates import assert_within_our_limits, fullest, spent
from tests.messages.world import CUSTOMER, GROUP, World


async def screen(world: World) -> int:
    """A screen in the customer's chat; its number."""
    await world.customer()
    return (await world.bot.send_message(CUSTOMER, "0")).message_id


async def test_five_quick_taps_are_instant(world: World) -> None:
    """Each of them shows at once."""
    number = await screen(world)
    began = world.clock.unix()
    for tap in range(1, 6):
        await world.bot.edit_message_text(str(tap), chat_id=CUSTOMER, message_id=number)
        assert world.text(number, CUSTOMER) == str(tap)
    assert world.clock.unix() - began < 3


async def test_of_a_hundred_taps_the_last_one_shows_and_no_handler_waits(world: World) -> None:
    """An edit that cannot go yet does not keep its handler, and a newer one takes its place."""
    number = await screen(world)
    async with asyncio.timeout(3):
        for tap in range(1, 101):
            await world.bot.edit_message_text(str(tap), chat_id=CUSTOMER, message_id=number)
    await world.until(lambda: world.text(number, CUSTOMER) == "100")
    assert len(world.telegram.ledger.accepted(CUSTOMER, "editMessageText")) < 40
    assert_within_our_limits(world.telegram.ledger)


async def test_replies_wait_in_order(world: World) -> None:
    """Thirty sentences to one chat arrive as they were said, within the limits."""
    await world.customer()
    await asyncio.gather(*(world.bot.send_message(CUSTOMER, str(turn)) for turn in range(30)))
    assert [entry.text for entry in world.sent(CUSTOMER)] == [str(turn) for turn in range(30)]
    assert_within_our_limits(world.telegram.ledger)


async def test_answers_to_presses_never_wait(world: World) -> None:
    """A full chat holds up no answer; a press that is too old for Telegram is refused at once as ever."""
    await world.customer()
    for turn in range(10):
        await world.bot.send_message(CUSTOMER, str(turn))
    begun = world.clock.unix()
    with pytest.raises(Exception, match="query is too old"):
        await world.bot.answer_callback_query("17")
    assert world.clock.unix() - begun < 2


async def test_who_would_wait_too_long_is_told(world: World) -> None:
    """After half a minute a handler gets the error that Telegram would give, and Telegram is not asked."""
    world.telegram.faults.add(
        Fault("error", "sendMessage", GROUP, status=429, description="Too Many Requests", retry_after=200)
    )
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter):
            await world.bot.send_message(GROUP, "!")
    with pytest.raises(NotYet):
        await world.bot.send_message(GROUP, "!")
    assert len(world.telegram.ledger.entries) == 1


async def test_f044_a_reply_that_is_slowed_down_comes_a_little_later(world: World) -> None:
    """Telegram's word is kept, and the sentence is not lost."""
    await world.customer()
    world.telegram.faults.add(
        Fault("error", "sendMessage", CUSTOMER, status=429, description="Too Many Requests", retry_after=4)
    )
    began = world.clock.unix()
    await world.bot.send_message(CUSTOMER, "!")
    assert world.sent(CUSTOMER)[0].at - began >= 4


async def test_a_busy_group_still_answers_its_people(world: World) -> None:
    """In the middle of a rush four replies go at once, and the group as a whole stays within its limit."""
    await world.clock.sleep(61)  # in a process's first minute the replies of the one before may count still
    for _ in range(40):
        await world.sale()
    await world.until(lambda: len(world.sent()) >= 7)
    for turn in range(4):
        now = world.clock.now()
        assert world.limits.free_at(GROUP, Voice.REPLY, now) - now <= timedelta(seconds=1)  # what all chats share
        await world.bot.send_message(GROUP, f"reply {turn}")
    await world.drained()
    assert sorted(number for number, _, _ in world.told()) == list(range(1, 41))
    assert_within_our_limits(world.telegram.ledger)


async def test_f062_a_restart_in_a_rush_keeps_the_limits(world: World) -> None:
    """The new process knows from the outbox what the one before has sent."""
    for _ in range(30):
        await world.sale()
    for _ in range(4):
        await world.clock.sleep(2)
        await world.restart()
    await world.drained()
    assert [number for number, _, _ in world.told()] == list(range(1, 31))
    assert_within_our_limits(world.telegram.ledger)


async def test_waiting_costs_the_database_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that cannot go yet are not taken up and put back: while a full chat waits, nothing is written."""
    written: list[str] = []
    original = type(world.database).write

    async def counted(database: Any, work: Any, *args: Any, **more: Any) -> Any:
        written.append(work.__name__)
        return await original(database, work, *args, **more)

    world.limits.freeze(GROUP, world.clock.now().replace(year=2027), world.clock.now())
    people = [await world.customer(6000 + number) for number in range(10)]
    for turn in range(50):
        await world.sale(people[turn % 10])
    await world.until(lambda: len([e for e in spent(world.telegram.ledger) if (e.chat_id or 0) >= 6000]) == 50)

    async def noted() -> bool:
        return (await world.database.read(outbox.depth))[0] == 50

    await world.until(noted)
    monkeypatch.setattr(type(world.database), "write", counted)
    await world.clock.sleep(60)
    assert written == []
    assert fullest([entry.at for entry in spent(world.telegram.ledger)], 1) <= 25
