"""Finding orders by what people remember of them: words are folded alike when kept and when sought."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS = 60
"""The most words that are kept of one order."""

_LONGEST = 40
_SHORTEST_PHONE = 4
"""Fewer digits than these would find everybody's number."""

_WORD = re.compile(r"\w+")
_SPELT = re.compile(r"[\d\s()+./№#–-]+", re.ASCII)
"""What a number is written with: an order's, or a phone's in any spelling."""

_ALIKE = str.maketrans("өүңё", "оуне")
"""Many keyboards have no Kyrgyz letters, and people write the nearest Russian ones."""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: an order's number, the end of a phone (as `phone_key` keeps it), or words, all of them.

    What is only digits can be any of these.
    """

    number: int | None
    phone: str | None
    words: tuple[str, ...]


def fold(text: str) -> str:
    """A text in which spellings that people take for the same are the same."""
    return unicodedata.normalize("NFKC", text.replace("№", " ")).casefold().translate(_ALIKE)


def words_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The folded words of some texts, each once, in the order in which they come."""
    found = (word[:_LONGEST] for text in texts for word in _WORD.findall(fold(text or "")))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def phone_key(phone: str | None) -> str | None:
    """A phone from its last digit to its first, so that whoever knows its end finds it; None for what has no digits.

    The zeros before a number say only how it is dialled.
    """
    digits = "".join(char for char in phone or "" if char.isascii() and char.isdigit()).lstrip("0")
    return f"+{digits[::-1]}" if digits else None


def understand(text: str) -> Query | None:
    """What somebody looks for; None when nothing is left to look for."""
    words = words_of([text])
    if not words:
        return None
    if not _SPELT.fullmatch(text):
        return Query(None, None, words)
    digits = "".join(words)
    key = phone_key(digits)
    phone = key if key is not None and len(key) > _SHORTEST_PHONE else None
    number = int(digits) if len(digits) <= 9 and "+" not in text else None
    return Query(number, phone, words)
