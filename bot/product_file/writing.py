"""The shop's products as a table that can be read back."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from bot.product_file.reading import COLUMNS, YES
from bot.shop.catalogue import NewProduct
from bot.shop.money import Tyiyn
from bot.spreadsheets import Cell, Row, Sheet, to_csv, to_xlsx


class FileForm(StrEnum):
    """The kinds of files that spreadsheets open."""

    XLSX = "xlsx"
    CSV = "csv"


FILE_FORMS = tuple(FileForm)


def write_products(products: Sequence[NewProduct], title: str, form: FileForm) -> bytes:
    """A file with a row for each product, or for each variant of one; pictures stay in the shop."""
    sheet = Sheet(title, COLUMNS, list(_rows(products)))
    return to_xlsx([sheet]) if form is FileForm.XLSX else to_csv(sheet)


def _rows(products: Sequence[NewProduct]) -> Iterator[Row]:
    for one in products:
        if not one.variants:
            yield _row(one, "", one.price, one.stock, hidden=one.hidden)
        for variant in one.variants:
            yield _row(one, variant.label, variant.price, variant.stock, hidden=variant.hidden or one.hidden)


def _row(product: NewProduct, variant: str, price: Tyiyn, stock: int | None, *, hidden: bool) -> Row:
    cells: dict[str, Cell] = {
        "title": product.title,
        "variant": variant,
        "price": Decimal(price).scaleb(-2),
        "stock": stock,
        "category": product.category,
        "description": product.description,
        "hidden": YES if hidden else "",
    }
    return tuple(cells.get(column) for column in COLUMNS)
