"""Rows of a table as products: all of them, or everything that is wrong."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.product_file.problems import ProductFileInvalid, RowProblem, Wrong, problem
from bot.product_file.tables import MOST_BYTES, CutShort, Table, open_table
from bot.product_photo import BadPhoto, read_photo
from bot.shop.catalogue import (
    MOST_CATEGORY,
    MOST_DESCRIPTION,
    MOST_LABEL,
    MOST_TITLE,
    MOST_VARIANTS,
    NewProduct,
    NewVariant,
)
from bot.shop.describing import Fault, Unusable, read_line, read_lines, read_price, read_stock
from bot.shop.money import Tyiyn

COLUMNS = ("title", "variant", "price", "stock", "category", "description", "photo", "hidden")
NEEDED = ("title", "price", "category")
"""The columns that cannot be left out, nor their cells left empty; the category is said once for all variants."""
YES = "yes"

_HEADER_LINE = 1
_LOST_LETTER = re.compile(r"\?\w")
_FAULTS = {
    Fault.MISSING: Wrong.MISSING,
    Fault.TOO_LONG: Wrong.TOO_LONG,
    Fault.NO_PRICE: Wrong.NO_PRICE,
    Fault.NO_STOCK: Wrong.NO_STOCK,
}


class _BadCell(Exception):
    """A cell cannot be used; `wrong` and `facts` say why."""

    def __init__(self, wrong: Wrong, **facts: str | int) -> None:
        super().__init__(wrong)
        self.wrong, self.facts = wrong, facts


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells by column. `folder` is where its photo is looked for; `lossy` text may have lost letters."""

    line: int
    cells: dict[str, str]
    folder: Path | None
    lossy: bool

    def _text(self, column: str, read: Callable[[str, int], str], most: int) -> str:
        text = read(self.cells.get(column, ""), most)
        if self.lossy and _LOST_LETTER.search(text):
            raise _BadCell(Wrong.LOST_LETTER, column=column)
        return text

    def name(self, column: str, most: int) -> str:
        """A cell as text on one line, which says something."""
        return self._text(column, read_line, most)

    def name_or_none(self, column: str, most: int) -> str:
        """A cell as text on one line; it may be empty."""
        return self.name(column, most) if self.cells.get(column, "").strip() else ""

    def category(self) -> str:
        """The category; variants may leave it to the first of them."""
        is_variant = bool(self.cells.get("variant", "").strip())
        return (self.name_or_none if is_variant else self.name)("category", MOST_CATEGORY)

    def lines(self, column: str, most: int) -> str:
        """A cell as text on one or several lines; it may be empty."""
        return self._text(column, read_lines, most)

    def price(self) -> Tyiyn:
        """The price in tyiyn."""
        return read_price(self.cells["price"])

    def stock(self) -> int | None:
        """How many there are; None, from an empty cell, is a product that never runs out."""
        written = self.cells.get("stock", "")
        return read_stock(written) if written.strip() else None

    def hidden(self) -> bool:
        """Whether it is kept from customers."""
        written = self.cells.get("hidden", "").strip().casefold()
        if written not in {"", YES}:
            raise _BadCell(Wrong.NO_YES, column="hidden", written=written, wanted=YES)
        return written == YES

    def photo(self) -> bytes | None:
        """The picture's bytes, or None from an empty cell."""
        written = self.cells.get("photo", "").strip()
        if not written:
            return None
        if self.folder is None:
            raise _BadCell(Wrong.PHOTO_IN_CHAT, written=written)
        try:
            return read_photo(self.folder, written)
        except BadPhoto as bad:
            raise _BadCell(Wrong.PHOTO, written=written, why=str(bad)) from None


@dataclass(slots=True)
class _Found:
    """What was read so far: products and lines by title, in small letters, and what is wrong."""

    products: dict[str, NewProduct] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


