"""Single fields of an answer's data: each either has the form we know or raises `BadShape`."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from bot.xpay.amounts import Reading, som_to_tyiyn
from bot.xpay.strict_json import Json

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]{0,127}", re.ASCII)
_DATE_ONLY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_PERCENT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,12})?", re.ASCII)


class BadShape(ValueError):
    """An answer's data is not in a form that we know; the message names the field and quotes nothing."""


def is_transaction_id(text: str) -> bool:
    """Whether the text can be an id of xPay's, and stand in a path as it is."""
    return _ID.fullmatch(text) is not None


def as_object(data: Json) -> dict[str, Json]:
    """The data as an object, or BadShape."""
    if not isinstance(data, dict):
        raise BadShape("the data is no object")
    return data


def text(data: dict[str, Json], name: str) -> str | None:
    """A field's text, stripped; None when missing or empty; a number counts as its digits."""
    value = data.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (value.strip() or None) if isinstance(value, str) else None


def required_text(data: dict[str, Json], name: str) -> str:
    """A field's text, or BadShape."""
    value = text(data, name)
    if value is None:
        raise BadShape(f"{name} is missing")
    return value


def transaction_id(data: dict[str, Json]) -> str:
    """The answer's `qr_transaction_id`, or BadShape."""
    value = required_text(data, "qr_transaction_id")
    if not is_transaction_id(value):
        raise BadShape("qr_transaction_id is no id")
    return value


def moment(value: Json, *, end_of_day: bool = False) -> datetime | None:
    """An ISO 8601 time, aware; one without a zone is taken as UTC, a bare date as its first (or last) moment."""
    if not isinstance(value, str):
        return None
    try:
        if _DATE_ONLY.fullmatch(value):
            return datetime.combine(date.fromisoformat(value), time.max if end_of_day else time.min, UTC)
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None


def som(value: Json) -> int | None:
    """A sum of som in tyiyn; None when missing or unlimited (negative); BadShape for anything else."""
    written = Reading.of(value).text
    if not written or written.startswith("-"):
        return None
    tyiyn = som_to_tyiyn(written)
    if tyiyn is None:
        raise BadShape("a sum of som cannot be read")
    return tyiyn


def percent(value: Json) -> Decimal:
    """A percentage; 0 when missing; BadShape for anything else."""
    written = Reading.of(value).text
    if not written:
        return Decimal(0)
    if _PERCENT.fullmatch(written) is None:
        raise BadShape("a percentage cannot be read")
    return Decimal(written)
