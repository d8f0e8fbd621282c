"""Products from files and into files, in the chat."""

import asyncio
import io
import zipfile
from collections.abc import Callable

import pytest

from bot.product_file import FileForm, ProductFileInvalid, read_upload, write_products
from bot.product_file.problems import Wrong
from bot.sandbox.telegram.person import Message
from bot.shop.catalogue import NewProduct, NewVariant
from bot.spreadsheets import Sheet, to_xlsx
from tests.products.conftest import Seller, opens

HEAD = "title,variant,price,stock,category,description\n"


async def send(seller: Seller, content: bytes, name: str, then: str) -> str:
    """Send a file when one is asked for; what the bot says."""
    sent = await seller.owner.send_document(content, name)
    return (await seller.owner.wait_for(then, after=sent)).text


def named(name: str) -> Callable[[Message], bool]:
    """A message with a file of that name."""
    return lambda one: one.raw.get("document", {}).get("file_name") == name


async def test_a_file_goes_on_sale_whole_or_not_at_all(seller: Seller) -> None:
    """Bad rows are named in the seller's language, and the mended file can be sent at once."""
    await seller.list()
    await seller.press("Загрузить файл", "Пришлите файл с товарами")
    await seller.say("вот", "файл с окончанием .xlsx, .csv")
    assert "не таблица XLSX" in await send(seller, b"PK nonsense", "list.xlsx", "нужно исправить")
    bad = HEAD + "Торт,1 кг,900,2,Торты,\nТорт,2 кг,даром,1,,\nПирог,,100,1,,\n"
    text = await send(seller, bad.encode(), "list.csv", "нужно исправить")
    assert "• строка 3: цена «даром» непонятна" in text
    assert "• строка 4: ячейка «category» пуста" in text
    assert "Торт" not in (await opens(seller.customer, "p_3")).text
    good = "\ufeff" + (HEAD + "Торт,1 кг,900,2,Торты,Свежий\nТорт,2 кг,1700,1,,\nПирог,,100,,Торты,\n").replace(
        ",", ";"
    )
    await send(seller, good.encode(), "list.csv", "Готово: 2 товара")
    listed = await seller.sees("Добавить товар")
    assert "Торт · 2 варианта" in listed.text
    assert "Пирог · 100\u00a0сом · не заканчивается" in listed.text
    assert (await opens(seller.customer, "p_3")).labels[:2] == ["1 кг · 900\u00a0сом", "2 кг · 1\u00a0700\u00a0сом"]


async def test_what_is_sent_out_can_be_sent_back(seller: Seller) -> None:
    """Export, import: nothing has changed, pictures included; both kinds of files."""
    await seller.list()
    await seller.press("Выгрузить файл", "Какой файл нужен")
    for form in ("xlsx", "csv"):
        await seller.owner.press(form.upper())
        sent = await seller.owner.wait_for(named(f"товары.{form}"))
        content = await seller.owner.document(sent)
        found = read_upload(f"товары.{form}", content)
        assert [(one.title, one.price, one.stock) for one in found] == [
            ("Медовик", 1_500_00, 5), ("Букет", 2_000_00, None),
        ]  # fmt: skip
        was = (await seller.list()).text
        await seller.press("Загрузить файл", "Пришлите файл с товарами")
        await send(seller, content, f"back.{form}", "Готово: 2 товара")
        assert (await seller.sees("Добавить товар")).text == was
        await seller.press("Выгрузить файл", "Какой файл нужен")
    assert (await opens(seller.customer, "p_1")).photo


async def test_five_thousand_rows(seller: Seller) -> None:
    """The longest file that is taken; meanwhile the bot answers others. One row more is refused."""
    rows = "".join(f"Товар {number},,{number},1,Раздел,\n" for number in range(1, 5001))
    await seller.list()
    await seller.press("Загрузить файл", "Пришлите файл с товарами")
    text = await send(seller, (HEAD + rows + "Ещё,,1,1,Раздел,\n").encode(), "long.csv", "нужно исправить")
    assert "больше 5000 строк" in text
    _, answer = await asyncio.gather(
        send(seller, (HEAD + rows).encode(), "long.csv", "Готово: 5000 товаров"), opens(seller.customer, "p_1")
    )
    assert "Медовик" in answer.text


