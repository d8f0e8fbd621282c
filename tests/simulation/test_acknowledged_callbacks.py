"""A callback that was answered 201 is on disk, also when the process is killed in the same millisecond."""

import asyncio
import hashlib
import json
import random
from itertools import count
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import insert, select

from bot.addresses import CALLBACK_PATH
from bot.storage.callbacks import KEPT_PER_PAYMENT
from bot.storage.database import Database, Unit
from bot.storage.payments import hash_token
from bot.storage.tables import callbacks, orders, payments, people
from tests.money.world import START
from tests.simulation.midwife import Nursery
from tests.simulation.stage import make_shop
from tests.simulation.tally import Tally

CUSTOMERS = 12
LIVES, LONG_LIVES = 6, 60


class Xpay:
    """Many senders at once, each posting one callback after another and remembering which were answered 201."""

    def __init__(self, payments_there: int) -> None:
        self.acknowledged: set[str] = set()
        self._numbers = count()
        self._payments = payments_there

    async def post_until_it_dies(self, session: ClientSession, url: str) -> None:
        """Until the connection breaks."""
        while True:
            number = next(self._numbers)
            body = json.dumps({"qr_transaction_id": f"{number:025d}", "pay_status": "COMPLETED"}).encode()
            token = f"token{number // KEPT_PER_PAYMENT % self._payments}"
            try:
                async with session.post(f"{url}{CALLBACK_PATH}/{token}", data=body) as answer:
                    if answer.status == 201:
                        self.acknowledged.add(hashlib.sha256(body).hexdigest())
            except (ClientError, TimeoutError, OSError):
                return


async def test_every_201_that_a_client_saw_is_in_the_file(
    nursery: Nursery, tmp_path: Path, tally: Tally, soak: bool
) -> None:
    """The server is killed again and again under load; each time the file has what was acknowledged, by its SHA-256."""
    file, chance = tmp_path / "shop.db", random.Random()
    lives = LONG_LIVES if soak else LIVES
    await make_shop(file)
    url = f"sqlite+aiosqlite:///{file}"
    await _fill(url, lives * 40)
    xpay = Xpay(lives * 40)
    for life in range(1, lives + 1):
        await nursery.bear(job="serve", url=url, port=0)
        port = (await nursery.word("port"))["port"]
        async with ClientSession(timeout=ClientTimeout(total=5)) as session, asyncio.TaskGroup() as senders:
            for _ in range(CUSTOMERS):
                senders.create_task(xpay.post_until_it_dies(session, f"http://127.0.0.1:{port}"))
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            nursery.kill()
        code, _ = await nursery.outcome()
        assert code == -9
        tally.kills += 1
        missing = xpay.acknowledged - await _kept(url)
        tally.lost += len(missing)
        assert not missing, f"{len(missing)} of {len(xpay.acknowledged)} are lost after {life} kills"
    tally.acknowledged += len(xpay.acknowledged)
    assert len(xpay.acknowledged) > lives * CUSTOMERS, "hardly anything was acknowledged"


async def _fill(url: str, number: int) -> None:
    """So many payments, known by their tokens."""
    database = Database.open(url)
    try:
        await database.write(_payments, number)
    finally:
        await database.close()


async def _payments(unit: Unit, number: int) -> None:
    person = await unit.value(select(people.c.id).limit(1))
    order = {"shop_id": 1, "person_id": person, "number": 1, "token": "o", "state": "waiting", "total": 100}
    order |= {"handover": "pickup", "basket": "b", "placed_at": START, "expires_at": START}
    order_id = await unit.value(insert(orders).values(**order).returning(orders.c.id))
    common = {"shop_id": 1, "order_id": order_id, "state": "active", "amount": 100, "created_at": START}
    rows = [common | {"token_hash": hash_token(f"token{one}"), "transaction_id": f"t{one}"} for one in range(number)]
    await unit.run_many(insert(payments), rows)


async def _kept(url: str) -> set[str]:
    """What is on disk, as a new process reads it."""
    database = Database.open(url)

    async def read(unit: Unit) -> set[str]:
        return set(await unit.values(select(callbacks.c.sha256)))

    try:
        return await database.read(read)
    finally:
        await database.close()
