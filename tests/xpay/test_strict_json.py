"""JSON from outside."""

import contextlib
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.xpay import StrictJSONError, loads

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(value=PLAIN)
def test_plain_json_comes_through_unchanged(value: Any) -> None:
    """Whatever a sane program writes is read as it was meant, as text and as bytes."""
    text = json.dumps(value)
    expected = json.loads(text.replace("\\u0000", "\\ufffd"))
    assert loads(text) == loads(text.encode()) == expected


def test_fractions_are_decimals_and_exponents_are_texts() -> None:
    """No float ever appears, and nothing with an exponent can be taken for a number."""
    assert loads("[1.10, 100.0, 1e4, -0.0, -0]") == [Decimal("1.10"), Decimal("100.0"), "1e4", Decimal("-0.0"), 0]
    assert str(loads("1.10")) == "1.10"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        b"\xff",
        b"\xef\xbb\xbf{}",
        "{",
        "{'a': 1}",
        '{"a": 1, "a": 2}',
        '{"b": [{"a": 1, "a": 1}]}',
        "NaN",
        "[Infinity, -Infinity]",
        "9" * 5000,
        "-" + "9" * 5000,
        "0." + "1" * 5000,
        "1e" + "9" * 5000,
        "١٠",
        "01",
        "+1",
        "1.",
        ".5",
        "0x10",
        "1_000",
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[" * 66 + "]" * 66,
        "{} {}",
    ],
)
def test_f008_everything_else_ends_in_one_error(raw: str | bytes) -> None:
    """No RecursionError, no bare ValueError, no number too long to print, and nothing of the text is quoted."""
    with pytest.raises(StrictJSONError) as failure:
        loads(raw)
    assert len(str(failure.value)) < 60


@given(raw=st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_end_in_a_value_or_the_one_error(raw: bytes | str) -> None:
    """There is no third way."""
    with contextlib.suppress(StrictJSONError):
        loads(raw)


def test_what_no_database_stores_is_replaced() -> None:
    """Half a surrogate pair and the zero character inside strings and keys become the replacement mark."""
    assert loads(r'{"a\u0000": ["\ud83d", "\ud83d\ude00"]}') == {"a\ufffd": ["\ufffd", "😀"]}
