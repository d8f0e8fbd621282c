"""Tables as files that Excel opens correctly in Kyrgyz and Russian, and in which no text is ever taken for a formula.

CSV is written as those Excels read it: UTF-8 with a byte order mark, semicolons between the cells, commas in decimals.
There is no line `sep=;` on purpose: after it Excel ignores the byte order mark, and spoils Cyrillic.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | Decimal | datetime | None
Row: TypeAlias = tuple[Cell, ...]

_BEGINS_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[^\S\r\n\t]*[\r\n\t]")
_LONGEST = 32_767
"""The most characters of a cell; what is longer Excel calls a damaged file."""

_LONGEST_TITLE = 31
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NARROWEST, _WIDEST = 9, 46
_MOMENT = "dd.mm.yyyy hh:mm"
_MONEY = "#,##0.00"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. A `Decimal` is a sum with two decimals; a `datetime` is written as its own clock shows it."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[Row]


def to_csv(sheet: Sheet) -> bytes:
    """The table as a CSV file."""
    return csv_head(sheet.header) + csv_rows(sheet.rows)


def csv_head(header: Sequence[str]) -> bytes:
    """How a CSV file begins; `csv_rows` goes on."""
    return "\ufeff".encode() + csv_rows([tuple(header)])


def csv_rows(rows: Iterable[Row]) -> bytes:
    """Some rows of a CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8", "replace")


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The tables as one XLSX file, a sheet each."""
    file = io.BytesIO()
    book = Book(file, in_memory=True)
    for sheet in sheets:
        book.open_sheet(sheet.title, sheet.header)
        book.add(sheet.rows)
    book.close()
    return file.getvalue()


class Book:
    """An XLSX file written row by row, sheet after sheet; what was written is kept on disk, unless `in_memory`."""

    def __init__(self, file: Path | BinaryIO, *, in_memory: bool = False) -> None:
        import xlsxwriter  # noqa: PLC0415 - 2 MB that only whoever asks for a spreadsheet needs

        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
            ("in_memory" if in_memory else "constant_memory"): True,
        }
        self._book = xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, options)
        self._bold: Format = self._book.add_format({"bold": True, "bottom": 1})
        self._money: Format = self._book.add_format({"num_format": _MONEY})
        self._moment: Format = self._book.add_format({"num_format": _MOMENT})
        self._titles: set[str] = set()
        self._sheet: Worksheet | None = None
        self._next = 0
        self._widths: list[int] = []

    def open_sheet(self, title: str, header: Sequence[str]) -> None:
        """Go on in a new sheet, whose first row stays in sight."""
        self._set_widths()
        self._sheet = self._book.add_worksheet(self._tab(title))
        self._sheet.freeze_panes(1, 0)
        self._widths = [_NARROWEST] * len(header)
        for column, name in enumerate(header):
            self._sheet.write_string(0, column, name[:_LONGEST], self._bold)
            self._widen(column, len(name) + 2)
        self._next = 1

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below what is there."""
        for row in rows:
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._next += 1

    def close(self) -> None:
        """Finish the file."""
        self._set_widths()
        self._book.close()

    def _write(self, column: int, cell: Cell) -> None:
        sheet = self._sheet
        assert sheet is not None  # noqa: S101  # rows come after their sheet was opened
        match cell:
            case None | "":
                return
            case str():
                sheet.write_string(self._next, column, cell[:_LONGEST])
                self._widen(column, max(map(len, cell.split("\n"))) + 1)
            case Decimal():
                sheet.write_number(self._next, column, cell, self._money)
                self._widen(column, len(f"{cell:,.2f}") + 1)
            case int():
                sheet.write_number(self._next, column, cell)
                self._widen(column, len(str(cell)) + 1)
            case datetime():
                sheet.write_datetime(self._next, column, cell, self._moment)
                self._widen(column, len(_MOMENT) + 1)

    def _widen(self, column: int, width: int) -> None:
        if column < len(self._widths):
            self._widths[column] = max(self._widths[column], min(width, _WIDEST))

    def _set_widths(self) -> None:
        if self._sheet is not None:
            for column, width in enumerate(self._widths):
                self._sheet.set_column(column, column, width)

    def _tab(self, title: str) -> str:
        """A sheet's name as Excel takes it: short, without some signs, and no other sheet's."""
        wanted = _NOT_IN_TITLE.sub(" ", title).strip(" '")[:_LONGEST_TITLE].strip(" '") or "1"
        name, number = wanted, 2
        while name.casefold() in self._titles:
            end = f" {number}"
            name, number = wanted[: _LONGEST_TITLE - len(end)] + end, number + 1
        self._titles.add(name.casefold())
        return name


def _written(cell: Cell) -> str:
    """A cell of a CSV file. Text that a spreadsheet could take for a formula gets an apostrophe before it."""
    match cell:
        case None:
            return ""
        case str():
            text = cell.replace("\0", "")[: _LONGEST - 1]
            return f"'{text}" if _BEGINS_FORMULA.match(text) else text
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
        case int():
            return str(cell)
        case datetime():
            return f"{cell:%d.%m.%Y %H:%M}"
