"""Typed answers turned into what an order keeps; None where they cannot be understood. Pure."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from bot.shop.letters import without_cards
from bot.shop.people import clean_name

MOST = 300
"""Characters of an address or a comment."""

_SHORTEST_ADDRESS = 5
_HOME = "KG"


def phone(text: str, *, region: str | None = _HOME) -> str | None:
    """A phone number as E.164; without a country's code it is a Kyrgyz one."""
    for candidate in (text, f"+{text.lstrip('+')}"):
        try:
            number = phonenumbers.parse(candidate, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None


def free_text(text: str) -> str:
    """What a person wrote, without control characters and without numbers of bank cards."""
    lines = (clean_name(line, MOST + 1) for line in text.strip().splitlines())
    return without_cards("\n".join(line for line in lines if line))


def address(text: str) -> str | None:
    """An address in words."""
    cleaned = free_text(text)
    return cleaned if len(cleaned) >= _SHORTEST_ADDRESS and any(sign.isalpha() for sign in cleaned) else None
