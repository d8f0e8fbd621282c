"""`tolom import`: all products of a file, or none and every reason."""

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bot.product_file import ProductFileInvalid, read_products
from bot.storage.guard import Guard
from bot.texts import product_file as texts
from bot.texts.languages import translations
from tests.cli.conftest import Run

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a CSV file of some lines."""

    def lines(*lines: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
        path = tmp_path / "products.csv"
        path.write_bytes(newline.join(lines).encode(encoding))
        return path

    return lines


def problems(path: Path) -> list[str]:
    """What is wrong with a file, in its own words."""
    with pytest.raises(ProductFileInvalid) as caught:
        read_products(path)
    i18n = translations()
    with i18n.context(), i18n.use_locale("en"):
        return [texts.problem(one.line, one.wrong, one.facts) for one in caught.value.problems]


def is_there(environment: dict[str, str]) -> bool:
    """Whether the database was made."""
    return Path(environment["DATABASE_URL"].partition("///")[2]).exists()


def picture(path: Path, size: tuple[int, int] = (40, 30), form: str = "JPEG") -> bytes:
    """A picture in a file; its bytes."""
    content = io.BytesIO()
    Image.new("RGB", size, "#c0ffee").save(content, form)
    path.write_bytes(content.getvalue())
    return content.getvalue()


async def test_a_good_file_goes_on_sale(tolom: Run, cakes: Path, environment: dict[str, str]) -> None:
    """Products with prices in tyiyn, stock and pictures are in the database; importing again changes nothing."""
    first, again = await tolom("import", str(cakes)), await tolom("import", str(cakes))
    assert (first.status, first.complained) == (0, "")
    assert first.said == "2 products are on sale in “Айгүл” from cakes.csv.\n"
    assert again.status == 0
    connection = sqlite3.connect(environment["DATABASE_URL"].partition("///")[2])
    rows = connection.execute(
        "SELECT title, price, stock, category, length(content) FROM products LEFT JOIN photos ON photos.id = photo_id"
        " ORDER BY position"
    ).fetchall()
    connection.close()
    size = (cakes.parent / "medovik.jpg").stat().st_size
    assert rows == [("Медовик", 150050, 6, "Торттор", size), ("Курабье", 8000, None, "Печенье", None)]


async def test_a_bad_file_imports_nothing(tolom: Run, write: Write, environment: dict[str, str]) -> None:
    """Every bad row is named with its line and reason, the good ones stay out too, and no database is made."""
    path = write("title,price,category", "Cake,100,Cakes", ",free,Cakes", "Pie,-5,")
    done = await tolom("import", str(path))
    assert done.status == 1
    assert done.complained.splitlines() == [
        "Nothing was imported; products.csv needs mending:",
        "  - line 3: the title is missing",
        "  - line 3: the price 'free' is no sum of money; write som, like 1500 or 1500.50",
        "  - line 4: the price '-5' is no sum of money; write som, like 1500 or 1500.50",
        "  - line 4: the category is missing",
    ]
    assert not is_there(environment)


async def test_f071_refused_while_the_bot_runs(tolom: Run, cakes: Path, environment: dict[str, str]) -> None:
    """One process writes a database: the command says who is in the way, and leaves with status 2."""
    with Guard(environment["DATABASE_URL"]):
        done = await tolom("import", str(cakes))
    assert done.status == 2
    assert "Another Tolom works on this database" in done.complained
    assert "Traceback" not in done.complained


@pytest.mark.parametrize(
    ("encoding", "newline", "separator"),
    [("utf-8", "\n", ","), ("utf-8-sig", "\r\n", ";"), ("cp1251", "\r\n", ";"), ("utf-16", "\r\n", "\t")],
)
def test_what_spreadsheets_write_is_understood(write: Write, encoding: str, newline: str, separator: str) -> None:
    """Encodings and separators of Excel in Russian, capital headers, empty columns and rows on the edge."""
    rows = (
        ["Title", "PRICE", " stock ", "category", "description", "photo", ""],
        ["Торт «Прага»", '"1 500,50"', "3", "Торты", '"Свежий; большой, и\nвкусный"', "", ""],
        ["", "", "", "", "", "", ""],
    )
    path = write(*(separator.join(row) for row in rows), encoding=encoding, newline=newline)
    (product,) = read_products(path)
    assert (product.title, product.price, product.stock) == ("Торт «Прага»", 150050, 3)
    assert product.description == "Свежий; большой, и\nвкусный"


def test_columns_may_be_left_out_but_not_mistyped(write: Write) -> None:
    """Title, price and category are needed; an unknown or repeated column is named, on line 1."""
    (product,) = read_products(write("price,title,category", "1,Tea,Drinks"))
    assert (product.stock, product.description, product.photo) == (None, "", None)
    said = problems(write("title,cost,category,Title", "Tea,1,Drinks,Tea"))
    assert [line.partition(";")[0] for line in said] == [
        "line 1: the column 'cost' is unknown",
        "line 1: the column 'price' is missing",
        "line 1: the column 'title' stands there twice",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Cake,100.555,1,C,,", "the price '100.555' is no sum of money"),
        ("Cake,0,1,C,,", "the price '0' is no sum of money"),
        ("Cake,١٠٠,1,C,,", "the price '١٠٠' is no sum of money"),
        ("Cake,,1,C,,", "the price is missing"),
        ("Cake,100,1.5,C,,", "the stock '1.5' is no whole number"),
        ("Cake,100,-1,C,,", "the stock '-1' is no whole number"),
        ("Cake,100,9999999,C,,", "the stock '9999999' is no whole number"),
        ("Cake,1500,50,1,C,,", "has 7 cells, and the first line has 6"),
        ("Cake,100", "has 2 cells, and the first line has 6"),
        (f"{'x' * 65},100,1,C,,", "the title is 65 characters long; at most 64 fit"),
        (f"Cake,100,1,C,{'🎂' * 351},", "the description is 702 characters long; at most 700 fit"),
        ("Cake,100,1,C,,no.jpg", "the photo 'no.jpg' is not there"),
        ("Cake,100,1,C,,../secret.jpg", "the photo '../secret.jpg' lies outside the folder"),
        ("Cake,100,1,C,,/etc/hostname", "the photo '/etc/hostname' lies outside the folder"),
        ("Cake,100,1,C,,.", "the photo '.' is not there"),
        ('"Cake"x,100,1,C,,', "cannot be read as CSV"),
    ],
)
def test_each_wrong_cell_has_its_reason(write: Write, row: str, reason: str) -> None:
    """The line and the reason of whatever cannot be sold as it is written."""
    said = problems(write("title,price,stock,category,description,photo", "Good,1,1,C,,", row))
    assert len(said) == 1
    assert said[0].startswith(f"line 3: {reason}")


def test_a_title_twice_is_one_too_many(write: Write) -> None:
    """The second row would silently take the first one's place; capitals make no difference."""
    said = problems(write("title,price,category", "Cake,1,C", "Pie,2,C", "CAKE,3,C"))
    assert said == ["line 4: the title 'CAKE' stands on line 2 already"]


