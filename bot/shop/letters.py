"""Words between a customer and the shop: made safe and short before they are kept."""

import re

from bot.shop.people import clean_name

MOST_UNITS = 800
"""The longest letter that is passed on, in UTF-16 units: with its heading it fits under a photo, too."""

_NUMBERS = re.compile(r"(?<![0-9])[0-9](?:[ \u00a0-]?[0-9]){12,18}(?![0-9])", re.ASCII)
"""What can be the number of a card: 13 to 19 digits, perhaps in groups."""


def passed_on(text: str) -> str:
    """A stranger's text as it is kept: no control or direction marks, no card numbers, not too long."""
    lines = (clean_name(line, MOST_UNITS) for line in text.splitlines())
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return _cut(without_cards(tidy))


def without_cards(text: str) -> str:
    """The text with every number that could be a bank card's hidden."""
    return _NUMBERS.sub(_hide, text)


def _hide(match: re.Match[str]) -> str:
    digits = re.sub(r"[^0-9]", "", match[0])
    return "••••" if _passes_luhn(digits) else match[0]


def _passes_luhn(digits: str) -> bool:
    """The check that every card number passes, and one other number in ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cut(text: str) -> str:
    units = 0
    for place, char in enumerate(text):
        units += 2 if ord(char) > 0xFFFF else 1
        if units > MOST_UNITS:
            return text[: place - 1].rstrip() + "…"
    return text
