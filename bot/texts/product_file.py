"""What is wrong with a file of products, row by row; the command line says it in English."""

from collections.abc import Iterable

from aiogram.utils.i18n import gettext as _

from bot.texts.forms import TEXT, bold, safe, within


def problem(line: int | None, wrong: str, facts: dict[str, str | int]) -> str:
    """One thing that is wrong, plain text; `wrong` is a name of `bot.product_file.problems.Wrong`."""
    reason = _SENTENCES[wrong]().format(**facts)
    return reason if line is None else _("line {line}: {reason}").format(line=line, reason=reason)


def refused(name: str, problems: Iterable[str]) -> str:
    """Nothing of a file was taken, and why."""
    head = bold(_("Nothing was imported: the file “{name}” needs mending.").format(name=safe(name)))
    return within(head, (f"• {safe(one, 300)}" for one in problems), "", TEXT)


def _columns(sentence: str) -> str:
    return sentence + "; " + _("the first line names the columns: {columns}")


_SENTENCES = {
    "not_read": lambda: _("{path} cannot be read: {why}"),
    "no_text": lambda: _("the file is no text; save it as CSV UTF-8"),
    "no_table": lambda: _("the file is no XLSX table; save it again in your spreadsheet"),
    "too_big": lambda: _("the file is too big; at most {most} MB are read"),
    "too_many_rows": lambda: _("the file has more than {most} rows; divide it"),
    "no_products": lambda: _("the file has no products"),
    "no_csv": lambda: _("cannot be read as CSV: {why}"),
    "unknown_column": lambda: _columns(_("the column '{column}' is unknown")),
    "missing_column": lambda: _columns(_("the column '{column}' is missing")),
    "repeated_column": lambda: _("the column '{column}' stands there twice"),
    "cells": lambda: _(
        "has {count} cells, and the first line has {width}; text with a separator in it needs quotes around it"
    ),
    "missing": lambda: _("the {column} is missing"),
    "too_long": lambda: _("the {column} is {length} characters long; at most {most} fit"),
    "lost_letter": lambda: _(
        "the {column} has a ? inside a word: a Kyrgyz letter was lost; save the file as CSV UTF-8"
    ),
    "no_price": lambda: _("the price '{written}' is no sum of money; write som, like 1500 or 1500.50"),
    "no_stock": lambda: _(
        "the stock '{written}' is no whole number; write 0 to {most}, or nothing if it never runs out"
    ),
    "no_yes": lambda: _("the column '{column}' says '{written}'; write {wanted}, or nothing"),
    "photo": lambda: _("the photo '{written}' {why}"),
    "photo_in_chat": lambda: _(
        "the photo '{written}' cannot come with the file; leave the cell empty and send the photo in the chat"
    ),
    "repeated_title": lambda: _("the title '{title}' stands on line {first} already"),
    "repeated_variant": lambda: _("the variant '{variant}' of '{title}' is there already"),
    "other_category": lambda: _("'{title}' has another category on line {first}"),
    "other_description": lambda: _("'{title}' has another description on line {first}"),
    "too_many_variants": lambda: _("'{title}' has too many variants; at most {most} can be shown"),
    "has_variants": lambda: _("'{title}' is sold in variants; name them in the column '{column}'"),
}
