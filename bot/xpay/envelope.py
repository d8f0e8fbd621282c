"""The envelope around every answer of xPay's, opened: the data, or the right error of the tree."""

from collections.abc import Iterable

from bot.xpay.errors import Rejected, Unauthorised, Unavailable, Unreadable, XPayError, redact
from bot.xpay.strict_json import Json, StrictJSONError, loads

_KEYS_REFUSED = frozenset({"unauthenticated", "unauthorized", "invalid credentials"})
_REQUEST_TIMEOUT, _TOO_MANY = 408, 429


def open_envelope(operation: str, http_status: int, body: bytes, secrets: Iterable[str] = ()) -> Json:
    """The `data` of a successful answer (None where it has none); every other answer raises.

    Raises:
        Unauthorised: 401, 403, or an error that speaks of the keys.
        Rejected: another 4xx, or an error under any good HTTP status; nothing happened.
        Unavailable: 429 (nothing happened), 408 and 5xx (unknown what happened).
        Unreadable: a redirect, or no envelope.
    """
    envelope = _envelope(body)
    if not 200 <= http_status < 300:
        raise _failure(operation, http_status, _said(envelope, secrets))
    word = envelope.get("status")
    word = word.strip().lower() if isinstance(word, str) else ""
    if word == "error":
        raise _refusal(operation, http_status, _said(envelope, secrets))
    if word != "success":
        raise Unreadable(operation, "the answer is no envelope", http_status=http_status, outcome_known=False)
    return envelope.get("data")


def _envelope(body: bytes) -> dict[str, Json]:
    try:
        found = loads(body)
    except StrictJSONError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(envelope: dict[str, Json], secrets: Iterable[str]) -> str:
    message = envelope.get("message")
    return (redact(message, secrets) if isinstance(message, str) else "") or "no reason given"


def _failure(operation: str, http_status: int, said: str) -> XPayError:
    if http_status == _TOO_MANY:
        return Unavailable(operation, said, http_status=http_status)
    if http_status >= 500 or http_status == _REQUEST_TIMEOUT:
        return Unavailable(operation, said, http_status=http_status, outcome_known=False)
    if http_status >= 400:
        return _refusal(operation, http_status, said)
    return Unreadable(operation, "neither an answer nor an error", http_status=http_status, outcome_known=False)


def _refusal(operation: str, http_status: int, said: str) -> XPayError:
    if http_status in {401, 403} or said.strip(" .!").lower() in _KEYS_REFUSED:
        return Unauthorised(operation, said, http_status=http_status)
    return Rejected(operation, said, http_status=http_status)
