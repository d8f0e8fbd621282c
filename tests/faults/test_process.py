"""The process and what it stands on: cancelled callers, a full or locked disk, clocks that jump, a great backlog."""

import asyncio
import ctypes
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.doctor.database import examine
from bot.sandbox.xpay import XPaySandbox
from bot.settings import load
from bot.settlement import Settlement
from bot.shop.order import Order, OrderState
from bot.storage import carts, engines, examination, orders, outbox
from bot.storage.callbacks import Callback, Inbox
from bot.storage.database import StorageUnavailable, Unit
from bot.storage.outbox import Kind, Notice, Priority
from bot.storage.payments import hash_token
from bot.storage.prepared import Prepared, Record
from bot.storage.tables import metadata
from tests.faults.acts import callback_url, crowd, state, told, until, working
from tests.money.world import START, World, make_world
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


async def _rest(world: World) -> None:
    """Let the units end whose callers went away."""
    while world.database._running:  # noqa: ASYNC110 - units have no event for their end
        await asyncio.sleep(0.005)


@pytest.mark.parametrize("seed", [1, 2])
async def test_f063_checkout_cut_off_at_any_moment_is_whole_or_not_at_all(world: World, seed: int) -> None:
    """Whoever was cut off looks again: there is one order with its stock held, or none and the cart is as it was."""
    cake, chance = await world.product(stock=100), random.Random(seed)
    for person in await crowd(world, 12):
        await world.database.write(carts.change, person, cake, 1)
        caller = asyncio.get_running_loop().create_task(world.order(person, cake, 1))
        await asyncio.sleep(chance.uniform(0, 0.03))
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
        await _rest(world)
        placed = await world.database.read(orders.recent, person)
        cart = await world.database.read(carts.load, person)
        assert (len(placed), bool(cart.lines)) in {(1, False), (0, True)}
    held = sum(line.quantity for one in await _orders(world) for line in one.lines)
    assert await world.stock(cake) == 100 - held
    world.clock.advance(seconds=61)
    await world.ask_due()
    for one in await _orders(world):  # those whose QR was never made offer a new one
        person = next(person for person in await crowd(world, 12) if person.id == one.person_id)
        await world.checkout.pay_again(person, one.number)
        assert await state(world, one) == OrderState.WAITING
        assert await world.link(one)


async def _orders(world: World) -> list[Order]:
    return [await world.database.read(orders.load, row["id"]) for row in await world.rows("orders")]


async def test_f063_settling_cut_off_at_any_moment_settles_once(world: World) -> None:
    """A cancelled question changes all or nothing; asked again, each order is paid by one transfer and told once."""
    cake, chance = await world.product(stock=None), random.Random(3)
    for person in await crowd(world, 12):
        await world.payer.pay(await world.link(await world.order(person, cake)), callback=False)
    world.clock.advance(seconds=61)
    for payment, leased_until in await world.settlement.claim_due(12):
        asking = asyncio.get_running_loop().create_task(world.settlement.ask(payment, leased_until))
        await asyncio.sleep(chance.uniform(0, 0.012))
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await _rest(world)
        paid = await world.rows("orders", id=payment.order_id, state="paid")
        assert len(await world.rows("transfers", payment_id=payment.id)) == len(paid)
    world.clock.advance(seconds=61)
    await world.ask_due()
    for table, where in (("orders", {"state": "paid"}), ("transfers", {}), ("outbox", {"kind": "receipt"})):
        assert len(await world.rows(table, **where)) == 12


async def _limit(unit: Unit, more: int) -> None:
    pages = await unit.value(text("PRAGMA page_count"))
    await unit.run(text(f"PRAGMA max_page_count = {pages + more}"))


async def _everything(world: World) -> dict[str, list[dict[str, Any]]]:
    tables = ("callbacks", "payments", "orders", "order_events", "transfers", "desk_cases", "outbox", "products")
    return {table: await world.rows(table) for table in tables}


@pytest.fixture
async def cramped(tmp_path: Path) -> AsyncIterator[World]:
    """A shop in a file of the smallest pages, where nearly every statement needs another one."""
    file = sqlite3.connect(tmp_path / "shop.db")
    file.executescript("PRAGMA page_size = 512; CREATE TABLE first (x); DROP TABLE first")
    file.close()
    async with make_world(tmp_path, spacing_seconds=60.0) as made:
        yield made


