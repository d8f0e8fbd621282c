"""A program that brings up short-lived copies of the shop, to be killed: `python -m tests.simulation.nursery`.

It imports everything once and then forks a child for each line of JSON on its standard input; a line of JSON on its
standard output tells the child's pid, another one how it ended. A rehearsal is lived by the program itself, so that its
children are born with everything loaded. What is counted and cut here is wrapped from outside:
nothing in the shop knows of it.
"""

import asyncio
import json
import logging
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import web

from bot.app import App
from bot.checkout import Checkout
from bot.clock import Clock
from bot.metrics import Metrics
from bot.sandbox.xpay.payer import Payer
from bot.settings import load
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Person
from bot.storage import orders, outbox, payments, people
from bot.storage.callbacks import Inbox
from bot.storage.database import Database
from bot.texts.languages import translations
from bot.web import Outside, application
from bot.xpay import XPayClient
from bot.xpay.asking import Asker
from tests.patience import PATIENCE

KILLED = 137
SPEED = 20
"""A child's seconds last a twentieth: it waits out the limits of Telegram, and nobody waits for it."""

NOT_OF_THE_PATH = {
    "_show_bills_run_out",
    "beat",
    "ensure_shop",
    "forget",
    "forget_bodies",
    "forget_facts",
    "note_public",
    "open_claim",
}
"""Commits of housekeeping, which come when they like."""

_CALLS = ("send", "edit")


