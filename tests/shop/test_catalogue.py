"""Products and variants: what they are called, what they cost, whether they can be sold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.cart import limit_quantity
from bot.shop.catalogue import MOST_STOCK, NewProduct, NewVariant, Product, stock_after, whole_title


def product(price: int = 100, stock: int | None = None, *variants: Product) -> Product:
    return Product(1, "Cake", "", "C", price, stock, None, has_variants=bool(variants), variants=variants)


def variant(price: int, stock: int | None, label: str = "2 kg") -> Product:
    return Product(2, f"Cake, {label}", "", "C", price, stock, None, parent_id=1, label=label)


@given(st.text(min_size=1, max_size=64), st.text("абвг12 ", min_size=1, max_size=32), st.integers(40, 64))
def test_the_label_is_never_cut(title: str, label: str, most: int) -> None:
    """However long the title is, two sizes of it can be told apart."""
    whole = whole_title(title, label, most)
    assert len(whole) <= most
    assert whole.endswith(" ".join(label.split()))


def test_a_short_name_keeps_the_label() -> None:
    """On a button there is room for 36 characters."""
    long = Product(1, "Медовик домашний на сметане, 2 кг", "", "", 1, None, None, parent_id=3, label="2 кг")
    assert long.name_within(20) == "Медовик домаш…, 2 кг"
    assert product().name_within(3) == "Ca…"


@pytest.mark.parametrize(
    ("one", "sold_out", "prices", "can_sell"),
    [
        (product(100, None), False, (100,), True),
        (product(100, 0), True, (100,), False),
        (product(1, None, variant(500, 1), variant(300, None)), False, (300, 500), False),
        (product(1, None, variant(500, 1), variant(300, 0)), False, (500,), False),
        (product(1, 5, variant(500, 0), variant(300, 0)), True, (), False),
        (Product(1, "Cake", "", "C", 1, 5, None, has_variants=True), True, (), False),
    ],
)
def test_what_a_product_with_variants_offers(
    one: Product, sold_out: bool, prices: tuple[int, ...], can_sell: bool
) -> None:
    """Its prices are those of what can be sold; itself it is never sold, and never gets into a cart."""
    assert (one.is_sold_out, one.prices, one.can_sell(1)) == (sold_out, prices, can_sell)
    assert (limit_quantity(one, 1) == 1) is can_sell


def test_the_price_of_a_product_is_its_cheapest_variant() -> None:
    """Each variant that is read lowers it; the stock is theirs."""
    new = NewProduct("Cake", "", "C", 500, 7, None)
    new = new.with_variant(NewVariant("a", 500, 7)).with_variant(NewVariant("b", 300, 1))
    assert (new.price, new.stock, len(new.variants)) == (300, None, 2)


@pytest.mark.parametrize(
    ("stock", "by", "after"), [(5, 1, 6), (0, -1, 0), (None, -1, None), (None, 1, None), (MOST_STOCK, 1, MOST_STOCK)]
)
def test_the_stock_stays_within_its_bounds(stock: int | None, by: int, after: int | None) -> None:
    """Never below nothing; what never runs out stays so."""
    assert stock_after(stock, by) == after
