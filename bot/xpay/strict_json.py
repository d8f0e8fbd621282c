"""JSON from outside, read strictly: whatever is wrong with it ends in one typed error."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NoReturn, TypeAlias

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"

MOST_DIGITS = 64
"""The longest number that is read, in characters."""
DEEPEST = 64
"""How many lists and objects may be inside one another."""

_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")


class StrictJSONError(ValueError):
    """The text is no JSON that could be meant; the message says why and quotes nothing of it."""


def loads(raw: str | bytes | bytearray) -> Json:
    """The value of a JSON text (bytes are UTF-8).

    Fractions come as Decimal. A number written with an exponent is no amount in any reading, so it comes as its
    text. Halves of surrogate pairs and zero characters inside strings, which no database stores, become U+FFFD.

    Raises:
        StrictJSONError: for anything else that is not plain JSON: NaN and infinities, a key twice in one object,
            numbers longer than `MOST_DIGITS`, nesting deeper than `DEEPEST`, wrong UTF-8, a byte order mark.
    """
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8")
        value: Json = _decode(text)
    except StrictJSONError:
        raise
    except UnicodeDecodeError:
        raise StrictJSONError("not UTF-8") from None
    except RecursionError:
        raise StrictJSONError("nested too deep") from None
    except ValueError:
        raise StrictJSONError("not JSON") from None
    if not isinstance(raw, str) and "\\u" not in text and text.count("[") + text.count("{") <= DEEPEST:
        return value  # nothing can need cleaning, as in nearly every answer and callback
    return _cleaned(value, 0)


def _bounded(read: Callable[[str], int | Decimal | str]) -> Callable[[str], int | Decimal | str]:
    def read_number(text: str) -> int | Decimal | str:
        if len(text) > MOST_DIGITS:
            raise StrictJSONError("a number is too long")
        return read(text)

    return read_number


def _fraction(text: str) -> Decimal | str:
    return text if "e" in text.lower() else Decimal(text)


def _refuse_constant(_: str) -> NoReturn:
    raise StrictJSONError("NaN or infinity")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise StrictJSONError("a key stands twice in one object")
    return found


_decode = json.JSONDecoder(
    parse_int=_bounded(int),
    parse_float=_bounded(_fraction),
    parse_constant=_refuse_constant,
    object_pairs_hook=_object,
).decode
"""Made once: json.loads would make a decoder for each text."""


def _cleaned(value: Json, depth: int) -> Json:
    if depth > DEEPEST:
        raise StrictJSONError("nested too deep")
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_cleaned(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("\ufffd", key): _cleaned(item, depth + 1) for key, item in value.items()}
    return value