class FastClock(Clock):
    """Time since a given moment, running fast."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * SPEED)

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds()) / SPEED
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass


class Points:
    """Names the places at which a process may die, by what happens there and for which time."""

    def __init__(self, die_at: str | None) -> None:
        self.armed = False
        self.passed: list[str] = []
        self._die_at = die_at
        self._met: Counter[str] = Counter()

    def reach(self, where: str) -> None:
        """Here it happens, if it is to happen here."""
        if not self.armed:
            return
        self._met[where] += 1
        name = f"{where} #{self._met[where]}"
        if name == self._die_at:
            os._exit(KILLED)
        self.passed.append(name)

    def around(self, owner: type, method: str, name: Callable[..., str | None]) -> None:
        """Two places: before a call of this method, and after it has come back (also with an error)."""
        original = getattr(owner, method)

        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            what = name(*args)
            if what is None:
                return await original(*args, **kwargs)
            self.reach(f"before {what}")
            try:
                return await original(*args, **kwargs)
            finally:
                self.reach(f"after {what}")

        setattr(owner, method, wrapped)

    def at_commits(self) -> None:
        """Two places more: all statements of a unit are done and not committed, and it is committed.

        A unit that only looked for work and found none is no place: how often that happens is chance.
        """
        original = Database.write

        async def wrapped(database: Database, work: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
            name, idle = work.__name__, False

            async def cut(unit: Any, *inner: Any, **named: Any) -> Any:
                nonlocal idle
                result = await work(unit, *inner, **named)
                idle = name in NOT_OF_THE_PATH or (name.startswith("claim") and not result)
                if not idle:
                    self.reach(f"before commit of {name}")
                return result

            result = await original(database, cut, *args, **kwargs)
            if not idle:
                self.reach(f"after commit of {name}")
            return result

        Database.write = wrapped  # type: ignore[method-assign,assignment]  # the seam of this program

    def everywhere(self) -> None:
        """Every commit, and every call to xPay and Telegram that belongs to paying."""
        self.at_commits()
        self.around(Asker, "_sign_in", lambda *_: "xPay login")
        self.around(XPayClient, "create_qr", lambda *_: "xPay create")
        self.around(XPayClient, "status", lambda *_: "xPay status")
        self.around(AiohttpSession, "make_request", _spoken)


def _spoken(_session: Any, _bot: Any, method: Any, *_: Any) -> str | None:
    name: str = method.__api_method__
    return f"Telegram {name}" if name.startswith(_CALLS) else None


async def pay(job: dict[str, Any]) -> None:
    """A customer orders and pays, from wherever the last child left off, until everybody knows."""
    points = Points(job.get("die_at"))
    if not job["rehearsal"]:
        points.everywhere()
    app = App(load(_env_file=None, **job["settings"]), FastClock(datetime.fromisoformat(job["now"])))
    await app.start()
    await _until(lambda: _true(app._dispatcher is not None))
    assert app._dispatcher is not None
    shop = Customer(app._database, app._dispatcher["checkout"], job["customer"])
    points.armed = True
    async with Payer(job["xpay"]) as payer:
        order = await shop.order()
        link = await shop.link(order)
        await _until(shop.nothing_unsent)
        if not (await payer.payment(link))["trx"]:
            await payer.pay(link, callback=False)
            await payer.set_status(link, "COMPLETED")  # says so until it hears 201
        await _until(lambda: shop.is_paid(order))
        await _until(shop.nothing_unsent)
    if job["rehearsal"]:
        await app.stop()
    _tell(passed=points.passed)


class Customer:
    """What a customer sees and does; taps again after a crash, as people do."""

    def __init__(self, database: Database, checkout: Checkout, telegram_id: int) -> None:
        self._database = database
        self._checkout = checkout
        self._telegram_id = telegram_id

    async def _person(self) -> Person:
        found = await self._database.read(people.find, 1, self._telegram_id)
        assert found is not None
        return found

    async def order(self) -> Order:
        """The order, placed unless it was."""
        person = await self._person()
        mine = await self._database.read(orders.recent, person)
        return mine[0] if mine else await self._checkout.confirm(person, Wishes(Handover.PICKUP))

    async def link(self, order: Order) -> str:
        """The link to pay; where the QR did not come to be, another one is asked for once the card says so."""
        await _until(lambda: self._is_settled(order))
        payment = await self._payment(order)
        if payment.link is None:
            await self._checkout.pay_again(await self._person(), order.number)
            payment = await self._payment(order)
        assert payment.link is not None
        return payment.link

    async def _payment(self, order: Order) -> Payment:
        payment = await self._database.read(payments.newest, order.id)
        assert payment is not None
        return payment

    async def _is_settled(self, order: Order) -> bool:
        return (await self._payment(order)).state is not PaymentState.CREATING

    async def is_paid(self, order: Order) -> bool:
        return (await self._database.read(orders.load, order.id)).state is OrderState.PAID

    async def nothing_unsent(self) -> bool:
        return (await self._database.read(outbox.depth))[0] == 0


async def serve(job: dict[str, Any]) -> None:
    """Take callbacks on a port until killed."""
    database, clock = Database.open(job["url"]), Clock()

    async def nothing(*_: Any) -> dict[str, str]:
        return {}

    outside = Outside(database, clock, Inbox(database, clock), nothing, "", nothing, Metrics())  # type: ignore[arg-type]
    runner = web.AppRunner(application(outside), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", job["port"]).start()
    _tell(port=runner.addresses[0][1])
    await asyncio.Event().wait()


async def _true(value: bool) -> bool:
    return value


async def _until(done: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not await done():  # noqa: ASYNC110  # what is waited for is on disk, and rings no bell
            await asyncio.sleep(0.005)


JOBS = {"pay": pay, "serve": serve}


def _tell(**what: Any) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def _raise(job: dict[str, Any]) -> None:
    """The life of a child. It ends as suddenly when all is well: nothing may depend on a farewell."""

    async def life() -> None:
        await JOBS[job["job"]](job)
        os._exit(0)

    try:
        asyncio.run(life())
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def main() -> None:
    logging.disable(logging.CRITICAL)
    translations()
    for line in sys.stdin:
        job = json.loads(line)
        if job.get("rehearsal"):
            asyncio.run(JOBS[job["job"]](job))
            continue
        child = os.fork()
        if child == 0:
            _raise(job)
        _tell(pid=child)
        _tell(code=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    os._exit(0)


if __name__ == "__main__":
    main()
