"""A callback's body: what may be kept of it. It carries personal data, and its exact form is not documented."""

import hashlib
import json
import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl

from bot.xpay.fields import is_transaction_id
from bot.xpay.strict_json import Json, StrictJSONError, loads

_ID = "qr_transaction_id"
_KEPT = {_ID, "pay_status", "status", "trx", "transaction_uuid", "type", "request_amount", "amount", "payable",
         "created_at", "executed_time", "identificator", "service_id", "payer_id", "data", "bytes"}  # fmt: skip
_HARMLESS = re.compile(r"[A-Za-z0-9 .:_|-]{0,64}", re.ASCII)
_PERSONAL_NUMBER = re.compile(r"(?<![0-9])[0-9]{14}(?![0-9])")
_MARK = "***"
_DEEPEST = 6
_LONGEST = 4096
_encode = json.JSONEncoder(ensure_ascii=False).encode


class CallbackBody(NamedTuple):
    """A body without personal data as JSON text, the raw body's SHA-256, and the transaction it names, if it does."""

    kept: str
    sha256: str
    transaction_id: str | None


def read_callback(raw: bytes) -> CallbackBody:
    """What is kept of any bytes that anyone may have posted; never fails."""
    parsed = _parse(raw)
    kept = _encode(_redacted(parsed, _DEEPEST))
    if len(kept) > _LONGEST:
        kept = _encode({"bytes": len(raw)})
    return CallbackBody(kept, hashlib.sha256(raw).hexdigest(), _named_id(parsed, _DEEPEST))


def _parse(raw: bytes) -> Json:
    try:
        return loads(raw)
    except StrictJSONError:
        pass
    try:
        pairs = dict(parse_qsl(raw.decode(), strict_parsing=True, max_num_fields=64))
    except (ValueError, UnicodeDecodeError):
        pairs = {}
    return dict(pairs) or {"bytes": len(raw)}


def _redacted(value: Json, depth: int) -> Json:
    if depth == 0:
        return _MARK
    if isinstance(value, dict):
        kept: dict[str, Json] = {}
        for key, one in islice(value.items(), 64):
            if key not in _KEPT:
                kept[_harmless(key)] = _MARK
            else:
                kept[key] = _harmless(one) if isinstance(one, str) else _redacted(one, depth - 1)
        return kept
    if isinstance(value, list):
        return [_redacted(one, depth - 1) for one in value[:64]]
    return value if value is None or isinstance(value, bool) else _harmless(str(value))


def _harmless(text: str) -> str:
    if _HARMLESS.fullmatch(text) and (len(text) < 14 or not _PERSONAL_NUMBER.search(text)):
        return text
    return _MARK


def _named_id(value: Json, depth: int) -> str | None:
    if depth == 0 or not isinstance(value, dict):
        return None
    named = value.get(_ID)
    if isinstance(named, str) and is_transaction_id(named):
        return named
    return next((found for one in value.values() if (found := _named_id(one, depth - 1))), None)