def read_products(path: Path) -> list[NewProduct]:
    """The products of a CSV or XLSX file with the columns of `COLUMNS`, in any order.

    Commas, semicolons or tabs between the cells of a CSV, UTF-8 or Windows-1251: whatever Excel makes of it. Photos
    are files named relative to the file's folder, and must lie in it.

    Raises:
        ProductFileInvalid: with every row that is wrong, when any is.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = problem(None, Wrong.NOT_READ, path=str(path), why=str(error.strerror))
        raise ProductFileInvalid([why]) from error
    return _products(open_table(path.name, content), path.parent)


def read_upload(name: str, content: bytes) -> list[NewProduct]:
    """The products of a file that was sent by itself: it can name no photos. Raises what `read_products` does."""
    return _products(open_table(name, content), None)


def _products(table: Table, folder: Path | None) -> list[NewProduct]:
    found = _Found()
    for row in _rows(table, folder, found.problems):
        _take(row, found)
    if not found.products and not found.problems:
        found.problems.append(problem(None, Wrong.NO_PRODUCTS))
    if found.problems:
        raise ProductFileInvalid(found.problems)
    return [_shown_or_hidden(one) for one in found.products.values()]


def _take(row: _Row, found: _Found) -> None:
    """A row is a product, or a variant of the product that has the same title."""
    values = _values(row, found.problems)
    if values is None:
        return
    variant = values.pop("variant")
    key = values["title"].casefold()
    known, first = found.products.get(key), found.lines.setdefault(key, row.line)
    if known is None:
        if not values["category"]:
            found.problems.append(problem(row.line, Wrong.MISSING, column="category"))
        new = NewProduct(**(values | {"hidden": values["hidden"] and not variant}))
        found.products[key] = new.with_variant(_variant(variant, values)) if variant else new
        return
    wrong = _wrong_with(known, variant, values)
    if wrong is not None:
        facts = {"title": values["title"], "variant": variant, "first": first, "most": MOST_VARIANTS}
        found.problems.append(problem(row.line, wrong, **facts))
        return
    found.products[key] = known.with_variant(_variant(variant, values))


def _wrong_with(known: NewProduct, variant: str, values: dict[str, Any]) -> Wrong | None:
    """Why a row cannot be one more variant of a product."""
    if not variant or not known.variants:
        return Wrong.REPEATED_TITLE
    if variant.casefold() in {one.label.casefold() for one in known.variants}:
        return Wrong.REPEATED_VARIANT
    if values["category"] not in ("", known.category):
        return Wrong.OTHER_CATEGORY
    if values["description"] not in ("", known.description):
        return Wrong.OTHER_DESCRIPTION
    return Wrong.TOO_MANY_VARIANTS if len(known.variants) >= MOST_VARIANTS else None


def _variant(label: str, values: dict[str, Any]) -> NewVariant:
    return NewVariant(label, values["price"], values["stock"], values["hidden"])


def _shown_or_hidden(product: NewProduct) -> NewProduct:
    """Where all variants are to be hidden, the product is, and they are shown with it again."""
    if not product.variants or not all(one.hidden for one in product.variants):
        return product
    variants = tuple(replace(one, hidden=False) for one in product.variants)
    return replace(product, variants=variants, hidden=True)


def _values(row: _Row, problems: list[RowProblem]) -> dict[str, Any] | None:
    """The cells of a row, read; what is wrong with any of them is added to `problems`."""
    reading: dict[str, Callable[[], Any]] = {
        "title": lambda: row.name("title", MOST_TITLE),
        "price": row.price,
        "stock": row.stock,
        "category": row.category,
        "description": lambda: row.lines("description", MOST_DESCRIPTION),
        "photo": row.photo,
        "variant": lambda: row.name_or_none("variant", MOST_LABEL),
        "hidden": row.hidden,
    }
    values: dict[str, Any] = {}
    for column, read in reading.items():
        try:
            values[column] = read()
        except _BadCell as bad:
            problems.append(problem(row.line, bad.wrong, **bad.facts))
        except Unusable as bad:
            facts: dict[str, str | int] = {"written": bad.written, "length": bad.length, "most": bad.most}
            problems.append(problem(row.line, _FAULTS[bad.fault], column=column, **facts))
    return values if len(values) == len(reading) else None


def _rows(table: Table, folder: Path | None, problems: list[RowProblem]) -> Iterator[_Row]:
    """The rows below the header; what is wrong with the file's form is added to `problems`."""
    try:
        header, width = _header(next(table.rows, (_HEADER_LINE, []))[1])
        for line, cells in table.rows:
            if (table.is_csv and len(cells) != width) or any(cell.strip() for cell in cells[len(header) :]):
                problems.append(problem(line, Wrong.CELLS, count=len(cells), width=width))
                continue
            yield _Row(line, dict(zip(header, cells, strict=False)), folder, table.lossy)
    except CutShort as cut:
        problems.append(cut.why)


def _header(first: list[str]) -> tuple[list[str], int]:
    """The names of the columns, in the file's order, and how many cells their row has."""
    header = [cell.strip().casefold() for cell in first]
    while header and not header[-1]:  # spreadsheets like to add empty columns on the right
        header.pop()
    wrong = [(Wrong.UNKNOWN_COLUMN, name) for name in header if name not in COLUMNS]
    wrong += [(Wrong.MISSING_COLUMN, name) for name in NEEDED if name not in header]
    wrong += [(Wrong.REPEATED_COLUMN, name) for name in COLUMNS if header.count(name) > 1]
    if wrong:
        columns = ",".join(COLUMNS)
        raise ProductFileInvalid([problem(_HEADER_LINE, one, column=name, columns=columns) for one, name in wrong])
    return header, len(first)
