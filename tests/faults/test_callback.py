"""Callbacks and check_url: floods, deaths at a bad moment, races."""

import asyncio
import sys
from pathlib import Path

from aiohttp import ClientSession, TCPConnector

from bot.shop.order import OrderState
from bot.storage.callbacks import KEPT_PER_PAYMENT
from tests.faults.acts import callback_url, closest, questions, reasons, state, told, until, working
from tests.money.world import World

FLOOD = 1200


async def test_f011_a_flood_of_forged_callbacks_drowns_nobody(world: World) -> None:
    """Forged news, for a known token and for none, cost a bounded number of rows and questions; who paid is found."""
    flooded = await world.order(await world.person(), await world.product(), comment="flooded")
    other = await world.order(await world.person(2001, "Азамат"), await world.product())
    url = await callback_url(world, flooded)
    await world.payer.pay(await world.link(other), callback=False)
    async with working(world), ClientSession(connector=TCPConnector(limit=100)) as web:

        async def forge(number: int) -> int:
            target = url if number % 2 else f"{url}{number}"
            async with web.post(target, json={"pay_status": "COMPLETED", "n": number}) as answer:
                return answer.status

        posts = asyncio.gather(*map(forge, range(FLOOD)))
        world.clock.advance(seconds=61)
        await until(lambda: _is_paid(world, other.id))
        statuses = await posts
        world.clock.advance(seconds=4)
        await until(lambda: _nothing_due(world))
    assert sorted(set(statuses)) == [201, 404]
    assert await state(world, flooded) == OrderState.WAITING
    assert len(await world.rows("callbacks")) == KEPT_PER_PAYMENT
    asked = await questions(world, flooded)
    assert len(asked) <= 3
    assert closest(asked) >= 3


async def _is_paid(world: World, order_id: int) -> bool:
    return bool(await world.rows("orders", id=order_id, state="paid"))


async def _nothing_due(world: World) -> bool:
    return all(row["due_at"] is None or row["due_at"] > world.clock.now() for row in await world.rows("payments"))


_DIES_BEFORE_IT_ANSWERS = """
import asyncio, os, sys
from datetime import datetime
from bot.clock import Clock
from bot.storage.callbacks import Callback, Inbox
from bot.storage.database import Database

class Standing(Clock):
    def now(self):
        return datetime.fromisoformat(sys.argv[3])

async def main():
    inbox = Inbox(Database.open(sys.argv[1]), Standing())
    if await inbox.receive(Callback(sys.argv[2], "0" * 64, "{}", None)):
        os._exit(137)

asyncio.run(main())
"""


async def test_f013_death_between_commit_and_answer_is_healed_by_the_repetition(world: World, tmp_path: Path) -> None:
    """What was stored but never answered comes again, is taken as a duplicate, and pays once."""
    order = await world.order(await world.person(), await world.product())
    link, url = await world.link(order), await callback_url(world, order)
    await world.payer.pay(link, callback=False)
    file, token = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}", url.rpartition("/")[2]
    died = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _DIES_BEFORE_IT_ANSWERS, file, token, world.clock.now().isoformat()
    )
    assert await died.wait() == 137
    assert len(await world.rows("callbacks")) == 1
    assert await world.payer.callback(link) == [201]
    await world.ask_due()
    await world.settle()
    assert await state(world, order) == OrderState.PAID
    assert (len(await world.rows("callbacks")), len(await told(world, "receipt"))) == (2, 1)


async def test_f017_cancelled_after_check_url_said_yes(world: World) -> None:
    """The cancelling holds; the money that was let through before goes to the desk, and both sides hear of it."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    link = await world.link(order)
    check = str((await world.payer.payment(link))["check_url"])
    async with ClientSession() as web:
        for method, expected in (("GET", 201), ("POST", 201)):
            async with web.request(method, check) as answer:
                assert answer.status == expected
        assert (await world.checkout.cancel(person, order.number)).state is OrderState.CANCELLED
        for method in ("GET", "POST"):
            async with web.request(method, check) as answer:
                assert answer.status == 409
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    assert await state(world, order) == OrderState.CANCELLED
    assert await reasons(world, order) == ["cancelled_order"]
    assert (len(await told(world, "desk")), len(await told(world, "odd_money"))) == (1, 1)
    assert await world.stock(cake) == 5


async def test_check_url_stops_a_qr_that_nobody_was_shown(world: World) -> None:
    """A QR whose making ended in doubt has no link here: nobody can pay it with a yes of ours."""
    await world.client.point()
    await world.payer.fault("create", "patch", patch={"qr_code": "https://elsewhere.example/pay#00020101"})
    order = await world.order(await world.person(), await world.product())
    (made,) = (await world.payer.ledger()).created
    outcome = await world.payer.pay(made["id"])
    assert (outcome.paid, outcome.reason) == (False, "check_refused")
    assert await state(world, order) == OrderState.PLACED
