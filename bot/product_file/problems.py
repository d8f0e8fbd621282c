"""What can be wrong with a table of products."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """Each kind of trouble; `bot/texts/product_file.py` has the sentence of each."""

    NOT_READ = "not_read"
    NO_TEXT = "no_text"
    NO_TABLE = "no_table"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    NO_PRODUCTS = "no_products"
    NO_CSV = "no_csv"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    CELLS = "cells"
    MISSING = "missing"
    TOO_LONG = "too_long"
    LOST_LETTER = "lost_letter"
    NO_PRICE = "no_price"
    NO_STOCK = "no_stock"
    NO_YES = "no_yes"
    PHOTO = "photo"
    PHOTO_IN_CHAT = "photo_in_chat"
    REPEATED_TITLE = "repeated_title"
    REPEATED_VARIANT = "repeated_variant"
    OTHER_CATEGORY = "other_category"
    OTHER_DESCRIPTION = "other_description"
    TOO_MANY_VARIANTS = "too_many_variants"
    HAS_VARIANTS = "has_variants"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong; `line` is where the row begins in the file, None when it is the file as a whole.

    `facts` are what its sentence names.
    """

    line: int | None
    wrong: Wrong
    facts: dict[str, str | int]


def problem(line: int | None, wrong: Wrong, **facts: str | int) -> RowProblem:
    """A problem with its facts."""
    return RowProblem(line, wrong, facts)


class ProductFileInvalid(Exception):
    """The file cannot be used; `problems` names everything that is wrong with it, in the order of its lines."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__([(one.line, one.wrong.value) for one in problems])
        self.problems = list(problems)
