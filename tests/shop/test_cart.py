import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.shop.cart import MOST_UNITS, Cart, CartLine, basket_key, limit_quantity
from bot.shop.catalogue import Product
from bot.shop.order import Handover, OrderLine, Wishes

details = st.lists(st.text(max_size=4), max_size=3).map(tuple)


def product(number: int = 1, price: int = 100_00, stock: int | None = 5) -> Product:
    return Product(number, f"Буюм {number}", "", "Баары", price, stock, None)


def cart(*lines: tuple[Product, int]) -> Cart:
    return Cart(tuple(CartLine(each, quantity) for each, quantity in lines))


def test_the_total_is_the_sum_of_the_lines() -> None:
    """Prices times quantities, to the tyiyn; nothing costs nothing."""
    assert cart((product(1, 100_01), 3), (product(2, 7), 2)).total == 300_17
    assert cart().total == 0
    assert OrderLine(1, "Нан", 33_33, 3).sum == 99_99


def test_what_the_stock_cannot_fill_is_missing() -> None:
    """Lines above the stock are named; what never runs out never is."""
    full, short, endless = product(1, stock=2), product(2, stock=1), product(3, stock=None)
    assert [line.product for line in cart((full, 2), (short, 2), (endless, 99)).missing] == [short]


def test_quantities_are_looked_up_by_product() -> None:
    """What is not in the cart is there zero times."""
    both = cart((product(1), 3), (product(2), 1))
    assert [both.quantity_of(number) for number in (1, 2, 3)] == [3, 1, 0]


@pytest.mark.parametrize(
    ("stock", "wanted", "allowed"),
    [(5, 3, 3), (5, 6, 5), (0, 1, 0), (5, -1, 0), (None, 98, 98), (None, 100, MOST_UNITS), (500, 100, MOST_UNITS)],
)
def test_a_cart_takes_the_nearest_possible_quantity(stock: int | None, wanted: int, allowed: int) -> None:
    """Neither below zero, nor above the stock, nor above the most units."""
    assert limit_quantity(product(stock=stock), wanted) == allowed


def test_the_same_basket_has_the_same_key_in_any_order() -> None:
    """The order in which things were put in does not matter; what, how many, how much and the wishes do."""
    one, two = product(1), product(2)
    key = basket_key(cart((one, 1), (two, 2)), ("pickup",))
    assert key == basket_key(cart((two, 2), (one, 1)), ("pickup",))
    others = [
        (cart((one, 2), (two, 1)), ("pickup",)),
        (cart((one, 1)), ("pickup",)),
        (cart((product(1, 99_00), 1), (two, 2)), ("pickup",)),
        (cart((one, 1), (two, 2)), ("delivery",)),
        (cart((one, 1), (two, 2)), ("pickup", "")),
    ]
    assert key not in {basket_key(*other) for other in others}


@given(details, details)
def test_different_wishes_never_share_a_key(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """Not even when line breaks in a comment look like the next field."""
    assume(first != second)
    basket = cart((product(), 1))
    assert basket_key(basket, first) != basket_key(basket, second)


def test_all_wishes_are_part_of_the_key() -> None:
    """Another phone, place, address or comment is another basket."""
    wishes = [
        Wishes(Handover.DELIVERY),
        Wishes(Handover.PICKUP),
        Wishes(Handover.DELIVERY, phone="+996555000001"),
        Wishes(Handover.DELIVERY, address="Чүй 1"),
        Wishes(Handover.DELIVERY, latitude=42.87, longitude=74.56),
        Wishes(Handover.DELIVERY, comment="Чүй 1"),
    ]
    assert len({each.as_key() for each in wishes}) == len(wishes)
