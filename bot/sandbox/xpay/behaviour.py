"""Every point of the provider's contract that nobody could read, as a switch."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.sandbox.xpay.money import Shape


@dataclass(frozen=True)
class Behaviour:
    """How this xPay behaves where the real one's ways are not known; the defaults are the likeliest."""

    amounts: Shape = "som_string"
    """Sums in a status answer: ``"240.00000000"`` (som), ``24000`` (tyiyn) or ``240`` (som)."""
    amounts_while_waiting: bool = False
    """Whether a status answer has sums before the payment has ended."""
    first_status: str = "ACTIVE"
    """The word for a QR that nobody has scanned."""
    waiting_word: str = ""
    """Said instead of every word before the end (a word that no page lists, such as ``HOLD``); empty: the true one."""
    static_first: Literal["ACTIVE", "BLOCKED"] = "ACTIVE"
    """The state of a new static QR."""
    text_unit: Literal["characters", "bytes"] = "characters"
    """What the limit of 32 for service_name and comments counts."""
    callback_form: Literal["top", "nested", "form"] = "top"
    """A callback's body: JSON with the id at the top, JSON with the id inside ``data``, or form-encoded."""
    callback_says_status: bool = True
    """Whether a callback's body has ``pay_status``."""
    check_method: Literal["GET", "POST"] = "GET"
    """How check_url is asked."""
    check_seconds: float = 5.0
    """How long an answer of check_url is waited for, in real seconds."""
    refusal_status: Literal["", "ERROR"] = ""
    """The status after check_url said no; empty: it stays as it was."""
    pay_after_error: bool = True
    """Whether a QR can still be paid after ERROR or CANCELED."""
    elqr_amount: Literal["request_amount", "amount", "absent"] = "request_amount"
    """Which sum tag 54 carries, if any."""
    elqr_initiation: Literal["11", "12"] = "12"
    """Tag 01."""
    elqr_spaces: Literal["%20", "+"] = "%20"
    """How a space is written in a link."""
    elqr_checksum: Literal["right", "wrong"] = "right"
    """Whether tag 63 is the checksum of the text."""
    executed_offset_hours: int = 6
    """The zone of ``executed_time``, which does not say it: 6 is Bishkek, 0 UTC."""
    history: Literal["page", "list"] = "page"
    """The history's data: a page with its numbers around the rows, or the bare rows."""
    wrong_keys_http: int = 401
    """The HTTP status of a login with wrong keys."""
    status_spacing_seconds: float = 0.0
    """A status question sooner than this after the last about the same QR gets 429; 0: never."""
    processing_seconds: float = 0.0
    """How long a payment stays PROCESSING at the bank."""

    def changed(self, changes: Mapping[str, Any]) -> Behaviour:
        """The same behaviour with some switches moved; ValueError says which name or value is unknown."""
        kinds = get_type_hints(Behaviour)
        for name, value in changes.items():
            if name not in kinds:
                raise ValueError(f"no switch is called {name!r}; there are {', '.join(sorted(kinds))}")
            if not _fits(value, kinds[name]):
                raise ValueError(f"{name} cannot be {value!r}")
        return dataclasses.replace(self, **changes)


def _fits(value: object, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return type(value) is kind


@dataclass
class Switches:
    """The behaviour in force, shared by every part of the stand-in."""

    now: Behaviour = dataclasses.field(default_factory=Behaviour)
