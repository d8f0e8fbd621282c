"""Callbacks stored durably: HTTP in, 201 out, 64 connections, `synchronous=FULL`.

Ours is the real application (`bot/web.py`) with its token look-up, its rules for bodies and its metrics, over the real
inbox. The floor is aiohttp on the same event loop answering 201 without reading anything. The naive way is what most
bots do: a connection and a commit for each request, with the same look-up, insert and update. The sender sits in
another process. With a slow disk every commit takes a millisecond longer, for ours and for the naive way alike.

What ours costs beyond the floor, a request: reading the body within its time, reading its JSON strictly and taking
personal data out, two hashes, a future, its share of two statements and one commit. The commit itself is shared by
all that wait, so a slow disk makes the groups larger rather than the answers fewer.
"""

import asyncio
import gc
import hashlib
import itertools
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import aiosqlite
import uvloop
from aiohttp import web
from sqlalchemy import Engine, event

from benchmarks import shop
from benchmarks.harness import Figure, interleaved, megabytes, percentile, process, ratio
from benchmarks.load import Load, load, post
from bot.__main__ import be_fair_to_the_loop
from bot.clock import Clock
from bot.metrics import Metrics
from bot.storage.callbacks import Inbox
from bot.storage.database import Database
from bot.web import Outside, application

TITLE = "Callbacks, stored durably"
TINY = {"rounds": 1, "seconds": 0.1, "payments": 50}
PAYMENTS = 5_000
CONNECTIONS = 64


def measure(rounds: int = 7, seconds: float = 1.5, payments: int = PAYMENTS) -> list[Figure]:
    """Three servers side by side, loaded in turn; then the same on a disk that needs a millisecond."""
    with tempfile.TemporaryDirectory() as folder:
        quick = _compared(Path(folder), 0.0, rounds, seconds, payments)
        slow = _compared(Path(folder), 0.001, rounds, seconds, payments)
    rates = {name: statistics.median(one.rate for one in loads) for name, loads in quick.items()}
    tails = {name: [percentile(one.seconds, 0.99) for one in loads] for name, loads in quick.items()}
    return [
        Figure("floor: aiohttp alone", rates["floor"], "a second"),
        Figure("ours", rates["ours"], "a second"),
        Figure("naive: a connection and a commit each", rates["naive"], "a second"),
        Figure("ours of the floor", _against(quick, "floor"), at_least=0.60),
        Figure("ours against naive", _against(quick, "naive"), at_least=12),
        Figure("99th percentile of ours against the floor's", ratio(tails["ours"], tails["floor"]), at_most=15),
        Figure("ours of the floor, 1 ms more a commit", _against(slow, "floor"), at_least=0.50),
        Figure("ours against naive, 1 ms more a commit", _against(slow, "naive")),
    ]


def _against(loads: dict[str, list[Load]], other: str) -> float:
    return ratio([one.rate for one in loads["ours"]], [one.rate for one in loads[other]])


def _compared(folder: Path, delay: float, rounds: int, seconds: float, payments: int) -> dict[str, list[Load]]:
    files = {name: folder / f"{name}-{delay}.db" for name in ("ours", "naive")}
    for file in files.values():
        fill(file, payments)
    work = requests(payments)
    found: dict[str, list[Load]] = {"floor": [], "ours": [], "naive": []}
    with (
        process(floor) as one,
        process(ours, files["ours"], delay) as two,
        process(naive, files["naive"], delay) as three,
    ):
        ports = {"floor": one.recv(), "ours": two.recv(), "naive": three.recv()}

        def loaded(name: str, length: float) -> float:
            got = uvloop.run(load(ports[name], work, connections=CONNECTIONS, seconds=length))
            assert set(got.answers) == {201}, got.answers
            found[name].append(got)
            return got.rate

        for name in ports:
            loaded(name, seconds / 4)  # the first requests warm up
        found = {"floor": [], "ours": [], "naive": []}
        interleaved(rounds, **{name: (lambda one=name: loaded(one, seconds)) for name in ports})
    return found


def fill(file: Path, payments: int) -> None:
    """A shop with so many orders that wait for their money."""

    async def write(database: Database) -> None:
        await database.write(shop.open_shop)
        await database.write(shop.waiting_orders, payments)

    asyncio.run(shop.with_database(file, write))


def requests(payments: int, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Callbacks as xPay sends them, each different, over all payments in turn; with numbers from `start` on."""
    for number in itertools.count(start):
        one = number % payments + 1
        yield number, post(f"/xpay/callback/{shop.token(one)}", body(one, number))


def body(payment: int, number: int) -> bytes:
    """The body of a callback, with the payer's name and tax number as the real ones have."""
    said = {
        "qr_transaction_id": shop.transaction(payment),
        "pay_status": "COMPLETED",
        "amount": 150000,
        "request_amount": "1500.00",
        "trx": f"trx-{number}",
        "executed_time": "2026-09-01 12:00:00",
        "comments": "Плательщик: Сыноокулова Бермет Үсөновна, ИНН 10101199012345.",
    }
    return json.dumps(said, ensure_ascii=False).encode()


def ours(pipe: Connection, file: Path, delay: float) -> None:
    """Serve the real application."""
    if delay:
        event.listen(Engine, "commit", lambda _: time.sleep(delay))
    uvloop.run(_ours(pipe, file))


async def _ours(pipe: Connection, file: Path) -> None:
    database, clock = Database.open(shop.url_of(file)), Clock()

    async def nothing(_update: dict[str, Any]) -> None: ...

    async def ready() -> dict[str, str]:
        return {}

    outside = Outside(database, clock, Inbox(database, clock), nothing, "", ready, Metrics())
    await _serve(pipe, application(outside))
    await database.close()


def floor(pipe: Connection) -> None:
    """Serve 201 and store nothing."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/xpay/callback/{token}", answer)
    uvloop.run(_serve(pipe, app))


def naive(pipe: Connection, file: Path, delay: float) -> None:
    """Serve with a connection and a commit for each request."""

    async def answer(request: web.Request) -> web.Response:
        raw = await request.read()
        token = hashlib.sha256(request.match_info["token"].encode()).hexdigest()
        async with aiosqlite.connect(file, timeout=60) as database:
            await database.execute("PRAGMA synchronous=FULL")
            found = await database.execute_fetchall("SELECT id FROM payments WHERE token_hash = ?", (token,))
            now = datetime.now(UTC).isoformat(" ")
            for (payment,) in found:
                await database.execute(
                    "INSERT INTO callbacks (shop_id, payment_id, received_at, sha256, body) VALUES (1, ?, ?, ?, ?)",
                    (payment, now, hashlib.sha256(raw).hexdigest(), raw.decode()),
                )
                await database.execute("UPDATE payments SET due_at = ? WHERE id = ?", (now, payment))
            await database.commit()
            if delay:
                await asyncio.sleep(delay)
        return web.Response(status=201 if found else 404)

    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode=WAL")
    app = web.Application()
    app.router.add_post("/xpay/callback/{token}", answer)
    uvloop.run(_serve(pipe, app))


async def _serve(pipe: Connection, app: web.Application) -> None:
    """Serve until the pipe is closed, and tell the memory whenever asked; set up as the bot sets itself up."""
    be_fair_to_the_loop()
    gc.freeze()
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=15)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    try:
        while True:
            what = await asyncio.to_thread(pipe.recv)
            pipe.send(megabytes(what=what))
    except EOFError:
        await runner.cleanup()
