"""The benchmarks run, in a tiny form, and say all they are to say. Nothing about time is asserted here."""

import importlib
import math
from pathlib import Path

import pytest

from benchmarks import million, plans, report, shop
from benchmarks.harness import Figure
from benchmarks.hot import HOT
from benchmarks.report import ROWS, Section
from bot.storage.database import Database


@pytest.mark.parametrize("row", ROWS)
def test_every_benchmark_runs(row: str) -> None:
    """Each row of the table can be measured, has a title, a text and figures, and something to reach."""
    module = importlib.import_module(f"benchmarks.{row}")
    figures = module.measure(**module.TINY)
    assert module.TITLE
    assert module.__doc__
    assert all(math.isfinite(figure.value) for figure in figures)
    assert any(figure.reached is not None for figure in figures)
    assert len({figure.what for figure in figures if not figure.what.startswith(" ")}) >= 2 or row == "told"


def test_a_burst_loses_nothing() -> None:
    """What is a promise and not a time is asserted: every answer is 201 or 503, and what was answered 201 is there."""
    module = importlib.import_module("benchmarks.overload")
    found = {figure.what: figure for figure in module.measure(**module.TINY)}
    assert found["answered otherwise, or not at all"].value == 0
    assert found["answered 201 and not in the file"].value == 0


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("filled") / "tolom.db"
    million.fill(file, 300)
    return file


@pytest.mark.parametrize("name", HOT)
async def test_no_hot_query_scans_a_table(filled: Path, name: str) -> None:
    """Each finds what it asks for by an index, so that a million orders cost no more than a hundred."""
    database = Database.open(shop.url_of(filled))
    try:
        assert await plans.scans(database, HOT[name]) == []
    finally:
        await database.close()


def test_a_figure_knows_whether_it_is_reached() -> None:
    """At least, at most, or merely told."""
    assert Figure("a", 2, at_least=2).reached
    assert not Figure("a", 3, at_most=2).reached
    assert Figure("a", 3).reached is None


def test_the_report_keeps_the_text_beside_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/performance.md has the machine, each section's table, and what the module says of it."""
    monkeypatch.setattr(report, "FILE", tmp_path / "performance.md")
    report.write([Section("Title", "Why it is so.", [Figure("what", 0.5, at_least=0.6)])])
    text = report.FILE.read_text(encoding="utf-8")
    assert "| what | 0.50 | ≥ 0.6 | **not reached** |" in text
    assert "Why it is so." in text
    assert "SQLite" in text
