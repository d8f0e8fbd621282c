"""What a merchant asks for when it wants a QR, and why it may be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.xpay.behaviour import Behaviour

TEXT_LIMIT = 32


class RefusedError(Exception):
    """A request that the provider answers with an error envelope: an HTTP status and a message."""

    def __init__(self, http: int, message: str) -> None:
        super().__init__(message)
        self.http = http
        self.message = message


@dataclass(frozen=True)
class Order:
    """The fields of a create request; ``amount`` in tyiyn, empty texts where nothing was sent."""

    uuid: str
    amount: int
    type: str
    payer_id: str = ""
    service_id: str = ""
    service_name: str = ""
    comments: str = ""
    callback_url: str = ""
    return_url: str = ""
    check_url: str = ""
    amount_change: bool = False
    qr_pos: bool = False

    @classmethod
    def read(cls, raw: object, behaviour: Behaviour) -> Order:
        """The order in a request's JSON; RefusedError 422 for a wrong field, 409 for a text that is too long."""
        if not isinstance(raw, Mapping):
            raise RefusedError(422, "The given data was invalid.")
        amount = raw.get("amount")
        if type(amount) is not int or amount <= 0:
            raise RefusedError(422, "The amount must be an integer of at least 1.")
        kind = raw.get("type", "dynamic")
        if kind not in {"dynamic", "static"}:
            raise RefusedError(422, "The selected type is invalid.")
        texts = {name: _text(raw, name) for name in _TEXTS}
        for name in ("service_name", "comments"):
            _limit(name, texts[name], behaviour)
        return cls(
            amount=amount, type=kind, amount_change=_flag(raw, "amount_change"), qr_pos=_flag(raw, "qr_pos"), **texts
        )

    def as_json(self) -> dict[str, Any]:
        """The order as plain values."""
        return asdict(self)


_TEXTS = ("uuid", "payer_id", "service_id", "service_name", "comments", "callback_url", "return_url", "check_url")


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None and name != "uuid":
        return ""
    if not isinstance(value, str):
        raise RefusedError(422, f"The {name} must be a string.")
    if name.endswith("_url") and value and not value.startswith(("http://", "https://")):
        raise RefusedError(422, f"The {name} must be a valid URL.")
    return value


def _flag(raw: Mapping[str, Any], name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise RefusedError(422, f"The {name} field must be true or false.")
    return value


def _limit(name: str, value: str, behaviour: Behaviour) -> None:
    length = len(value.encode()) if behaviour.text_unit == "bytes" else len(value)
    if length > TEXT_LIMIT:
        raise RefusedError(409, f"The {name} may not be greater than {TEXT_LIMIT} characters.")
