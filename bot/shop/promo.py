"""Promo codes: how they are written, when they hold, and what they take off."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from bot.shop.money import NotMoney, Tyiyn, parse_som

SHORTEST, LONGEST = 3, 20
"""Characters of a code, without spaces."""

MOST_CODES = 40
"""Codes that a shop may have at a time."""

MOST_USES = 1_000_000

MOST_TRIES_AN_HOUR = 10
"""Codes that do not exist, before a person has to wait: nobody finds one out by trying."""

LEAST_TO_PAY: Tyiyn = 100
"""A discount never leaves less than 1 som to pay."""


_PERCENT = re.compile(r"0*([1-9][0-9]?)\s*(?:%|пайыз|процент\w{0,2}|percent)", re.IGNORECASE)


class NotCode(ValueError):
    """The text cannot be a promo code."""


class NotDiscount(ValueError):
    """The text is neither a percentage from 1 to 99 nor a sum."""


class Why(StrEnum):
    """Why a code is not taken."""

    UNKNOWN = "unknown"
    TOO_MANY_TRIES = "too_many_tries"
    """The person has sent too many codes that do not exist; this one was not looked up."""
    NOT_YET = "not_yet"
    OVER = "over"
    """Switched off, deleted since, or its last day has passed."""
    USED_UP = "used_up"
    USED_BEFORE = "used_before"
    """It works once for each customer, and this one has an order with it."""
    FEW_GOODS = "few_goods"
    LITTLE_LEFT = "little_left"
    """What would be left to pay is less than can be paid."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A code that is not taken: from which day on it will be, or which sum is missing (tyiyn)."""

    why: Why
    code: str
    first_day: date | None = None
    least: Tyiyn = 0


@dataclass(frozen=True, slots=True)
class Discount:
    """What a code takes off the goods: a percentage from 1 to 99, or a sum in tyiyn; exactly one of them."""

    percent: int | None = None
    amount: Tyiyn | None = None

    def of(self, goods: Tyiyn) -> Tyiyn:
        """What is taken off goods of such a sum: never more than the goods.

        A part of a tyiyn is not taken off: 10% of 99 tyiyn is 9.
        """
        if self.percent is not None:
            return goods * self.percent // 100
        return min(goods, self.amount or 0)


@dataclass(frozen=True, slots=True)
class Promo:
    """A shop's promo code, valid from `first_day` to `last_day` (both included, in the shop's zone; None is no bound).

    `most_uses` is how many orders may have it in all, `least_goods` from which sum of goods on it holds (tyiyn).
    `uses` is how many open and paid orders have it now.
    """

    id: int
    shop_id: int
    code: str
    discount: Discount = field(default_factory=Discount)
    first_day: date | None = None
    last_day: date | None = None
    most_uses: int | None = None
    once_each: bool = False
    least_goods: Tyiyn | None = None
    is_on: bool = True
    is_deleted: bool = False
    uses: int = 0

    @property
    def is_used_up(self) -> bool:
        """Whether all of its uses are taken."""
        return self.most_uses is not None and self.uses >= self.most_uses

    def denial(self, goods: Tyiyn, today: date, own_uses: int) -> Denial | None:
        """Why the code does not hold for goods of such a sum; None when it does.

        `own_uses` is how many open and paid orders the customer has with it.
        """
        if self.is_deleted or not self.is_on or (self.last_day is not None and today > self.last_day):
            return Denial(Why.OVER, self.code)
        if self.first_day is not None and today < self.first_day:
            return Denial(Why.NOT_YET, self.code, first_day=self.first_day)
        if self.least_goods is not None and goods < self.least_goods:
            return Denial(Why.FEW_GOODS, self.code, least=self.least_goods)
        return self.spent(own_uses)

    def spent(self, own_uses: int) -> Denial | None:
        """Why no further use of it is left for a customer; None when there is one."""
        if self.once_each and own_uses:
            return Denial(Why.USED_BEFORE, self.code)
        return Denial(Why.USED_UP, self.code) if self.is_used_up else None


def written(text: str) -> str:
    """The code that a person wrote, without spaces, as it is shown.

    Raises:
        NotCode: when it is not 3 to 20 letters and digits, of whatever alphabet.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split())
    kinds = [unicodedata.category(sign)[0] for sign in code]
    marked = kinds[:1] == ["M"] or any(pair == ("M", "M") for pair in pairwise(kinds))
    spelled = all(kind in "LM" or sign.isdecimal() for kind, sign in zip(kinds, code, strict=True))
    if marked or not spelled or not SHORTEST <= len(code) <= LONGEST:
        raise NotCode(text)
    return code


def folded(code: str) -> str:
    """The same text for codes that differ only in the case of their letters."""
    return unicodedata.normalize("NFKC", code.casefold())


def parse_discount(text: str) -> Discount:
    """What a person wrote: "10%", "10 %" or "200", "200 сом".

    Raises:
        NotDiscount: when it is neither.
    """
    share = _PERCENT.fullmatch(text.strip())
    if share is not None:
        return Discount(percent=int(share[1]))
    try:
        return Discount(amount=parse_som(text))
    except NotMoney as error:
        raise NotDiscount(text) from error
