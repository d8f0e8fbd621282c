"""Which of our transfers is which of those that xPay lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.money import Tyiyn

_ABOUT = timedelta(minutes=10)
"""How far apart two clocks may tell of the same money, where nothing but its sum tells."""

_SEEN_AFTER = timedelta(hours=24)
"""How long after it came money on a code of the counter may have been seen."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A completed transfer in xPay's list.

    `references` are xPay's names for it, `qr` is the transaction id of a QR of ours. `amounts` are the sums that it can
    mean, in tyiyn: two where its unit is not certain, none where it cannot be read. `raw` is the sum as written.
    """

    references: tuple[str, ...]
    qr: str | None
    amounts: tuple[Tyiyn, ...]
    raw: str
    at: datetime | None
    executed_time: str | None


@dataclass(frozen=True, slots=True)
class Booked:
    """A transfer in our books; `is_test` where it was made on the QR of a test purchase.

    `is_code`: its QR is a code of the counter, on which many transfers of the same sum come.
    """

    id: int
    qr: str | None
    trx: str
    amount: Tyiyn | None
    seen_at: datetime
    is_test: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """What belongs together, and what stands alone."""

    pairs: tuple[tuple[Listed, Booked], ...]
    only_listed: tuple[Listed, ...]
    only_booked: tuple[Booked, ...]


def match(listed: Sequence[Listed], booked: Sequence[Booked]) -> Matched:
    """Each transfer is matched at most once: by its reference, else by its QR, else (no QR named) by sum and time."""
    pairs: list[tuple[Listed, Booked]] = []
    left, free = list(listed), list(booked)
    for fits in (_same_reference, _same_code_and_time, _same_qr_and_sum, _same_qr, _same_sum_and_time):
        left_now, left = left, []
        for one in left_now:
            other = next((candidate for candidate in free if fits(one, candidate)), None)
            if other is None:
                left.append(one)
                continue
            free.remove(other)
            pairs.append((one, other))
    return Matched(tuple(pairs), tuple(left), tuple(free))


def sum_of(one: Listed, found: Matched) -> Tyiyn | None:
    """The sum that a listed transfer means; with two meanings, the one by which all matched sums agree."""
    if len(one.amounts) < 2:
        return one.amounts[0] if one.amounts else None
    agreeing = {
        place
        for other, ours in found.pairs
        for place, amount in enumerate(other.amounts)
        if len(other.amounts) > 1 and amount == ours.amount
    }
    return one.amounts[agreeing.pop()] if len(agreeing) == 1 else None


def _same_reference(one: Listed, other: Booked) -> bool:
    return other.trx in one.references


def _same_code_and_time(one: Listed, other: Booked) -> bool:
    if not other.is_code or one.at is None or not _same_qr_and_sum(one, other):
        return False
    return abs(one.at - other.seen_at) <= _ABOUT


def _same_qr(one: Listed, other: Booked) -> bool:
    if one.qr is None or one.qr != other.qr:
        return False
    return not other.is_code or one.at is None or -_ABOUT <= other.seen_at - one.at <= _SEEN_AFTER


def _same_qr_and_sum(one: Listed, other: Booked) -> bool:
    return _same_qr(one, other) and other.amount in one.amounts


def _same_sum_and_time(one: Listed, other: Booked) -> bool:
    if one.qr is not None or one.at is None or other.amount not in one.amounts:
        return False
    return abs(one.at - other.seen_at) <= _ABOUT
