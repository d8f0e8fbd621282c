"""The cells of a CSV or XLSX file, whatever made it: rows of texts with their line numbers."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.product_file.problems import ProductFileInvalid, RowProblem, Wrong, problem

MOST_BYTES = 5_000_000
MOST_ROWS = 5000
"""The largest file that is read, and the most rows of it."""

_MOST_UNPACKED = 60_000_000
_MOST_COLUMNS = 100
_ESCAPED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")
"""What spreadsheets, and our own export, put before a text that could be taken for a formula."""
_FULL_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')

Line = tuple[int, list[str]]
Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Table:
    """The rows with the numbers of their lines; `lossy` text may have lost letters, `width` rows are to be as wide."""

    rows: Iterator[Line]
    lossy: bool
    is_csv: bool


def open_table(name: str, content: bytes) -> Table:
    """The table in a file, by the end of its name.

    Raises:
        ProductFileInvalid: when it is no such file, or too big a one; reading `rows` raises it too.
    """
    check_size(len(content))
    if name.casefold().endswith(".xlsx"):
        return Table(_limited(_xlsx(content)), lossy=False, is_csv=False)
    text, lossy = _text(content)
    return Table(_limited(_csv(text)), lossy, is_csv=True)


def check_size(size: int) -> None:
    """Promise that a file of so many bytes is read.

    Raises:
        ProductFileInvalid: when it is too big.
    """
    if size > MOST_BYTES:
        raise ProductFileInvalid([problem(None, Wrong.TOO_BIG, most=MOST_BYTES // 1_000_000)])


def _limited(rows: Iterator[Line]) -> Iterator[Line]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise ProductFileInvalid([problem(None, Wrong.TOO_MANY_ROWS, most=MOST_ROWS)])
        yield row


def _text(raw: bytes) -> tuple[str, bool]:
    """The file's text, and whether its encoding has no room for some Kyrgyz letters."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), False
        try:
            return raw.decode("utf-8-sig"), False
        except UnicodeDecodeError:
            return raw.decode("cp1251"), True
    except UnicodeDecodeError as error:
        raise ProductFileInvalid([problem(None, Wrong.NO_TEXT)]) from error


def _csv(text: str) -> Iterator[Line]:
    """Rows with the line on which each begins. Empty ones are left out, but for the first."""
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if line == 1 or any(cell.strip() for cell in cells):
                yield line, [_ESCAPED.sub("", cell, count=1) if cell.startswith("'") else cell for cell in cells]
    except csv.Error as error:
        raise CutShort(problem(before + 1, Wrong.NO_CSV, why=str(error))) from error


class CutShort(Exception):
    """The file ends in a row that cannot be read; what came before can be."""

    def __init__(self, why: RowProblem) -> None:
        super().__init__(why.wrong.value)
        self.why = why


def _xlsx(content: bytes) -> Iterator[Line]:
    """The rows of the first sheet, numbered as the spreadsheet does; sums and whole numbers as a person writes them."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - 1 MB that most bots never need

    _check_archive(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, IndexError) as error:
        raise ProductFileInvalid([problem(None, Wrong.NO_TABLE)]) from error
    for line, cells in enumerate(rows, start=1):
        written = [_written(cell) for cell in cells]
        if line == 1 or any(cell.strip() for cell in written):
            yield line, written


def _check_archive(content: bytes) -> None:
    """A small file can hold an enormous table: look before it is unpacked.

    Sizes and checksums have to be right, since the reader of tables believes them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_UNPACKED:
                raise ProductFileInvalid([problem(None, Wrong.TOO_BIG, most=MOST_BYTES // 1_000_000)])
            if archive.testzip() is not None:
                raise ProductFileInvalid([problem(None, Wrong.NO_TABLE)])
            for name in archive.namelist():
                if name.startswith("xl/worksheets/"):
                    _check_extent(archive.read(name))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ProductFileInvalid([problem(None, Wrong.NO_TABLE)]) from error


def _check_extent(sheet: bytes) -> None:
    """Room is made for all cells up to the last one, so that one must not be too far away."""
    for found in _FULL_CELL.finditer(sheet):
        if int(found[2]) > 2 * MOST_ROWS:
            raise ProductFileInvalid([problem(None, Wrong.TOO_MANY_ROWS, most=MOST_ROWS)])
        if _column(found[1]) > _MOST_COLUMNS:
            raise ProductFileInvalid([problem(None, Wrong.NO_TABLE)])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _written(cell: Cell) -> str:
    """A cell as a person would write it: 1500 and not 1500.0."""
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"
    return str(cell)
