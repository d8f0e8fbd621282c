"""What somebody looks for, as they may write it: rules without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.search import MOST_WORDS, Query, phone_key, understand, words_of

KEY = "+654321555699"
"""+996 555 123 456, from its end."""


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("17", Query(17, None, ("17",))),
        ("№ 17", Query(17, None, ("17",))),
        ("#17", Query(17, None, ("17",))),
        ("3456", Query(3456, "+6543", ("3456",))),
        ("+996 555 123 456", Query(None, KEY, ("996", "555", "123", "456"))),
        ("Айгүл", Query(None, None, ("айгул",))),
        ("  АЙГҮЛ   осмонова ", Query(None, None, ("айгул", "осмонова"))),
        ("Торт-2", Query(None, None, ("торт", "2"))),
        ("@aigul_kg", Query(None, None, ("aigul_kg",))),
        ("", None),
        ("№", None),
        ("🙂 !", None),
        ("٣٤", Query(None, None, ("٣٤",))),
    ],
)
def test_what_is_written_is_understood(text: str, query: Query | None) -> None:
    """A number, the end of a phone, words: what is only digits may be any of them."""
    assert understand(text) == query


@pytest.mark.parametrize("spelt", ["0555 12 34 56", "+996 555 123-456", "(0555) 123456", "996555123456", "123 456"])
def test_a_phone_is_found_in_any_spelling(spelt: str) -> None:
    """By its last digits, however it is dialled."""
    query = understand(spelt)
    assert query is not None
    assert query.phone is not None
    assert KEY.startswith(query.phone)


def test_kyrgyz_letters_and_their_russian_neighbours_are_the_same() -> None:
    """Many keyboards have no Kyrgyz letters; capitals and the dots of ё make no difference either."""
    assert words_of(["Өмүрбек ЁҢҮ"]) == words_of(["омурбек еНу"])


@given(st.text(max_size=80))
def test_a_text_finds_itself(text: str) -> None:
    """Whatever stands in a title is sought as it is kept."""
    query = understand(text)
    assert (query is None) == (not words_of([text]))
    assert query is None or query.words == words_of([text])


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.integers(4, 9))
def test_the_end_of_a_phone_is_the_beginning_of_its_key(digits: str, known: int) -> None:
    """So an ordinary index finds it."""
    key, end = phone_key(f"+996{digits}"), phone_key(digits[-known:])
    assert key is not None
    assert end is None or digits[-known] == "0" or key.startswith(end)


def test_one_order_keeps_so_many_words_and_no_more() -> None:
    """A list of a thousand titles does not fill the index."""
    assert len(words_of(f"сөз{number}" for number in range(1000))) == MOST_WORDS
    assert phone_key(None) is None
    assert phone_key("жок") is None