PRODUCTS = [
    NewProduct("Кыймак, «100 %»", "Өтө; даамдуу,\n\"жаңы\"", "Сүт ө-ү-ң", 149_99, None, None),
    NewProduct("=1+1", "@x", "-", 1, 0, None, hidden=True),
    NewProduct("Торт", "", "Торттор", 80_000, None, None, (
        NewVariant("2 кг", 250_000, 3), NewVariant("500 г", 80_000, None, hidden=True),
    )),
    NewProduct("Тондук", "", "Торттор", 100, None, None, (NewVariant("XL", 100, 1),), hidden=True),
]  # fmt: skip


def test_the_round_trip() -> None:
    """Letters, quotes, line breaks, tyiyn, formulas, variants and what is hidden come back as they were."""
    for form in FileForm:
        assert read_upload(f"a.{form}", write_products(PRODUCTS, "Товарлар", form)) == PRODUCTS


def test_a_spreadsheet_made_by_hand() -> None:
    """Numbers as numbers, an empty row between, and another sheet behind."""
    rows = [("Нан", 25, 10, "Нан"), (None, None, None, None), ("Токоч", "30,50", None, "Нан")]
    content = to_xlsx([Sheet("1", ("Title", "Price", "Stock", "Category"), rows), Sheet("2", ("x",), [])])
    assert [(one.title, one.price, one.stock) for one in read_upload("a.XLSX", content)] == [
        ("Нан", 2500, 10), ("Токоч", 3050, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("a.csv", b"x" * 5_000_001, Wrong.TOO_BIG),
        ("a.csv", "title,price,category\n\u04a8,1,\u04a8".encode("utf-16-be"), Wrong.UNKNOWN_COLUMN),
        ("a.xlsx", b"", Wrong.NO_TABLE),
        ("a.xlsx", b"PK\x03\x04", Wrong.NO_TABLE),
        ("a.xlsx", to_xlsx([Sheet("1", ("title",), [("x",)])])[:-40], Wrong.NO_TABLE),
        ("a.csv", b"title,price,category,photo\nCake,1,C,cake.jpg", Wrong.PHOTO_IN_CHAT),
        ("a.csv", b"title,price,category,hidden\nCake,1,C,perhaps", Wrong.NO_YES),
        ("a.csv", b"title,price,category,variant\nCake,1,C,\nCake,2,C,big", Wrong.REPEATED_TITLE),
        ("a.csv", b"title,price,category,variant\nCake,1,C,big\nCake,2,C,", Wrong.REPEATED_TITLE),
        ("a.csv", b"title,price,category,variant\nCake,1,C,big\ncake,2,,BIG", Wrong.REPEATED_VARIANT),
        ("a.csv", b"title,price,category,variant\nCake,1,C,big\nCake,2,D,small", Wrong.OTHER_CATEGORY),
        ("a.csv", b"title,price,category,variant,description\nA,1,C,b,x\nA,2,,s,y", Wrong.OTHER_DESCRIPTION),
        (
            "a.csv",
            b"title,price,category,variant\n" + b"".join(b"A,1,C,%d\n" % each for each in range(31)),
            Wrong.TOO_MANY_VARIANTS,
        ),
    ],
)
def test_what_cannot_be_read_has_its_reason(name: str, content: bytes, wrong: Wrong) -> None:
    """Whatever is sent, it is refused with a reason, and nothing breaks."""
    with pytest.raises(ProductFileInvalid) as refused:
        read_upload(name, content)
    assert wrong in {one.wrong for one in refused.value.problems}


def test_a_small_file_that_unpacks_to_a_huge_one() -> None:
    """Refused before it is unpacked: by what it says of its size, and by a cell at the far end of a sheet."""
    for sheet in (b" " * 70_000_000, b'<c r="A1048576" t="n"><v>1</v></c>', b'<c r="XFD1"><v>1</v></c>'):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        with pytest.raises(ProductFileInvalid):
            read_upload("a.xlsx", packed.getvalue())


def test_windows_1251_and_semicolons() -> None:
    """What Excel in Russian saves as CSV."""
    (product,) = read_upload("a.csv", "title;price;category\nПирог;1 500,50;Торты".encode("cp1251"))
    assert (product.title, product.price, product.category) == ("Пирог", 150_050, "Торты")
