"""The seller's table of products (CSV): read whole, or refused with everything that is wrong with it."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.product_photo import BadPhoto, read_photo
from bot.shop.catalogue import NewProduct
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.people import clean_name

COLUMNS = ("title", "price", "stock", "category", "description", "photo")
NEEDED = ("title", "price", "category")
"""The columns that cannot be left out, nor their cells left empty."""

MOST_TITLE = 64
MOST_CATEGORY = 64
MOST_DESCRIPTION = 700
MOST_STOCK = 1_000_000

_HEADER_LINE = 1
_LOST_LETTER = re.compile(r"\?\w")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong; `line` is where the row begins in the file, None when it is the file as a whole."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        return self.reason if self.line is None else f"line {self.line}: {self.reason}"


class ProductFileInvalid(Exception):
    """The file cannot be used; `problems` names everything that is wrong with it, in the order of its lines."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class _Wrong(Exception):
    """A cell cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells by column. `folder` is where its photo is looked for; `lossy` text may have lost letters."""

    line: int
    cells: dict[str, str]
    folder: Path
    lossy: bool

    def text(self, column: str, most: int) -> str:
        """A cell as text, on one or several lines; empty only where the column is not needed."""
        lines = (clean_name(line, len(line)) for line in self.cells.get(column, "").strip().splitlines())
        text = "\n".join(lines)
        if not text and column in NEEDED:
            raise _Wrong(f"the {column} is missing")
        # Telegram counts as UTF-16 does: an emoji is two.
        length = len(text.encode("utf-16-le")) // 2
        if length > most:
            raise _Wrong(f"the {column} is {length} characters long; at most {most} fit")
        if self.lossy and _LOST_LETTER.search(text):
            raise _Wrong(f"the {column} has a ? inside a word: a Kyrgyz letter was lost; save the file as CSV UTF-8")
        return text

    def name(self, column: str, most: int) -> str:
        """A cell as text on one line."""
        return self.text(column, most).replace("\n", " ")

    def price(self) -> Tyiyn:
        """The price in tyiyn."""
        written = self.cells["price"].strip()
        if not written:
            raise _Wrong("the price is missing")
        try:
            return parse_som(written)
        except NotMoney:
            raise _Wrong(f"the price {written!r} is no sum of money; write som, like 1500 or 1500.50") from None

    def stock(self) -> int | None:
        """How many there are; None, from an empty cell, is a product that never runs out."""
        written = self.cells.get("stock", "").strip()
        if not written:
            return None
        if not re.fullmatch(r"[0-9]{1,7}", written, re.ASCII) or int(written) > MOST_STOCK:
            wanted = f"write 0 to {MOST_STOCK}, or nothing if it never runs out"
            raise _Wrong(f"the stock {written!r} is no whole number; {wanted}")
        return int(written)

    def photo(self) -> bytes | None:
        """The picture's bytes, or None from an empty cell."""
        written = self.cells.get("photo", "").strip()
        try:
            return read_photo(self.folder, written) if written else None
        except BadPhoto as bad:
            raise _Wrong(f"the photo {written!r} {bad}") from None


def read_products(path: Path) -> list[NewProduct]:
    """The products of a CSV file with the columns of `COLUMNS`, in any order.

    Commas, semicolons or tabs between the cells, UTF-8 or Windows-1251: whatever Excel makes of it. Photos are files
    named relative to the CSV's folder, and must lie in it.

    Raises:
        ProductFileInvalid: with every row that is wrong, when any is.
    """
    problems: list[RowProblem] = []
    products: list[NewProduct] = []
    lines_of_titles: dict[str, int] = {}
    for row in _rows(path, problems):
        product = _product(row, problems)
        if product is None:
            continue
        first = lines_of_titles.setdefault(product.title.casefold(), row.line)
        if first != row.line:
            problems.append(RowProblem(row.line, f"the title {product.title!r} stands on line {first} already"))
        products.append(product)
    if not products and not problems:
        problems.append(RowProblem(None, "the file has no products"))
    if problems:
        raise ProductFileInvalid(problems)
    return products


def _product(row: _Row, problems: list[RowProblem]) -> NewProduct | None:
    """The product of a row; what is wrong with any of its cells is added to `problems`."""
    reading: dict[str, Callable[[], Any]] = {
        "title": lambda: row.name("title", MOST_TITLE),
        "price": row.price,
        "stock": row.stock,
        "category": lambda: row.name("category", MOST_CATEGORY),
        "description": lambda: row.text("description", MOST_DESCRIPTION),
        "photo": row.photo,
    }
    values: dict[str, Any] = {}
    for column, read in reading.items():
        try:
            values[column] = read()
        except _Wrong as wrong:
            problems.append(RowProblem(row.line, str(wrong)))
    return NewProduct(**values) if len(values) == len(reading) else None


def _rows(path: Path, problems: list[RowProblem]) -> Iterator[_Row]:
    """The rows that are not empty; what is wrong with the file's form is added to `problems`."""
    text, lossy = _text(path)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header, width = _header(reader)
    before = reader.line_num
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != width or any(cell.strip() for cell in cells[len(header) :]):
                said = f"has {len(cells)} cells, and the first line has {width}"
                problems.append(RowProblem(line, f"{said}; text with a separator in it needs quotes around it"))
                continue
            yield _Row(line, dict(zip(header, cells, strict=False)), path.parent, lossy)
    except csv.Error as error:
        problems.append(RowProblem(before + 1, f"cannot be read as CSV: {error}"))


def _text(path: Path) -> tuple[str, bool]:
    """The file's text, and whether its encoding has no room for some Kyrgyz letters."""
    try:
        raw = path.read_bytes()
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), False
        try:
            return raw.decode("utf-8-sig"), False
        except UnicodeDecodeError:
            return raw.decode("cp1251"), True
    except OSError as error:
        raise ProductFileInvalid([RowProblem(None, f"{path} cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ProductFileInvalid([RowProblem(None, "the file is no text; save it as CSV UTF-8")]) from error


def _header(rows: Iterator[list[str]]) -> tuple[list[str], int]:
    """The names of the columns, in the file's order, from the first of the rows, and how many cells that row has."""
    try:
        first = next(rows, [])
    except csv.Error as error:
        raise ProductFileInvalid([RowProblem(_HEADER_LINE, f"cannot be read as CSV: {error}")]) from error
    header = [cell.strip().casefold() for cell in first]
    while header and not header[-1]:  # spreadsheets like to add empty columns on the right
        header.pop()
    said = "the first line names the columns: " + ",".join(COLUMNS)
    problems = [f"the column {name!r} is unknown; {said}" for name in header if name not in COLUMNS]
    problems += [f"the column {name!r} is missing; {said}" for name in NEEDED if name not in header]
    problems += [f"the column {name!r} stands there twice" for name in COLUMNS if header.count(name) > 1]
    if problems:
        raise ProductFileInvalid([RowProblem(_HEADER_LINE, problem) for problem in problems])
    return header, len(first)
