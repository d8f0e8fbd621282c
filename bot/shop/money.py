"""Money is a whole number of tyiyn (1 som = 100 tyiyn); nothing else converts between the two."""

import re
from typing import TypeAlias

Tyiyn: TypeAlias = int

MOST: Tyiyn = 100_000_000_00
"""The largest sum the shop accepts anywhere, in tyiyn: a hundred million som."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_SOM = re.compile(r"(?P<som>[0-9]{1,9})(?:[.,](?P<tyiyn>[0-9]{1,2}))?", re.ASCII)
_CURRENCY = re.compile(r"(?:сомдук|сому|сома|сом|som|kgs|с|⃀)\.?$", re.IGNORECASE)


class NotMoney(ValueError):
    """The text is no sum of money that a shop could mean."""


def parse_som(text: str) -> Tyiyn:
    """The sum a person wrote in som, in tyiyn: "1 500", "1500,50" and "1500.5 сом" are all understood.

    Raises:
        NotMoney: when it is not a positive sum up to `MOST`.
    """
    compact = _CURRENCY.sub("", _SPACES.sub("", text))
    match = _SOM.fullmatch(compact)
    if match is None:
        raise NotMoney(text)
    tyiyn = int(match["som"]) * 100 + int((match["tyiyn"] or "").ljust(2, "0"))
    if not 0 < tyiyn <= MOST:
        raise NotMoney(text)
    return tyiyn


def format_som(amount: Tyiyn, thousands: str = "\u00a0", decimal: str = ",") -> str:
    """The sum in som as digits, without the currency's name; tyiyn only where there are any."""
    sign = "-" if amount < 0 else ""
    som, tyiyn = divmod(abs(amount), 100)
    whole = f"{som:,}".replace(",", thousands)
    return f"{sign}{whole}{decimal}{tyiyn:02}" if tyiyn else f"{sign}{whole}"