async def test_f064_a_disk_full_at_any_statement_of_the_payment_path(
    cramped: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page of space at a time: what does not fit is refused as a whole (503), and done when there is space."""
    world, execute = cramped, Prepared.execute

    def named(prepared: Prepared, connection: sqlite3.Connection, values: Record) -> sqlite3.Cursor:
        try:
            return execute(prepared, connection, values)
        except sqlite3.Error as error:
            error.add_note(prepared.text)
            raise

    monkeypatch.setattr(Prepared, "execute", named)
    cake = await world.product(stock=None)
    placed = [await world.order(person, cake) for person in await crowd(world, 10)]
    links = [await world.link(order) for order in placed]
    for number, link in enumerate(links):
        await world.payer.pay(link, 150000 + number % 2, force=True, callback=False, check=False)
    await world.database.write(_limit, 0)
    refused: list[str] = []
    for link in links:
        refused += await _told_somehow(world, link)
        refused += await _settled_somehow(world)
    assert {"callbacks", "transfers", "outbox", "order_events"} <= set(refused), refused
    paid, odd = await world.rows("orders", state="paid"), await world.rows("desk_cases")
    assert (len(paid), len(odd), len(await world.rows("transfers"))) == (5, 5, 10)
    assert (len(await told(world, "receipt")), len(await told(world, "odd_money"))) == (5, 5)
    assert len(await world.rows("callbacks")) == 10


async def _told_somehow(world: World, link: str) -> list[str]:
    """Callback after callback, with one page more each time, until one is taken."""
    full: list[str] = []
    body = '{"status": "' + "x " * 30 + '", "trx": "' + "y " * 30 + '"}'
    before = await _everything(world)
    while (status := await world.payer.callback(link, body=body)) != [201]:
        assert status == [503]
        assert await _everything(world) == before
        full.append("callbacks")
        await world.database.write(_limit, len(full))
    return full


async def _settled_somehow(world: World) -> list[str]:
    """Question after question, with one page more each time, until its answer is kept; the tables that were full."""
    full: list[str] = []
    while due := await world.settlement.claim_due(1):
        before = await _everything(world)
        try:
            await world.settlement.ask(*due[0])
        except StorageUnavailable as error:
            assert await _everything(world) == before
            full.append(_table(error.__cause__))
            await world.database.write(_limit, len(full))
            world.clock.advance(seconds=60)
    return full


def _table(error: BaseException | None) -> str:
    """The table that did not take a row."""
    assert isinstance(error, DBAPIError)
    statement = error.statement or " ".join(error.orig.__notes__ if error.orig else ())
    return statement.split()[2]


async def test_f065_an_outsider_holds_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Callbacks and check_url get 503, a question's answer is not kept, the settler goes on: nothing is lost."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)
    async with make_world(folder, spacing_seconds=60.0) as world:
        order = await world.order(await world.person(), await world.product())
        link = await world.link(order)
        check = (await world.payer.payment(link))["check_url"]
        await world.payer.pay(link, callback=False)
        outsider = sqlite3.connect(folder / "shop.db", isolation_level=None)
        async with working(world):
            outsider.execute("BEGIN IMMEDIATE")
            world.clock.advance(seconds=61)
            assert await world.payer.callback(link, times=3) == [503] * 3
            async with ClientSession() as web, web.get(check) as answer:
                assert answer.status == 503
            assert await world.rows("callbacks") == []
            outsider.execute("ROLLBACK")
            outsider.close()
            world.clock.advance(seconds=1)
            assert await world.payer.callback(link) == [201]
            await until(lambda: _paid(world, order))
        assert len(await world.rows("transfers")) == 1


async def _paid(world: World, order: Order) -> bool:
    return await state(world, order) == OrderState.PAID


def _as_no_superuser() -> None:
    """Root without its power to pass over file permissions; others have none to lose."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


def _without_its_power(program: list[str], folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What our own program says about a folder that it has no special rights to."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *program],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        preexec_fn=_as_no_superuser,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_f066_a_database_that_cannot_be_written_stops_the_start(folder: Path) -> None:
    """`tolom run` ends with a sentence that says where to look, status 2, and no traceback."""
    (folder / "shop.db").chmod(0o400)
    run = _without_its_power(
        ["-m", "bot", "run"],
        folder,
        BOT_TOKEN="4242:sandbox",
        TELEGRAM_API_URL="http://127.0.0.1:9",
        XPAY_CLIENT_ID="sandbox-client",
        XPAY_CLIENT_SECRET="sandbox-secret",
        XPAY_API_URL="http://127.0.0.1:9",
        HTTP_PORT="0",
        DATABASE_URL=f"sqlite+aiosqlite:///{folder}/shop.db",
        OWNER_IDS="1002",
    )
    assert run.returncode == 2, run.stderr
    assert "The database cannot be used" in run.stderr
    assert "DATABASE_URL" in run.stderr
    assert "Traceback" not in run.stderr


_GUARDED = """
import sys
from bot.storage.database import StorageUnavailable
from bot.storage.guard import Guard
try:
    Guard(sys.argv[1]).__enter__()
except StorageUnavailable as error:
    print(error)
"""


def test_f066_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    """Where not even the lock can be taken, the refusal names the file."""
    locked = folder / "locked"
    locked.mkdir(mode=0o500)
    said = _without_its_power(["-c", _GUARDED, f"sqlite+aiosqlite:///{locked}/shop.db"], folder)
    assert f"{locked}/shop.db.lock cannot be made" in said.stdout, said.stderr


async def test_f069_the_doctor_speaks_of_an_unsound_sqlite(world: World, tmp_path: Path) -> None:
    """`tolom check` names the version, and warns where two writers could damage the file."""
    settings = load(
        _env_file=None,
        bot_token="4242:sandbox",
        xpay_client_id="sandbox-client",
        xpay_client_secret="sandbox-secret",
        owner_ids="1002",
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}",
    )
    _, findings = await examine(settings)
    (sqlite,) = [asdict(one) for one in findings if one.part == "sqlite"]
    assert sqlite3.sqlite_version in sqlite["text"]
    assert (sqlite["level"] == "ok") == examination.sqlite_is_sound()
    assert (await world.database.read(_count, "shops")) == 1


async def _count(unit: Unit, table: str) -> int:
    return int(await unit.value(select(func.count()).select_from(metadata.tables[table])))


class Machine:
    """A machine's two clocks: one can be set, the other only runs."""

    def __init__(self) -> None:
        self.wall, self.steady = START, 1000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.steady)

    def run(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


@pytest.mark.parametrize("hours", [1, -1])
def test_f070_a_step_of_the_clock_is_made_up_for_slowly(hours: int) -> None:
    """No moment comes an hour early or late; the time shown is right again after a day, and never runs backwards."""
    machine = Machine()
    clock = machine.clock()
    machine.wall += timedelta(hours=hours)
    before = clock.now()
    assert before == START
    for _ in range(24 * 60):
        machine.run(60)
        now = clock.now()
        assert timedelta(seconds=57) <= now - before <= timedelta(seconds=63)
        before = now
    assert before == machine.wall


def test_f070_a_clock_that_was_quite_wrong_is_followed_at_once() -> None:
    """A machine that booted in the past shows the right time as soon as it knows it."""
    machine = Machine()
    clock = machine.clock()
    machine.wall += timedelta(days=900)
    assert clock.now() == machine.wall


@pytest.mark.parametrize("hours", [1, -1])
async def test_f070_no_mass_expiry_after_a_step(world: World, hours: int) -> None:
    """Orders keep the minutes they had, and a callback is asked about at once."""
    cake = await world.product(stock=None)
    placed = [await world.order(person, cake) for person in await crowd(world, 3)]
    machine = Machine()
    clock = machine.clock()
    settlement = Settlement(
        world.database, clock, lambda _: world.client, unit="auto", callbacks=True, random=lambda: 0.5
    )
    machine.run(30)
    machine.wall += timedelta(hours=hours)
    await world.payer.pay(await world.link(placed[0]), callback=False)
    token = (await callback_url(world, placed[0])).rpartition("/")[2]
    assert await Inbox(world.database, clock).receive(Callback(token, "0" * 64, "{}", None))
    for minutes in (0, 1, 12, 12):
        machine.run(60 * minutes)
        for payment, leased_until in await settlement.claim_due(10):
            await settlement.ask(payment, leased_until)
    assert await state(world, placed[0]) == OrderState.PAID
    assert {await state(world, one) for one in placed[1:]} == {OrderState.WAITING}
    machine.run(60 * 8)
    for payment, leased_until in await settlement.claim_due(10):
        await settlement.ask(payment, leased_until)
    assert {await state(world, one) for one in placed[1:]} == {OrderState.EXPIRED}


async def test_f070_a_restart_with_the_clock_set_back_still_hears_callbacks(world: World) -> None:
    """A question that was put "in an hour" does not delay the one that a callback wakes."""
    order = await world.order(await world.person(), await world.product())
    world.clock.advance(seconds=61)
    await world.ask_due()
    await world.payer.pay(await world.link(order), callback=False)
    machine = Machine()
    machine.wall -= timedelta(hours=1)
    clock = machine.clock()
    settlement = Settlement(
        world.database, clock, lambda _: world.client, unit="auto", callbacks=True, random=lambda: 0.5
    )
    token = (await callback_url(world, order)).rpartition("/")[2]
    assert await Inbox(world.database, clock).receive(Callback(token, "0" * 64, "{}", None))
    machine.run(4)
    ((payment, leased_until),) = await settlement.claim_due(10)
    await settlement.ask(payment, leased_until)
    assert await state(world, order) == OrderState.PAID


BACKLOG, UNSENT = 10_000, 5_000


async def _backlog(unit: Unit, order: dict[str, Any], payment: dict[str, Any], now: datetime) -> None:
    """As many open orders whose time is up, each with a QR, and messages that wait."""
    first = max(order["id"], payment["id"]) + 1
    numbers = range(first, first + BACKLOG)
    await unit.run_many(
        insert(metadata.tables["orders"]),
        [order | {"id": n, "number": n, "token": f"o{n}", "basket": f"b{n}", "state": "waiting"} for n in numbers],
    )
    await unit.run_many(
        insert(metadata.tables["payments"]),
        [
            payment
            | {"id": n, "order_id": n, "token_hash": hash_token(f"p{n}"), "transaction_id": _id(n), "due_at": now}
            for n in numbers
        ],
    )
    await unit.run_many(insert(metadata.tables["outbox"]), [_waiting(order["shop_id"], n, now) for n in range(UNSENT)])


def _waiting(shop_id: int, number: int, now: datetime) -> dict[str, Any]:
    """A message that nobody has sent; the last one is about money."""
    priority = Priority.MONEY if number == UNSENT - 1 else Priority.REST
    notice = Notice(shop_id, 10_000 + number, Kind.RECEIPT, f"old:{number}", priority)
    return asdict(notice) | {"created_at": now, "due_at": now}


def _id(number: int) -> str:
    return f"1795424400backlog{number:08}"


def _known_to(xpay: XPaySandbox, transaction_id: str) -> None:
    """XPay has a QR for each order of the backlog; nobody has paid one."""
    known = xpay._api._payments
    one = known.get(transaction_id)
    assert one is not None
    for number in range(1, BACKLOG + 10):
        known.add(replace(one, id=_id(number), elqr=f"{one.elqr}{number}", transfers=[]))


async def test_f072_ten_thousand_open_payments_at_a_restart(world: World) -> None:
    """The one with a callback is answered first; few are asked at once; nobody expires without being asked.

    Memory follows the ten questions, not the backlog.
    """
    order = await world.order(await world.person(), await world.product(stock=None))
    link = await world.link(order)
    (row,), (payment,) = await world.rows("orders"), await world.rows("payments")
    _known_to(world.xpay, payment["transaction_id"])
    world.clock.advance(hours=2)
    await world.database.write(_backlog, row, payment | {"urgency": 2}, world.clock.now())
    await world.payer.pay(link, check=False, callback=False)
    await world.payer.callback(link)
    await world.payer.fault("status", "late", times=None, seconds=0.05)
    most = 0

    async def some_have_expired() -> bool:
        nonlocal most
        most = max(most, len(world.settlement._in_flight))
        return len(await world.rows("orders", state="expired")) > 100

    async with working(world):
        await until(lambda: _paid(world, order))
        await until(some_have_expired)
        assert len(asyncio.all_tasks()) < 100
    asked = [one["id"] for one in (await world.payer.ledger()).questions]
    assert payment["transaction_id"] in asked[:10]
    assert most <= 10
    expired = {one["id"] for one in await world.rows("orders", state="expired")}
    assert {_id(number) for number in expired} <= set(asked)
    assert len(expired) < BACKLOG / 2
    rows = await world.database.write(outbox.claim, world.clock.now(), world.clock.now() + timedelta(minutes=1), 10)
    assert [row.priority for row in rows][:2] == [Priority.MONEY, Priority.MONEY]
