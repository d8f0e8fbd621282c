"""`tolom export` beside a bot that runs."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.__main__ import EXPORTS
from bot.product_file import read_products
from bot.sales_export import export
from bot.services.exports import Table
from bot.settings import Settings
from bot.storage.database import Database
from tests.databases import SQLiteFiles
from tests.group.conftest import Counter
from tests.storage.world import make_shop, new_shop


async def test_files_are_written_while_the_bot_runs(counter: Counter, tmp_path: Path) -> None:
    """All tables as one workbook, one of them as CSV; nobody else may read them."""
    await counter.sell()
    settings = counter.world.settings
    assert await export(settings, "sales", "today", tmp_path / "all.xlsx") == 0
    assert await export(settings, "orders", "7d", tmp_path / "orders.CSV") == 0
    assert len(CalamineWorkbook.from_path(str(tmp_path / "all.xlsx")).sheet_names) == 3
    with (tmp_path / "orders.CSV").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1][5] == "1500,00"
    assert await export(settings, "products", "month", tmp_path / "products.csv") == 0
    assert await export(settings, "products", "month", tmp_path / "products.xlsx") == 0
    by_hand = {one.title: one.price for one in read_products(tmp_path / "products.csv")}
    assert by_hand["Медовик"] == 1500_00
    assert by_hand == {one.title: one.price for one in read_products(tmp_path / "products.xlsx")}
    for name in ("all.xlsx", "products.csv", "products.xlsx"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def touch(path: Path) -> None:
    path.touch()


def is_there(path: Path) -> bool:
    return path.exists()


@pytest.fixture
async def asleep(sqlite_files: SQLiteFiles, tmp_path: Path) -> Settings:
    """A shop whose bot does not run."""
    file = sqlite_files.fresh(tmp_path)
    database = Database.open(file)
    await database.write(make_shop, new_shop())
    await database.close()
    return Settings.model_construct(database_url=file)


WRONG = [
    ("sales", "today", "all.csv", "one table"),
    ("orders", "tomorrow", "a.xlsx", "no period"),
    ("orders", "today", "a.txt", ".xlsx or .csv"),
    ("orders", "today", "there.csv", "exists already"),
    ("orders", "today", "nowhere/a.csv", "no folder"),
    ("products", "month", "there.csv", "exists already"),
]


@pytest.mark.parametrize(("kind", "period", "name", "said"), WRONG)
async def test_what_cannot_be_written_is_said(
    asleep: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, period: str, name: str, said: str
) -> None:
    """A sentence, status 1, and no file."""
    touch(tmp_path / "there.csv")
    assert await export(asleep, kind, period, tmp_path / name) == 1
    assert said in capsys.readouterr().err
    assert name == "there.csv" or not is_there(tmp_path / name)


async def test_a_missing_database_is_not_made(
    asleep: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading makes nothing."""
    settings = asleep.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path / 'no.db'}"})
    assert await export(settings, "orders", "today", tmp_path / "a.csv") == 1
    assert "no database yet" in capsys.readouterr().err
    assert not is_there(tmp_path / "no.db")


def test_the_command_line_knows_every_table() -> None:
    """What can be exported can be asked for."""
    assert ("sales", *Table, "products") == EXPORTS
