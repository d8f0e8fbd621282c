"""What a seller writes about a product, read: in a chat or in a file, by the same rules."""

import re
from enum import StrEnum

from bot.shop.catalogue import MOST_STOCK
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.people import clean_name


class Fault(StrEnum):
    """Why something written cannot be used."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_PRICE = "no_price"
    NO_STOCK = "no_stock"


class Unusable(ValueError):
    """What was written cannot be used; `length` and `most` count UTF-16 units, where it is too long."""

    def __init__(self, fault: Fault, written: str = "", length: int = 0, most: int = 0) -> None:
        super().__init__(fault, written)
        self.fault, self.written, self.length, self.most = fault, written, length, most


def read_lines(text: str, most: int) -> str:
    """A text of one or several lines, cleaned of marks that nobody sees; it may be empty.

    Raises:
        Unusable: TOO_LONG, beyond `most` UTF-16 units: Telegram counts an emoji as two.
    """
    cleaned = "\n".join(clean_name(line, len(line)) for line in text.strip().splitlines())
    length = len(cleaned.encode("utf-16-le")) // 2
    if length > most:
        raise Unusable(Fault.TOO_LONG, cleaned, length, most)
    return cleaned


def read_line(text: str, most: int) -> str:
    """A text on one line that says something.

    Raises:
        Unusable: MISSING or TOO_LONG.
    """
    cleaned = " ".join(read_lines(text, most).split("\n"))
    if not cleaned:
        raise Unusable(Fault.MISSING)
    return cleaned


def read_price(text: str) -> Tyiyn:
    """A price in tyiyn: "1 500", "1500,50" and "1500.5 сом" are all understood.

    Raises:
        Unusable: MISSING or NO_PRICE.
    """
    written = text.strip()
    if not written:
        raise Unusable(Fault.MISSING)
    try:
        return parse_som(written)
    except NotMoney:
        raise Unusable(Fault.NO_PRICE, written) from None


def read_stock(text: str) -> int:
    """How many there are.

    Raises:
        Unusable: NO_STOCK.
    """
    written = text.strip()
    if not re.fullmatch(r"[0-9]{1,7}", written, re.ASCII) or int(written) > MOST_STOCK:
        raise Unusable(Fault.NO_STOCK, written, most=MOST_STOCK)
    return int(written)
