import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from bot.spreadsheets import Book, Sheet, csv_head, csv_rows, to_csv, to_xlsx

AT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC).astimezone(ZoneInfo("Asia/Bishkek"))
HEADER = ("Аталышы", "Сумма", "Саны", "Убактысы")
SHEET = Sheet("Заказдар", HEADER, [("Жеңил торт; үч кабат", Decimal("1500.5"), 3, AT), ("Нан\nак", None, None, None)])

DANGEROUS = [
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    " \t x",
    "\u00a0=1",
    "＝1+1",
    "\n=1",
]
HARMLESS = ["Торт", "a=b", "5-катмар", "", " торт", "'ак'", "№ 1"]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_what_excel_in_kyrgyz_and_russian_opens() -> None:
    """A byte order mark for Cyrillic, semicolons, decimal commas, days first, CRLF."""
    content = to_csv(SHEET)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 3
    assert b"sep=" not in content
    assert read_csv(content) == [
        list(HEADER),
        ["Жеңил торт; үч кабат", "1500,50", "3", "24.11.2026 02:30"],
        ["Нан\nак", "", "", ""],
    ]


def test_xlsx_has_real_numbers_and_dates() -> None:
    """Sums can be added up and days sorted without any conversion."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx([SHEET]))).get_sheet_by_name("Заказдар")
    rows = sheet.to_python()
    assert rows[0] == list(HEADER)
    assert rows[1] == ["Жеңил торт; үч кабат", 1500.5, 3, datetime(2026, 11, 24, 2, 30)]  # noqa: DTZ001 - as a clock shows
    assert rows[2] == ["Нан\nак", "", "", ""]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_in_csv(text: str) -> None:
    """Fault 78: whatever could begin a formula has an apostrophe before it, and is whole behind it."""
    assert read_csv(to_csv(Sheet("x", ("a",), [(text,)])))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", DANGEROUS + HARMLESS)
def test_text_is_never_a_formula_in_xlsx(text: str) -> None:
    """Fault 78: a text is a text cell, unchanged; also one like a number or an address."""
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(to_xlsx([Sheet("x", ("a",), [(text,), ("0123",), ("http://a.kg",)])]))
    )
    found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[0] for row in found] == ["a", text, "0123", "http://a.kg"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text: str) -> None:
    """Only what is dangerous is touched."""
    assert read_csv(to_csv(Sheet("x", ("a", "b"), [(text, "b")])))[1] == [text, "b"]


def test_long_text_and_strange_names_of_sheets_make_no_damaged_file() -> None:
    """Excel's limits are kept: 32 767 characters a cell, 31 a sheet's name, no two the same."""
    sheets = [Sheet("a/b[c]:*?" + "ж" * 40, ("a",), [("ө" * 40_000,)]), Sheet("A/B[C]:*?" + "Ж" * 40, ("a",), [])]
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx([*sheets, Sheet("''", ("a",), [])])))
    assert len({name.casefold() for name in book.sheet_names}) == 3
    assert max(map(len, book.sheet_names)) <= 31
    assert book.get_sheet_by_index(0).to_python()[1] == ["ө" * 32_767]


def test_a_book_written_in_pieces_is_the_same(tmp_path: Path) -> None:
    """Rows may come as they are read from the database."""
    book = Book(tmp_path / "book.xlsx")
    book.open_sheet("Бир", HEADER)
    for row in SHEET.rows:
        book.add([row])
    book.open_sheet("Эки", ("a",))
    book.add([("б",)])
    book.close()
    read = CalamineWorkbook.from_path(str(tmp_path / "book.xlsx"))
    whole = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx([SHEET])))
    assert read.get_sheet_by_index(0).to_python() == whole.get_sheet_by_index(0).to_python()
    assert read.get_sheet_by_name("Эки").to_python() == [["a"], ["б"]]
    pieces = csv_head(HEADER) + b"".join(csv_rows([row]) for row in SHEET.rows)
    assert pieces == to_csv(SHEET)
