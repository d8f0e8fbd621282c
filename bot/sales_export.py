"""`export`: orders, payments and refunds of a period, or all products, as files. It only reads."""

import asyncio
import os
import sys
from pathlib import Path

from bot.clock import Clock
from bot.product_file import FileForm, write_products
from bot.services.assortment import everything
from bot.services.exports import MOST_IN_WORKBOOK, Exports, Table
from bot.settings import Settings
from bot.shop.people import Shop
from bot.shop.periods import Days, NoPeriod, local_date, read_period
from bot.storage import ledgers, shops
from bot.storage.database import Database
from bot.storage.guard import is_there
from bot.texts import board
from bot.texts.languages import translations

PRODUCTS = "products"

_FORMS = (".xlsx", ".csv")


async def export(settings: Settings, kind: str, period: str, path: Path) -> int:
    """Write a file and say what is in it; the exit status.

    Raises:
        StorageUnavailable: when the database cannot be used.
    """
    tables = () if kind == PRODUCTS else tuple(Table) if kind == "sales" else (Table(kind),)
    wrong = _wrong(settings, path, tables)
    if wrong is not None:
        return _refuse(wrong)
    database = Database.open(settings.database_url)
    try:
        shop = await database.read(shops.only)
        if shop is None:
            return _refuse("There is no shop in this database yet; start the bot once.")
        if kind == PRODUCTS:
            return await _write_products(database, shop, path)
        try:
            days = read_period(period, local_date(Clock().now(), shop.timezone))
        except NoPeriod:
            return _refuse(f"{period!r} is no period; tolom export --help names those that are.")
        return await _write(database, shop, days, tables, path)
    finally:
        await database.close()


async def _write(database: Database, shop: Shop, days: Days, tables: tuple[Table, ...], path: Path) -> int:
    is_csv, window = path.suffix.lower() == ".csv", days.window(shop.timezone)
    rows = await database.read(ledgers.count, shop, window)
    if rows > MOST_IN_WORKBOOK and not is_csv:
        return _refuse(f"{rows} rows are more than a workbook holds; choose a shorter period, or write .csv files.")
    _make(path)
    exports, i18n = Exports(database), translations()
    with i18n.context(), i18n.use_locale(shop.language):
        if is_csv:
            rows = await exports.csv(shop, window, tables[0], path)
        else:
            rows = await exports.workbook(shop, window, tables, path)
    print(f"Wrote {rows} rows, {days.first} to {days.last}, to {path}.")  # noqa: T201 - the command's answer
    return 0


async def _write_products(database: Database, shop: Shop, path: Path) -> int:
    products = await database.read(everything, shop.id)
    i18n = translations()
    with i18n.context(), i18n.use_locale(shop.language):
        content = write_products(products, board.products(), FileForm(path.suffix.lower().removeprefix(".")))
    _make(path)
    await asyncio.to_thread(path.write_bytes, content)
    print(f"Wrote {len(products)} products to {path}.")  # noqa: T201 - the command's answer
    return 0


def _make(path: Path) -> None:
    """An empty new file for its owner's eyes: customers' names and the stock are not for everybody."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _wrong(settings: Settings, path: Path, tables: tuple[Table, ...]) -> str | None:
    """What keeps the file from being written, or None."""
    form = path.suffix.lower()
    if form not in _FORMS:
        return f"The file's name ends with .xlsx or .csv, not like {path.name}."
    if form == ".csv" and len(tables) > 1:
        return f"A CSV file has one table: name one of {', '.join(Table)}, or write an .xlsx file."
    if path.exists():
        return f"{path} exists already; name a new file."
    if not path.absolute().parent.is_dir():
        return f"There is no folder {path.absolute().parent}."
    return None if is_there(settings.database_url) else "There is no database yet; see DATABASE_URL."


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the command line speaks to its user
    return 1
