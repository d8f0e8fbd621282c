"""Questions to xPay about the state of payments, when many are due.

xPay is a small server in another process that answers at once. The floor is one httpx client at its best: ten
connections and ten callers, no more, since its pool slows down with the square of those who wait. Ours is
`XPayClient.status` with a hundred callers at once: login, time limit, strict reading, retries. The naive ways are a
hundred callers in the pool of one client, and a client for each question. Then the settler serves due payments by the
thousand: claim, question, answer applied and next question planned in the database.
"""

import asyncio
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import uvloop
from aiohttp import web

from benchmarks import shop
from benchmarks.harness import Figure, process, ratio
from bot.clock import Clock
from bot.settlement import Settlement
from bot.storage.database import Database
from bot.workers.settler import Settler
from bot.xpay import XPayClient

TITLE = "Status questions to xPay"
TINY = {"rounds": 1, "questions": 20, "due": 20}
_PATH = "/api/v1/developer/qr/dynamic/status/"


def measure(rounds: int = 5, questions: int = 600, due: int = 10_000) -> list[Figure]:
    """All ways in turn, then the due payments."""
    with process(xpay) as pipe:
        url = f"http://127.0.0.1:{pipe.recv()}"
        rates = uvloop.run(_ways(url, rounds, questions))
        served = uvloop.run(_due(url, due))
    return [
        Figure("floor: one httpx client at its best", statistics.median(rates["floor"]), "a second"),
        Figure("ours, 100 callers", statistics.median(rates["ours"]), "a second"),
        Figure("ours of the floor", ratio(rates["ours"], rates["floor"]), at_least=0.9),
        Figure("ours against 100 callers in httpx's pool", ratio(rates["ours"], rates["pool"]), "times faster"),
        Figure("ours against a client for each question", ratio(rates["ours"], rates["each"]), "times faster"),
        Figure(f"{due:,} due payments, all served", served, "a second"),
    ]


async def _ways(url: str, rounds: int, questions: int) -> dict[str, list[float]]:
    ids = [shop.transaction(number) for number in range(questions)]
    quick = httpx.Limits(max_connections=10, max_keepalive_connections=10)
    context = httpx.create_ssl_context(trust_env=False)
    found: dict[str, list[float]] = {"floor": [], "ours": [], "pool": [], "each": []}
    async with _client(url) as ours, httpx.AsyncClient(limits=quick, verify=context, trust_env=False) as client:

        async def asked(one: str) -> None:
            (await client.get(url + _PATH + one)).json()

        async def alone(one: str) -> None:
            async with httpx.AsyncClient(verify=context, trust_env=False) as passing:
                (await passing.get(url + _PATH + one)).json()

        await _rate(ours.status, ids[:20], 10)
        await _rate(asked, ids[:20], 10)
        for _ in range(rounds):
            found["floor"].append(await _rate(asked, ids, 10))
            found["ours"].append(await _rate(ours.status, ids, 100))
            found["pool"].append(await _rate(asked, ids[: questions // 4], 100))
            found["each"].append(await _rate(alone, ids[: questions // 20], 10))
    return found


async def _rate(ask: Callable[[str], Awaitable[object]], ids: list[str], callers: int) -> float:
    work = iter(ids)

    async def caller() -> None:
        for one in work:
            await ask(one)

    begun = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return len(ids) / (time.perf_counter() - begun)


async def _due(url: str, many: int) -> float:
    """Payments served a second by the real settler, when so many are due at once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tolom.db"

        async def fill(database: Database) -> None:
            await database.write(shop.open_shop)
            await database.write(shop.waiting_orders, many, shop.NOW - timedelta(seconds=1))

        await shop.with_database(file, fill)
        database, clock, answered = Database.open(shop.url_of(file)), Clock(), itertools.count(1)
        done = asyncio.Event()

        class Counting(XPayClient):
            async def status(self, transaction_id: str) -> object:  # type: ignore[override]  # what super answers
                try:
                    return await super().status(transaction_id)
                finally:
                    if next(answered) == many:
                        done.set()

        client = _client(url, Counting)
        settlement = Settlement(database, clock, lambda _: client, unit="auto", callbacks=True, random=lambda: 0.5)
        settler, stopping = Settler(database, clock, settlement), asyncio.Event()
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            group.create_task(settler.run(stopping))
            await done.wait()
            served = many / (time.perf_counter() - begun)
            stopping.set()
            settler.bell.set()
        await client.close()
        await database.close()
        return served


def _client(url: str, kind: type[XPayClient] = XPayClient) -> XPayClient:
    return kind(api_url=url, client_id="sandbox-client", client_secret="sandbox-secret", mode="sandbox")


def xpay(pipe: Connection) -> None:
    """Serve a login and the state of any payment: nobody has paid it yet."""
    uvloop.run(_xpay(pipe))


async def _xpay(pipe: Connection) -> None:
    point = {"uuid": "11111111-2222-4333-8444-555555555555", "mode": "SANDBOX", "name": "P", "status": "ACTIVE"}

    def answer(data: object) -> web.Response:
        text = json.dumps({"status": "Success", "message": "OK", "data": data})
        return web.Response(text=text, content_type="application/json")

    async def login(_request: web.Request) -> web.Response:
        return answer({"access_token": "token", "service": [point]})

    async def status(request: web.Request) -> web.Response:
        return answer(
            {
                "qr_transaction_id": request.match_info["id"],
                "pay_status": "ACTIVE",
                "created_at": "2026-09-01T12:00:00Z",
            }
        )

    app = web.Application()
    app.router.add_post("/api/v1/developer/login", login)
    app.router.add_get(_PATH + "{id}", status)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    try:
        await asyncio.to_thread(pipe.recv)
    except EOFError:
        await runner.cleanup()
