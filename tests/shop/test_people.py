import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.people import Language, Person, Role, clean_name, language_of


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Айгүл Асанова", "Айгүл Асанова"),
        ("  Айгүл \t  Асанова ", "Айгүл Асанова"),
        ("Айгүл\nPAID ✅ 5000 сом", "Айгүл PAID ✅ 5000 сом"),
        ("a\r\nb\u2028c\u2029d\x0be\x85f", "a b c d e f"),
        ("\u202eмос 0005\u202c", "мос 0005"),
        ("a\u200fb\u200ec\u2066d\u2069e\ufefff", "abcdef"),
        ("nul\x00bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("\ud83d", ""),
        ("", ""),
        ("<b>Bek</b> & Co", "<b>Bek</b> & Co"),
    ],
)
def test_a_strangers_name_is_made_safe(told: str, shown: str) -> None:
    """Line breaks become spaces, control and direction marks go; escaping is for whoever writes HTML."""
    assert clean_name(told) == shown


def test_long_names_are_cut_visibly() -> None:
    """At most the given length, the dots included."""
    assert clean_name("я" * 64) == "я" * 64
    assert clean_name("я" * 65) == "я" * 63 + "…"
    assert clean_name("абв где", 5) == "абв…"


@given(st.text(), st.integers(1, 80))
def test_no_name_breaks_a_line_or_turns_its_direction(text: str, most: int) -> None:
    """Whatever Telegram says somebody is called: one line, in bounds, without control characters."""
    name = clean_name(text, most)
    assert len(name) <= most
    assert name == name.strip()
    assert all(char == " " or not char.isspace() for char in name)
    assert not [char for char in name if unicodedata.category(char).startswith("C")]
    assert clean_name(name, most) == name


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ky", Language.KY),
        ("ru", Language.RU),
        ("ru-RU", Language.RU),
        ("EN-gb", Language.EN),
        ("de", Language.KY),
        ("", Language.KY),
        (None, Language.KY),
    ],
)
def test_the_language_of_a_visitor(code: str | None, language: Language) -> None:
    """What Telegram speaks where the bot speaks it too, else the shop's own."""
    assert language_of(code, Language.KY) is language


@pytest.mark.parametrize(("role", "staff"), [(Role.CUSTOMER, False), (Role.CASHIER, True), (Role.OWNER, True)])
def test_who_works_in_the_shop(role: Role, staff: bool) -> None:
    """Cashiers and owners do, customers do not."""
    assert Person(1, 1, 1, "Бек", None, Language.KY, None, role).is_staff is staff
