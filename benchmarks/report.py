"""The table on the terminal, and docs/performance.md."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.harness import Figure

ROWS = (
    "callbacks",
    "overload",
    "pictures",
    "checkout",
    "told",
    "updates",
    "asking",
    "million",
    "startup",
    "flat",
)
FILE = Path(__file__).parents[1] / "docs" / "performance.md"
REMARKS = Path(__file__).with_name("remarks.md")
"""What a person has to say about the figures; it stands above the tables and is not written by the command."""

_LIBRARIES = ("aiogram", "aiohttp", "uvloop", "SQLAlchemy", "httpx", "qrcode", "Pillow", "zxing-cpp")
_INTRODUCTION = """# Performance

Written by `make bench`, which anybody can repeat in under ten minutes. Every figure is a median of several runs, and
what is compared was run in turns, so the ratios hold on other machines, while the absolute figures do not. Floors are
what the libraries alone reach; naive is how such things are mostly written. Nothing here is asserted in tests.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the table: what was measured, what there is to say about it, and the figures."""

    title: str
    text: str
    figures: Sequence[Figure]


def lines(section: Section) -> Iterator[str]:
    """The figures as they stand on a terminal."""
    width = max(len(figure.what) for figure in section.figures)
    for figure in section.figures:
        verdict = {True: "reached", False: "NOT reached", None: ""}[figure.reached]
        yield f"{figure.what:<{width}}  {_value(figure):>22}  {_aim(figure):>10}  {verdict}".rstrip()


def write(sections: Sequence[Section]) -> None:
    """Write docs/performance.md anew."""
    parts = [
        _INTRODUCTION,
        "\n".join(_machine()),
        REMARKS.read_text(encoding="utf-8"),
        *(_section(section) for section in sections),
    ]
    FILE.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")


def _section(section: Section) -> str:
    rows = [
        f"| {figure.what} | {_value(figure)} | {_aim(figure)} | {_MARKS[figure.reached]} |"
        for figure in section.figures
    ]
    table = ["| | measured | to reach | |", "| --- | ---: | ---: | --- |", *rows]
    return f"## {section.title}\n\n" + "\n".join(table) + f"\n\n{section.text.strip()}"


_MARKS = {True: "reached", False: "**not reached**", None: ""}


def _value(figure: Figure) -> str:
    digits = 0 if figure.value >= 100 else 1 if figure.value >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}".strip()


def _aim(figure: Figure) -> str:
    if figure.at_least is not None:
        return f"≥ {figure.at_least:g}"
    return "" if figure.at_most is None else f"≤ {figure.at_most:g}"


def _machine() -> Iterator[str]:
    yield f"- {datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} cores, {platform.system()}"
    yield f"- Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    yield "- " + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
