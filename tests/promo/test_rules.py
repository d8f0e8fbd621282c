"""Promo codes: how they are written, what they take off, when they hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.pricing import Area, price
from bot.shop.promo import Denial, Discount, NotCode, NotDiscount, Promo, Why, folded, parse_discount, written

TODAY = date(2026, 11, 23)
PROMO = Promo(1, 1, "ЖАЗ10", Discount(percent=10))
SUMS = st.integers(0, 10**10)


@pytest.mark.parametrize(
    ("discount", "goods", "off"),
    [
        (Discount(percent=10), 1_500_00, 150_00),
        (Discount(percent=10), 99, 9),
        (Discount(percent=1), 99, 0),
        (Discount(percent=99), 100, 99),
        (Discount(percent=33), 1_00, 33),
        (Discount(amount=200_00), 1_500_00, 200_00),
        (Discount(amount=200_00), 150_00, 150_00),
    ],
)
def test_what_is_taken_off(discount: Discount, goods: int, off: int) -> None:
    """A percentage of the goods without the part of a tyiyn; a sum, at most the goods."""
    assert discount.of(goods) == off


@given(SUMS, st.integers(1, 99), SUMS, st.integers(0, 10**7), st.none() | st.integers(1, 10**9))
def test_an_order_is_never_paid_out(goods: int, percent: int, amount: int, fee: int, free_from: int | None) -> None:
    """No code brings the goods below nothing, touches the delivery, or makes it dearer: free-from sees all goods."""
    area = Area(1, "Борбор", fee, free_from)
    for discount in (Discount(percent=percent), Discount(amount=amount)):
        cost = price(goods, area, discount.of(goods))
        assert 0 <= cost.discount <= goods
        assert cost.delivery == price(goods, area).delivery
        assert cost.total == goods - cost.discount + cost.delivery


@given(SUMS, st.integers(1, 99))
def test_a_percentage_rounds_for_the_shop(goods: int, percent: int) -> None:
    """Down to a whole tyiyn, and by less than one."""
    assert 0 <= goods * percent - Discount(percent=percent).of(goods) * 100 < 100


@pytest.mark.parametrize("text", ["ЖАЗ10", " жаз 10 ", "Жаз\u00a010", "ЖАЗ１０"])
def test_case_spaces_and_widths_do_not_matter(text: str) -> None:
    """As people type on a phone."""
    assert folded(written(text)) == folded("ЖАЗ10")


@pytest.mark.parametrize("text", ["ÖZGÜR", "خصم20", "한국2026", "हिन्दी", "straße", "123", "ӨӨӨ", "Ө" * 20])
def test_letters_of_any_alphabet(text: str) -> None:
    """And digits, three to twenty of them."""
    assert folded(written(text)) == folded(written(text.upper()))


@pytest.mark.parametrize(
    "text", ["", "аб", "Ө" * 21, "ЖАЗ-10", "жаз%", "😀😀😀", "<b>ab", "/start", "а\u202eбв", "е" + "\u0301" * 3]
)
def test_what_is_no_code(text: str) -> None:
    """Signs, too short, too long, piled up marks."""
    with pytest.raises(NotCode):
        written(text)


@pytest.mark.parametrize(
    ("text", "discount"),
    [
        ("10%", Discount(percent=10)),
        (" 5 % ", Discount(percent=5)),
        ("15 пайыз", Discount(percent=15)),
        ("15 процентов", Discount(percent=15)),
        ("200", Discount(amount=200_00)),
        ("1 500,50 сом", Discount(amount=1_500_50)),
    ],
)
def test_discounts_as_people_write_them(text: str, discount: Discount) -> None:
    """A percentage or a sum."""
    assert parse_discount(text) == discount


@pytest.mark.parametrize("text", ["0%", "100%", "1.5%", "-5%", "0", "көп", "", "٥%"])
def test_what_is_no_discount(text: str) -> None:
    """Nothing, everything, or no number."""
    with pytest.raises(NotDiscount):
        parse_discount(text)


DAY = timedelta(days=1)
DENIALS = [
    (PROMO, None),
    (replace(PROMO, is_on=False), Why.OVER),
    (replace(PROMO, is_deleted=True), Why.OVER),
    (replace(PROMO, first_day=TODAY, last_day=TODAY), None),
    (replace(PROMO, first_day=TODAY + DAY), Why.NOT_YET),
    (replace(PROMO, last_day=TODAY - DAY), Why.OVER),
    (replace(PROMO, least_goods=1_000_00), None),
    (replace(PROMO, least_goods=1_000_01), Why.FEW_GOODS),
    (replace(PROMO, most_uses=3, uses=2), None),
    (replace(PROMO, most_uses=3, uses=3), Why.USED_UP),
    (replace(PROMO, once_each=True), Why.USED_BEFORE),
    (replace(PROMO, once_each=True, most_uses=1, uses=1), Why.USED_BEFORE),
]


@pytest.mark.parametrize(("promo", "why"), DENIALS)
def test_when_a_code_holds(promo: Promo, why: Why | None) -> None:
    """For goods of 1 000 som, and a customer who has an order with it already."""
    denial = promo.denial(1_000_00, TODAY, own_uses=1)
    assert (denial and denial.why) == why
    assert isinstance(denial, Denial) == (why is not None)
