import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.shop.money import MOST, NotMoney, format_som, parse_som

amounts = st.integers(1, MOST)


@pytest.mark.parametrize(
    ("text", "tyiyn"),
    [
        ("1", 100),
        ("1500", 1500_00),
        (" 1500 ", 1500_00),
        ("1 500", 1500_00),
        ("1\u00a0500", 1500_00),
        ("1\u202f500\u2009000", 1_500_000_00),
        ("1'500", 1500_00),
        ("1500,5", 1500_50),
        ("1500.50", 1500_50),
        ("0,01", 1),
        ("0.1", 10),
        ("007", 7_00),
        ("1500сом", 1500_00),
        ("1500 сом.", 1500_00),
        ("1 500,50 сома", 1500_50),
        ("20 СОМ", 20_00),
        ("20 сомдук", 20_00),
        ("20 сому", 20_00),
        ("20 som", 20_00),
        ("20 KGS", 20_00),
        ("20с", 20_00),
        ("20 ⃀", 20_00),
        ("100000000", MOST),
    ],
)
def test_sums_as_people_write_them(text: str, tyiyn: int) -> None:
    """Spaces, comma or point, and the currency in any of its spellings are understood."""
    assert parse_som(text) == tyiyn


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "сом", "0", "0,00", "-5", "+5", "1,", ",5", "1.505", "1.500,00", "1,500.00", "1.5.0", "1e3", "0x10",
        "NaN", "inf", "true", "١٥٠", "１５", "²", "½", "12 рублей", "$5", "5 сом сом", "100000000,01", "9" * 5000,
        "1\n;2", "1_000", "пять",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: str) -> None:
    """Zero, signs, thousands with points, other digits, other currencies and too much are no sums."""
    with pytest.raises(NotMoney):
        parse_som(text)


@pytest.mark.parametrize(
    ("tyiyn", "text"),
    [
        (0, "0"),
        (1, "0,01"),
        (100, "1"),
        (150, "1,50"),
        (999_99, "999,99"),
        (1500_00, "1\u00a0500"),
        (1_234_567_89, "1\u00a0234\u00a0567,89"),
        (-1500_05, "-1\u00a0500,05"),
        (-1, "-0,01"),
    ],
)
def test_sums_as_they_are_shown(tyiyn: int, text: str) -> None:
    """Thousands apart, tyiyn only where there are any, both of its digits then."""
    assert format_som(tyiyn) == text


def test_the_signs_between_digits_are_the_languages_own() -> None:
    """Thousands and decimals are separated as the caller says."""
    assert format_som(1_234_567_89, thousands=",", decimal=".") == "1,234,567.89"


@given(amounts)
@example(MOST)
@example(1)
def test_what_is_shown_can_be_typed(amount: int) -> None:
    """Every sum that the shop shows is read back as the same sum."""
    assert parse_som(format_som(amount)) == amount
    assert parse_som(format_som(amount, decimal=".") + " сом") == amount


@given(st.text())
def test_no_text_makes_anything_but_a_sum_or_a_refusal(text: str) -> None:
    """Whatever is typed: a whole number of tyiyn in bounds, or NotMoney."""
    try:
        amount = parse_som(text)
    except NotMoney:
        return
    assert type(amount) is int
    assert 0 < amount <= MOST
