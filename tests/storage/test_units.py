"""Units of work: whole or not at all, on both databases."""

import asyncio
import threading
import time

import pytest
from sqlalchemy import text

from bot.shop.people import Shop
from bot.storage.database import Database, StorageUnavailable, Unit
from tests.patience import PATIENCE
from tests.storage.world import make_shop, new_shop

_READ = text("SELECT last_order_number FROM shops")


@pytest.fixture(autouse=True)
def one_shop(shop: Shop) -> Shop:
    """The row that these tests work on."""
    return shop


async def set_number(unit: Unit, number: int) -> None:
    await unit.run(text(f"UPDATE shops SET last_order_number = {number}"))  # noqa: S608 - a number of the test


async def number(unit: Unit) -> int:
    return int(await unit.value(_READ))


async def pause(unit: Unit, seconds: float) -> None:
    """Let a unit take its time: on SQLite it has a thread to itself, on PostgreSQL it shares the event loop."""
    if unit.dialect() == "sqlite":
        time.sleep(seconds)  # noqa: ASYNC251 - as said
    else:
        await asyncio.sleep(seconds)


async def wait(unit: Unit, event: threading.Event) -> None:
    """Let a unit wait for what another one does; as above."""
    if unit.dialect() == "sqlite":
        assert event.wait(PATIENCE)
    while not event.is_set():  # noqa: ASYNC110 - the event is one of threads
        await asyncio.sleep(0.01)


async def the_end_of_units(database: Database) -> None:
    """Units go on without their callers; nothing but `close` waits for those."""
    while database._running:  # noqa: ASYNC110 - units have no event for their end
        await asyncio.sleep(0.01)


async def test_a_unit_is_kept_together(database: Database) -> None:
    """What a unit did is there for the next one."""
    await database.write(set_number, 7)
    assert await database.read(number) == 7


async def test_an_error_rolls_the_unit_back(database: Database) -> None:
    """A unit that raises leaves nothing behind, and its own error comes out."""

    async def fail(unit: Unit) -> None:
        await set_number(unit, 7)
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await database.write(fail)
    assert await database.read(number) == 0


async def test_a_statement_that_breaks_a_rule_rolls_the_unit_back(database: Database) -> None:
    """A constraint's refusal is the statement's fault: it comes out as it is, and nothing of the unit stays."""

    async def fail(unit: Unit) -> None:
        await set_number(unit, 7)
        await unit.run(text("INSERT INTO photos (shop_id, content) VALUES (999, '')"))

    with pytest.raises(Exception, match=r"(?i)foreign key") as caught:
        await database.write(fail)
    assert not isinstance(caught.value, StorageUnavailable)
    assert await database.read(number) == 0


async def test_reading_units_cannot_write(database: Database) -> None:
    """A unit that was begun for reading is refused by the database when it writes."""
    with pytest.raises(StorageUnavailable, match=r"(?i)read.?only"):
        await database.read(set_number, 7)
    assert await database.read(number) == 0


async def test_a_reading_unit_sees_one_state(database: Database) -> None:
    """What others commit meanwhile stays invisible to a unit that has begun to read."""

    async def read_twice(unit: Unit) -> tuple[int, int]:
        first = await number(unit)
        loop.call_soon_threadsafe(begun.set)
        await wait(unit, written)
        return first, await number(unit)

    loop, begun, written = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(database.read(read_twice))
        await begun.wait()
        await database.write(set_number, 7)
        written.set()
    assert reading.result() == (0, 0)


async def test_f063_a_cancelled_callers_unit_is_whole(database: Database) -> None:
    """Cancelling whoever waits for a unit never leaves half of it, nor hands half of it to the next unit."""
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    async def slow(unit: Unit) -> None:
        await set_number(unit, 1)
        loop.call_soon_threadsafe(begun.set)
        await pause(unit, 0.05)
        await set_number(unit, 2)

    async with asyncio.TaskGroup() as group:
        caller = group.create_task(database.write(slow))
        await begun.wait()
        caller.cancel()
    assert caller.cancelled()
    await the_end_of_units(database)
    assert await database.read(number) == 2


async def test_f063_cancelling_at_any_moment_is_all_or_nothing(database: Database) -> None:
    """Sixty callers cancelled at as many moments: each unit counts fully or not at all."""

    async def two_steps(unit: Unit) -> None:
        await unit.run(text("UPDATE shops SET last_order_number = last_order_number + 1"))
        await unit.run(text("UPDATE shops SET last_order_number = last_order_number + 1"))

    async def cancelled_after(turns: int) -> None:
        async with asyncio.TaskGroup() as group:
            caller = group.create_task(database.write(two_steps))
            for _ in range(turns):
                await asyncio.sleep(0)
            caller.cancel()

    async with asyncio.TaskGroup() as group:
        for turns in range(60):
            group.create_task(cancelled_after(turns))
    await the_end_of_units(database)
    assert await database.read(number) % 2 == 0


async def test_close_waits_for_units_whose_callers_are_gone(database_url: str) -> None:
    """A unit begun before closing is committed, even if nobody waits for it any more."""
    database = Database.open(database_url)
    await database.write(make_shop, new_shop())
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    async def slow(unit: Unit) -> None:
        loop.call_soon_threadsafe(begun.set)
        await pause(unit, 0.05)
        await set_number(unit, 7)

    async with asyncio.TaskGroup() as group:
        caller = group.create_task(database.write(slow))
        await begun.wait()
        caller.cancel()
    await database.close()
    again = Database.open(database_url)
    try:
        assert await again.read(number) == 7
    finally:
        await again.close()


async def test_bells_ring_only_after_the_commit(database: Database) -> None:
    """Whoever is woken by a bell finds what the unit did."""
    rung_inside = []

    async def ring(unit: Unit) -> None:
        unit.ring("news")
        await set_number(unit, 7)
        rung_inside.append(database.bell("news").is_set())

    await database.write(ring)
    assert rung_inside == [False]
    assert database.bell("news").is_set()


async def test_a_unit_that_failed_rings_nothing(database: Database) -> None:
    """A bell is a promise that something was committed."""

    async def fail(unit: Unit) -> None:
        unit.ring("news")
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fail)
    assert not database.bell("news").is_set()


async def test_forty_units_that_read_and_then_write_lose_nothing(database: Database) -> None:
    """Reading a number and writing it back plus one, forty at once, makes forty."""

    async def increase(unit: Unit) -> None:
        before = await number(unit)
        await pause(unit, 0)
        await set_number(unit, before + 1)

    async with asyncio.TaskGroup() as group:
        for _ in range(40):
            group.create_task(database.write(increase))
    assert await database.read(number) == 40


async def test_a_unit_waits_for_its_own_statements_alone(database: Database, database_url: str) -> None:
    """On SQLite whatever else a unit waits for is a mistake, said at once, and nothing of the unit is kept."""
    if not database_url.startswith("sqlite"):
        return

    async def wait_for_something_else(unit: Unit) -> None:
        await set_number(unit, 7)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="its own statements"):
        await database.write(wait_for_something_else)
    assert await database.read(number) == 0
