"""Sums as xPay writes them, and the one rule that says whether a sum is the one that an order expects.

Nobody outside the provider knows for certain whether a bare whole number in a status answer counts som or tyiyn.
So a sum is kept as it was written, and only read against the order's total:

- with a decimal point it is som ("100.00", and the JSON number 100.0);
- without one, a whole number equal to the total in tyiyn is that total;
- without one, a whole number equal to the total in som is unclear: it would be right in som, and a hundred times too
  little in tyiyn;
- everything else is another sum.

Where the payer may raise the sum (`read_at_least`), more than the total is right too, if its unit is certain.

What is never taken for a sum: booleans, signs, exponents, spaces, commas, digits that are not ASCII, zeros in front.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self, TypeAlias

Unit: TypeAlias = Literal["auto", "som", "tyiyn"]

_SUM = re.compile(r"(?P<whole>0|[1-9][0-9]{0,14})(?:\.(?P<part>[0-9]{1,12}))?", re.ASCII)
_LONGEST = 64


class Verdict(StrEnum):
    """What a sum is, held against the expected total."""

    EXACT = "exact"
    RAISED = "raised"
    """More than expected, where the payer might raise the sum."""
    DIFFERS = "differs"
    UNIT_UNCLEAR = "unit_unclear"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AmountReading:
    """A verdict, and the sum in tyiyn where it is certain; `text` is the sum as xPay wrote it."""

    verdict: Verdict
    amount: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A sum as it was written (None when it was missing), to be stored and read again whenever the unit is settled.

    The number 100 and the string "100" have the same text, and so the same meaning; so have 100.0 and "100.0".
    """

    text: str | None

    @classmethod
    def of(cls, raw: object) -> Self:
        """The reading of a value from a JSON answer; never fails, whatever the value is."""
        if raw is None or isinstance(raw, str):
            text = raw
        elif isinstance(raw, bool):
            text = "true" if raw else "false"
        elif isinstance(raw, int):
            text = str(raw) if abs(raw) < 10**40 else "<a number without end>"
        elif isinstance(raw, Decimal):
            text = _plain(raw)
        else:
            text = f"<{type(raw).__name__}>"
        return cls(text if text is None or len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")

    @property
    def if_som(self) -> int | None:
        """The sum in tyiyn if the text counts som; None when it is no sum or not a whole number of tyiyn."""
        return som_to_tyiyn(self.text or "")

    @property
    def if_tyiyn(self) -> int | None:
        """The sum in tyiyn if the text counts tyiyn; None when it is no sum or has a decimal point."""
        return whole_number(self.text or "")

    def against(self, expected_tyiyn: int, unit: Unit = "auto", *, may_raise: bool = False) -> AmountReading:
        """The verdict on this sum for an order whose total is `expected_tyiyn`, or at least that with `may_raise`."""
        read = read_at_least if may_raise else read_amount
        return read(self.text, expected_tyiyn, unit)


def read_amount(raw: object, expected_tyiyn: int, unit: Unit = "auto") -> AmountReading:
    """Whether `raw`, a value from a status answer or the text of its `Reading`, is the expected total.

    `unit` settles what a whole number without a decimal point counts; one with a point is som in every case.
    The amount of a differing sum is None where its unit is not certain, or where it is no whole number of tyiyn.

    Raises:
        ValueError: when `expected_tyiyn` is no positive whole number (the caller's mistake, never xPay's).
    """
    if type(expected_tyiyn) is not int or expected_tyiyn <= 0:
        raise ValueError("the expected total is a positive whole number of tyiyn")
    reading = Reading.of(raw)
    if reading.text is None or not reading.text:
        return AmountReading(Verdict.MISSING, None, reading.text)
    if _SUM.fullmatch(reading.text) is None:
        return AmountReading(Verdict.UNREADABLE, None, reading.text)
    whole = reading.if_tyiyn
    if whole is None or unit == "som":
        return _compared(reading, reading.if_som, expected_tyiyn)
    if unit == "tyiyn" or whole == expected_tyiyn:
        return _compared(reading, whole, expected_tyiyn)
    verdict = Verdict.UNIT_UNCLEAR if whole * 100 == expected_tyiyn else Verdict.DIFFERS
    return AmountReading(verdict, None, reading.text)


def read_at_least(raw: object, expected_tyiyn: int, unit: Unit = "auto") -> AmountReading:
    """The same where the payer may raise the sum: whatever is certain to be the expected total or more is right.

    A bare whole number is right in either unit, and so certain, only when it is the total in tyiyn; what would be
    enough in one of the units is unclear, and what is too little in both differs.
    """
    reading = read_amount(raw, expected_tyiyn, unit)
    if reading.verdict not in {Verdict.DIFFERS, Verdict.UNIT_UNCLEAR}:
        return reading
    if reading.amount is not None:
        return replace(reading, verdict=Verdict.RAISED) if reading.amount > expected_tyiyn else reading
    whole = whole_number(reading.text or "")
    if whole is None or whole * 100 < expected_tyiyn:
        return reading
    return replace(reading, verdict=Verdict.UNIT_UNCLEAR)


def som_to_tyiyn(text: str) -> int | None:
    """The tyiyn in a decimal text of som such as "240.00000000"; None when it is no sum or has parts of a tyiyn."""
    match = _SUM.fullmatch(text)
    if match is None:
        return None
    part = (match["part"] or "").ljust(2, "0")
    return None if part[2:].strip("0") else int(match["whole"]) * 100 + int(part[:2])


def whole_number(text: str) -> int | None:
    """The number in a text of ASCII digits alone, at most 15 of them; else None."""
    match = _SUM.fullmatch(text)
    return None if match is None or match["part"] is not None else int(match["whole"])


def _compared(reading: Reading, amount: int | None, expected: int) -> AmountReading:
    return AmountReading(Verdict.EXACT if amount == expected else Verdict.DIFFERS, amount, reading.text)


def _plain(number: Decimal) -> str:
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -40 <= exponent <= 0:
        return format(number, "f")
    return str(number)