def test_lines_are_counted_as_an_editor_does(write: Write) -> None:
    """A description over several lines does not shift the numbers of the lines after it."""
    said = problems(write("title,price,category,description", 'Cake,1,C,"a', "b", 'c"', "", "Pie,x,C,"))
    assert said[0].startswith("line 6: the price 'x'")


def test_kyrgyz_letters_that_excel_lost(write: Write) -> None:
    """Windows-1251 has no ң, ө, ү: Excel writes a question mark, and a product must not be sold under such a name."""
    said = problems(write("title,price,category", "К?лчатай,1,Торттор", "Торт,1,Почему?", encoding="cp1251"))
    assert len(said) == 1
    assert "a Kyrgyz letter was lost" in said[0]


def test_names_are_cleaned(write: Write) -> None:
    """Marks that turn or break a line do not get into the catalogue."""
    (product,) = read_products(write("title,price,category", "  Ca\u202eke \u200b 1 ,1,C"))
    assert product.title == "Cake 1"


def test_pictures_that_telegram_would_refuse(write: Write, tmp_path: Path) -> None:
    """Too many pixels, too long a side, a cut-off file, another format, and a link out of the folder are found here."""
    whole = picture(tmp_path / "good.png", form="PNG")
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    picture(tmp_path / "long.jpg", (2100, 100))
    picture(tmp_path / "wide.jpg", (9000, 1001))
    picture(tmp_path / "anim.gif", form="GIF")
    (tmp_path / "heavy.jpg").write_bytes(b"x" * 10_000_001)
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "link.png").symlink_to("/etc/hostname")
    names = ["good.png", "cut.png", "long.jpg", "wide.jpg", "anim.gif", "heavy.jpg", "text.jpg", "link.png"]
    said = problems(write("title,price,category,photo", *(f"{name},1,C,{name}" for name in names)))
    assert [line.split("'")[2].split()[:3] for line in said] == [
        ["is", "no", "whole"],
        ["is", "2100", "x"],
        ["is", "9000", "x"],
        ["is", "no", "whole"],
        ["is", "10,000,001", "bytes;"],
        ["is", "no", "whole"],
        ["lies", "outside", "the"],
    ]


def test_a_file_that_is_none(tmp_path: Path, write: Write) -> None:
    """A missing file, an empty one, one without rows, and bytes that are no text each have their sentence."""
    assert problems(tmp_path / "nowhere.csv")[0].endswith("No such file or directory")
    assert problems(write(""))[0].startswith("line 1: the column 'title' is missing")
    assert problems(write("title,price,category")) == ["the file has no products"]
    (tmp_path / "noise.csv").write_bytes(b"\x98\xff")
    assert problems(tmp_path / "noise.csv") == ["the file is no text; save it as CSV UTF-8"]
