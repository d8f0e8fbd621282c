"""A burst that overloads: as many callbacks at once as the application stores in ten seconds.

First its rate is taken with 64 connections; then ten seconds' worth of requests is thrown at it at once, over 500
connections that write everything they have without waiting for answers. Every answer has to be 201 or 503, no
connection may be dropped, memory has to stay where it was, and every callback that was answered 201 has to stand in
the file afterwards; requests are told apart by the SHA-256 of their bodies.
"""

import hashlib
import sqlite3
import tempfile
from pathlib import Path

import uvloop

from benchmarks import callbacks
from benchmarks.harness import Figure, process
from benchmarks.load import Load, load

TITLE = "A burst of ten times too much"
TINY = {"seconds": 0.1, "payments": 50, "connections": 20, "most": 200}


def measure(
    seconds: float = 2.0, payments: int = callbacks.PAYMENTS, connections: int = 500, most: int = 60_000
) -> list[Figure]:
    """The usual rate, the burst, and what is in the file afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tolom.db"
        callbacks.fill(file, payments)
        with process(callbacks.ours, file, 0.0) as pipe:
            port = pipe.recv()
            usual = uvloop.run(load(port, callbacks.requests(payments), connections=64, seconds=seconds))
            pipe.send("VmRSS")
            before = pipe.recv()
            many = min(most, int(usual.rate * 10))
            burst = uvloop.run(_burst(port, payments, many, connections))
            pipe.send("VmHWM")
            peak = pipe.recv()
        missing = _missing(file, payments, burst)
    strange = sum(count for status, count in burst.answers.items() if status not in {201, 503})
    return [
        Figure("usual rate", usual.rate, "a second"),
        Figure("callbacks thrown at once", many),
        Figure("answered 201", burst.answers[201]),
        Figure("answered 503", burst.answers[503]),
        Figure("answered otherwise, or not at all", strange, at_most=0),
        Figure("answered 201 and not in the file", missing, at_most=0),
        Figure("memory before the burst", before, "MB"),
        Figure("memory at its peak against before", peak / before, at_most=1.5),
    ]


async def _burst(port: int, payments: int, many: int, connections: int) -> Load:
    start = 10_000_000  # apart from the numbers of the usual load
    work = (one for one, _ in zip(callbacks.requests(payments, start), range(many), strict=False))
    return await load(port, work, connections=connections, seconds=0.0, depth=max(1, many // connections))


def _missing(file: Path, payments: int, burst: Load) -> int:
    with sqlite3.connect(file) as database:
        kept = {one for (one,) in database.execute("SELECT sha256 FROM callbacks")}
        counted = database.execute("SELECT sum(callbacks) FROM payments").fetchone()[0]
    bodies = (callbacks.body(number % payments + 1, number) for number in burst.stored)
    assert counted >= len(burst.stored)
    return sum(hashlib.sha256(body).hexdigest() not in kept for body in bodies)
