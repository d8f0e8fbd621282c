"""The merchant's points at xPay: their limits and what a payment costs the payer and the merchant."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from bot.xpay.errors import NoPoint
from bot.xpay.fields import BadShape, as_object, moment, percent, required_text, som, text
from bot.xpay.strict_json import Json

_log = logging.getLogger(__name__)
T = TypeVar("T")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one payment, a day and a month may hold, in tyiyn; None is no limit."""

    min: int | None = None
    max: int | None = None
    daily: int | None = None
    monthly: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """One row of charges: `top` is the payer's share, `low` the merchant's. Sums in tyiyn; None is no bound."""

    start: datetime | None
    end: datetime | None
    min_amount: int | None
    max_amount: int | None
    top_fixed: int
    top_percent: Decimal
    low_fixed: int
    low_percent: Decimal

    def covers(self, amount: int, at: datetime) -> bool:
        """Whether the row is in force for a payment of `amount` tyiyn at that moment; both ends belong to it."""
        started = self.start is None or self.start <= at
        running = self.end is None or at <= self.end
        return started and running and (self.min_amount or 0) <= amount and not self._above(amount)

    def _above(self, amount: int) -> bool:
        return self.max_amount is not None and amount > self.max_amount


@dataclass(frozen=True, slots=True)
class Point:
    """A point of sale as the login lists it; `mode` is "sandbox" or "production"."""

    uuid: str
    mode: str
    name: str
    merchant_name: str
    serial: str | None = None
    address: str | None = None
    limits: Limits = field(default_factory=Limits)
    charges: tuple[Charge, ...] = ()

    def payer_fee(self, amount: int, at: datetime) -> int:
        """Tyiyn that the payer pays on top of `amount` tyiyn at that (aware) moment.

        The fixed part plus the percentage, which is rounded to whole tyiyn with halves up. xPay's own rounding is
        not known: the create answer's `request_amount` is what counts, this is what can be said before.
        """
        charge = self._charge(amount, at)
        return 0 if charge is None else charge.top_fixed + _share(amount, charge.top_percent)

    def merchant_fee(self, amount: int, at: datetime) -> int:
        """Tyiyn of `amount` that xPay keeps back from the merchant; rounded like `payer_fee`."""
        charge = self._charge(amount, at)
        return 0 if charge is None else charge.low_fixed + _share(amount, charge.low_percent)

    def _charge(self, amount: int, at: datetime) -> Charge | None:
        rows = [row for row in self.charges if row.covers(amount, at)]
        # A newer row that was added without ending the older one is the one in force.
        return max(rows, key=lambda row: row.start or _LONG_AGO, default=None)


def choose(points: tuple[Point, ...], mode: str, service_uuid: str | None) -> Point:
    """The point of that mode, and of that uuid where one is wanted; NoPoint says what there is instead."""
    fitting = [point for point in points if point.mode == mode and _is(point, service_uuid)]
    if not fitting:
        wanted = f"mode {mode}" + (f" and uuid {service_uuid}" if service_uuid else "")
        there = ", ".join(f"{point.name} ({point.mode}, {point.uuid})" for point in points) or "none at all"
        raise NoPoint("login", f"no point with {wanted}; the keys have: {there}")
    if len(fitting) > 1:
        _log.warning("xPay has %d points of mode %s; taking %s", len(fitting), mode, fitting[0].uuid)
    return fitting[0]


def read_points(data: Json) -> tuple[Point, ...]:
    """The points in a login's `service`: usually a list, one object is understood too.

    A point or a fee row that cannot be read is left out and logged: the shop opens with the others.
    """
    if not isinstance(data, dict | list):
        raise BadShape("service is no list")
    return tuple(_readable(data, _read_point, "a point"))


def _readable(data: Json, read: Callable[[dict[str, Json]], T], what: str) -> Iterator[T]:
    rows = [data] if isinstance(data, dict) else data if isinstance(data, list) else []
    for row in rows:
        try:
            yield read(as_object(row))
        except BadShape as wrong:
            _log.warning("xPay login: %s is left out: %s", what, wrong)


def _is(point: Point, uuid: str | None) -> bool:
    return not uuid or point.uuid.casefold() == uuid.casefold()


def _share(amount: int, percentage: Decimal) -> int:
    return int((amount * percentage / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _read_point(row: dict[str, Json]) -> Point:
    name = text(row, "name") or text(row, "tsp_name") or ""
    return Point(
        uuid=required_text(row, "uuid"),
        mode=required_text(row, "mode").lower(),
        name=name,
        merchant_name=text(row, "tsp_qr_name") or text(row, "tsp_name") or name,
        serial=text(row, "tsp_serial"),
        address=text(row, "tsp_address"),
        limits=_read_limits(row.get("transaction_limits")),
        charges=tuple(_readable(row.get("service_charge"), _read_charge, "a fee row")),
    )


def _read_limits(data: Json) -> Limits:
    limits = data if isinstance(data, dict) else {}
    return Limits(*(_limit(limits.get(name)) for name in ("min", "max", "daily", "monthly")))


def _limit(value: Json) -> int | None:
    try:
        return som(value)
    except BadShape as wrong:
        _log.warning("xPay login: a limit is left out: %s", wrong)
        return None


def _read_charge(row: dict[str, Json]) -> Charge:
    return Charge(
        start=moment(row.get("start_date")),
        end=moment(row.get("end_date"), end_of_day=True),
        min_amount=som(row.get("min_amount")),
        max_amount=som(row.get("max_amount")),
        top_fixed=som(row.get("transaction_top_fixed_charge")) or 0,
        top_percent=percent(row.get("transaction_top_percent_charge")),
        low_fixed=som(row.get("transaction_low_fixed_charge")) or 0,
        low_percent=percent(row.get("transaction_low_percent_charge")),
    )
