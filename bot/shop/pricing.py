"""What an order costs: goods, delivery, discount; and the areas to which a shop delivers."""

from dataclasses import dataclass

from bot.shop.money import Tyiyn


@dataclass(frozen=True, slots=True)
class Area:
    """A part of town to which goods are brought for `fee`, and for nothing from `free_from` on (both in tyiyn)."""

    id: int
    name: str
    fee: Tyiyn
    free_from: Tyiyn | None = None

    def fee_for(self, goods: Tyiyn) -> Tyiyn:
        """What bringing goods of such a sum costs."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.fee


@dataclass(frozen=True, slots=True)
class Price:
    """The parts of an order's price, in tyiyn. A discount is taken off the goods, never off the delivery."""

    goods: Tyiyn
    delivery: Tyiyn = 0
    discount: Tyiyn = 0

    @property
    def total(self) -> Tyiyn:
        """What is to be paid for the order, without the payment fee."""
        return max(0, self.goods - self.discount) + self.delivery


def price(goods: Tyiyn, area: Area | None = None, discount: Tyiyn = 0) -> Price:
    """The price of goods brought to an area; None is pickup, or a shop that brings for nothing.

    Free delivery looks at the goods before the discount: a promo code never makes delivery dearer.
    """
    return Price(goods, area.fee_for(goods) if area else 0, discount)
