"""The translations: compiled from the `.po` files when the program starts, so no compiled file is ever stale."""

import tempfile
from functools import cache
from pathlib import Path

from aiogram.utils.i18n import I18n
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.shop.people import Language

DOMAIN = "tolom"

_BOT = Path(__file__).resolve().parent.parent
_PLACES = (_BOT.parent / "locales", _BOT / "locales")
"""Beside the packages in the repository; within the package when installed from a wheel."""


def folder() -> Path:
    """Where the `.po` files are.

    Raises:
        FileNotFoundError: when the program was installed without them.
    """
    for place in _PLACES:
        if (place / Language.KY / "LC_MESSAGES" / f"{DOMAIN}.po").is_file():
            return place
    raise FileNotFoundError("the folder locales/ with the translations is missing from this installation")


@cache
def translations(source: Path | None = None) -> I18n:
    """aiogram's translator for every language that the bot speaks, made once; `source` has one folder a language."""
    source = source or folder()
    with tempfile.TemporaryDirectory(prefix="tolom-locales-") as name:
        target = Path(name)
        for language in Language:
            _compile(source, target, language)
        return I18n(path=target, default_locale=Language.KY, domain=DOMAIN)


def _compile(source: Path, target: Path, language: Language) -> None:
    place = target / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (source / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalog = read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
    with (place / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalog)
