"""What the tests of faults do again and again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

from bot.sandbox.xpay.payer import Row
from bot.settlement import Settlement
from bot.shop.order import Order
from bot.shop.people import Person
from bot.workers.settler import Settler
from bot.workers.supervisor import Supervisor
from tests.money.world import World
from tests.patience import PATIENCE


async def until(condition: Callable[[], Awaitable[object]], seconds: float = PATIENCE) -> None:
    """Wait, in real time, until something holds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def working(world: World, settlement: Settlement | None = None) -> AsyncIterator[Settler]:
    """The real settler at work."""
    supervisor = Supervisor()
    settler = Settler(world.database, world.clock, settlement or world.settlement)
    supervisor.start(settler)
    try:
        yield settler
    finally:
        await supervisor.stop()


async def callback_url(world: World, order: Order) -> str:
    """Where xPay posts news of an order's newest QR."""
    return str((await world.payer.payment(await world.link(order)))["callback_url"])


async def transaction(world: World, order: Order) -> str:
    """XPay's id of an order's newest QR."""
    return str((await world.payer.payment(await world.link(order)))["id"])


async def state(world: World, order: Order) -> str:
    return str((await world.reload(order)).state)


async def told(world: World, kind: str, **facts: Any) -> list[dict[str, Any]]:
    """The outbox rows of a kind whose facts are these."""
    rows = await world.rows("outbox", kind=kind)
    return [row for row in rows if facts.items() <= row["facts"].items()]


async def reasons(world: World, order: Order) -> list[str]:
    """Why money of an order is on the desk."""
    return [row["reason"] for row in await world.rows("desk_cases", order_id=order.id)]


async def questions(world: World, order: Order) -> list[Row]:
    """What xPay was asked about an order's newest QR."""
    return (await world.payer.ledger()).questions_about(await transaction(world, order))


def closest(asked: Iterable[Row]) -> float:
    """The shortest time between two questions, in seconds."""
    times = [datetime.fromisoformat(row["at"]) for row in asked]
    return min((later - sooner).total_seconds() for sooner, later in pairwise(times))


async def crowd(world: World, size: int) -> list[Person]:
    """As many customers."""
    return [await world.person(3000 + number, f"Кардар {number}") for number in range(size)]
