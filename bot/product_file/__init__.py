"""The seller's table of products (CSV or XLSX): read whole, or refused with everything that is wrong; and written."""

from bot.product_file.problems import ProductFileInvalid, RowProblem
from bot.product_file.reading import COLUMNS, read_products, read_upload
from bot.product_file.storing import put_all
from bot.product_file.tables import MOST_BYTES, MOST_ROWS, check_size
from bot.product_file.writing import FILE_FORMS, FileForm, write_products

__all__ = [
    "COLUMNS",
    "FILE_FORMS",
    "MOST_BYTES",
    "MOST_ROWS",
    "FileForm",
    "ProductFileInvalid",
    "RowProblem",
    "check_size",
    "put_all",
    "read_products",
    "read_upload",
    "write_products",
]
