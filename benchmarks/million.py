"""A shop with a million orders, three million lines of history, and a message for each order.

The file is filled by SQL in half a minute, with its indexes made at the end. Then each hot query of the product (the
list is `benchmarks/hot.py`; a test looks at their plans) is run in turns on this file and on one with a hundred
orders. Queries that look for open work run on partial indexes, so their cost follows what is open and not the history;
the others are look-ups in trees that are three levels deep instead of one. Only the sales of thirty days cost what they
have to tell: with a million orders in three years a month has 27,000 sales, and the figure is of all of it, seven sums
and the bars of the days. Start-up does not look at the history at all.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks import shop
from benchmarks.harness import Figure
from benchmarks.hot import HOT, THIRTY_DAYS, Query
from benchmarks.startup import started
from bot.storage.database import Database, Unit
from bot.storage.payments import hash_token

TITLE = "A million orders"
TINY = {"rounds": 2, "many": 300, "starts": 0}
_FEW = 100


def measure(rounds: int = 41, many: int = 1_000_000, starts: int = 3) -> list[Figure]:
    """Both files, every hot query in turn."""
    with tempfile.TemporaryDirectory() as folder:
        few, lots = Path(folder) / "small.db", Path(folder) / "large.db"
        begun = time.perf_counter()
        fill(few, _FEW)
        fill(lots, many)
        filled = time.perf_counter() - begun
        costs = asyncio.run(_compared(few, lots, rounds, many))
        figures = [
            Figure("filling the file", filled, "s"),
            Figure("its size", lots.stat().st_size / 1e6, "MB"),
            *(
                Figure(name, large * 1000, "ms", at_most=5)
                if name == THIRTY_DAYS
                else Figure(f"{name}, against a small shop", large / small, "times", at_most=2)
                for name, (large, small) in costs.items()
            ),
        ]
        return [*figures, *_starts(few, lots, starts)]


def _starts(small: Path, large: Path, starts: int) -> list[Figure]:
    runs = [(asyncio.run(started(large)), asyncio.run(started(small))) for _ in range(starts)]
    if not runs:
        return []
    seconds = statistics.median(one[0] / other[0] for one, other in runs)
    memory = statistics.median(one[1] / other[1] for one, other in runs)
    return [
        Figure("start-up, against a small shop", seconds, "times", at_most=1.1),
        Figure("memory after the start, against a small shop", memory, "times", at_most=1.1),
    ]


async def _compared(small: Path, large: Path, rounds: int, many: int) -> dict[str, tuple[float, float]]:
    """The seconds of each hot query, on the large file and on the small one."""
    few, lots = Database.open(shop.url_of(small)), Database.open(shop.url_of(large))
    try:
        found = {}
        for name, query in HOT.items():
            ratios = []
            for turn in range(rounds):
                spread = turn * 7919  # a prime, so that the orders looked at lie apart
                on_large = await _seconds(lots, query, spread % many + 1)
                on_small = await _seconds(few, query, spread % _FEW + 1)
                ratios.append((on_large, on_small))
            warm = ratios[len(ratios) // 4 :]  # the first ones load pages and compile statements
            found[name] = statistics.median(one for one, _ in warm), statistics.median(other for _, other in warm)
        return found
    finally:
        await few.close()
        await lots.close()


class _Undone(Exception):
    """What was written is not kept, so that every run finds the same."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


async def _seconds(database: Database, query: Query, number: int) -> float:
    try:
        await database.write(_timed, query, number)
    except _Undone as run:
        return run.seconds
    raise AssertionError("the unit is always undone")


async def _timed(unit: Unit, query: Query, number: int) -> None:
    begun = time.perf_counter()
    await query(unit, number)
    raise _Undone(time.perf_counter() - begun)


def fill(file: Path, many: int) -> None:
    """A shop whose last ten orders wait for their money, while all others were paid, told and handed over long ago."""
    asyncio.run(shop.with_database(file, lambda database: database.write(shop.open_shop, 1000)))
    with sqlite3.connect(file) as database, _without_indexes(database):
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TEMP TABLE n (i INTEGER PRIMARY KEY, paid INTEGER, hash TEXT, at TEXT)")
        hashes = ((one, one <= many - 10, hash_token(shop.token(one)), _at(one, many)) for one in range(1, many + 1))
        database.executemany("INSERT INTO n VALUES (?, ?, ?, ?)", hashes)
        for statement in _HISTORY:
            database.execute(statement)
        database.execute("UPDATE shops SET last_order_number = ?", (many,))


def _at(number: int, many: int) -> str:
    """Evenly over the last three years, the newest now."""
    return (shop.NOW - timedelta(days=3 * 365) * ((many - number) / many)).strftime("%Y-%m-%d %H:%M:%S.%f")


@contextmanager
def _without_indexes(database: sqlite3.Connection) -> Iterator[None]:
    """Indexes are made at the end, at once, which takes a tenth of the time."""
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in found:
        database.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in found:
        database.execute(statement)


_HISTORY = (
    (
        "INSERT INTO orders (id, shop_id, person_id, number, token, state, total, handover, basket, placed_at,"
        " expires_at, paid_at, prepare_by, paid_seconds, received, fee, fulfilment)"
        " SELECT i, 1, 2 + i % 1000, i, 'o' || i, iif(paid, 'paid', 'waiting'), 150000, 'pickup', 'b' || i, at,"
        " at, iif(paid, at, NULL), iif(paid, at, NULL), iif(paid, 60, NULL), iif(paid, 150000, NULL),"
        " iif(paid, 1200, NULL), iif(paid, 'handed_over', 'new') FROM n"
    ),
    (
        "INSERT INTO order_lines (shop_id, order_id, product_id, title, price, quantity, held)"
        " SELECT 1, i, 1 + i % 12, 'Медовик', 150000, 1, 0 FROM n"
    ),
    (
        "INSERT INTO order_events (shop_id, order_id, at, what, facts)"
        " SELECT 1, i, at, w.column1, '{}' FROM n, (VALUES ('placed'), ('news:paid_exact'), ('handed_over')) AS w"
    ),
    (
        "INSERT INTO payments (id, shop_id, order_id, token_hash, state, amount, transaction_id, created_at, due_at)"
        " SELECT i, 1, i, hash, iif(paid, 'completed', 'active'), 150000, 'x' || i, at, iif(paid, NULL, at) FROM n"
    ),
    ("INSERT INTO callbacks (shop_id, payment_id, received_at, sha256, body) SELECT 1, i, at, hash, '{}' FROM n"),
    (
        "INSERT INTO transfers (shop_id, payment_id, trx, amount, raw, seen_at, order_id)"
        " SELECT 1, i, 'trx-' || i, 150000, '', at, i FROM n WHERE paid"
    ),
    (
        "INSERT INTO outbox (shop_id, chat_id, kind, order_id, facts, key, priority, created_at, due_at, sent_at,"
        " message_id)"
        " SELECT 1, 5000 + i % 1000, 'card', i, '{}', 'card:' || i, 1, at, at, iif(paid, at, NULL), i FROM n"
    ),
)
