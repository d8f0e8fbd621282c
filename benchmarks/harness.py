"""What all benchmarks share: figures, interleaved runs and other processes."""

import contextlib
import importlib
import multiprocessing
import os
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; where it has to reach something, that is `at_least` or `at_most`."""

    what: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether it is what it has to be; None where it only informs."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most


def measured(row: str) -> list[Figure]:
    """The figures of the module of this name."""
    figures: list[Figure] = importlib.import_module(f"benchmarks.{row}").measure()
    return figures


def interleaved(rounds: int, **ways: Callable[[], float]) -> dict[str, list[float]]:
    """Measure each way once a round, so that what else the machine does strikes all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            found[name].append(ways[name]())
    return found


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median, over the rounds, of one way's number divided by the other's."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0 to 1) of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextlib.contextmanager
def process(work: Callable[..., None], *args: Any) -> Iterator[Connection]:
    """Run `work(pipe, ...)` in a fresh process; the other end of the pipe. It ends when the pipe is closed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=work, args=(theirs, *args), daemon=True)
    child.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        child.join(_PATIENCE_SECONDS)
        if child.is_alive():
            child.kill()


def megabytes(pid: int | None = None, what: str = "VmRSS") -> float:
    """The memory that a process holds now, or at most has held (`VmHWM`); where only `ps` tells it, now."""
    pid = pid or os.getpid()
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)])) / 1024  # noqa: S603, S607 - as POSIX has it
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024
