"""A customer's cart: what would be ordered, at the prices of this moment."""

import hashlib
import json
from dataclasses import dataclass

from bot.shop.catalogue import Product
from bot.shop.money import Tyiyn
from bot.shop.order import OrderLine

MOST_UNITS = 99
"""The most units of one product in a cart."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many units of a product."""

    product: Product
    quantity: int

    @property
    def sum(self) -> Tyiyn:
        """The price of the line, in tyiyn."""
        return self.product.price * self.quantity


@dataclass(frozen=True, slots=True)
class Cart:
    """The lines in the order in which they were put in."""

    lines: tuple[CartLine, ...]

    @property
    def total(self) -> Tyiyn:
        """The sum of all lines, in tyiyn."""
        return sum(line.sum for line in self.lines)

    @property
    def order_lines(self) -> tuple[OrderLine, ...]:
        """The lines as an order keeps them, at the prices of this moment."""
        return tuple(
            OrderLine(line.product.id, line.product.title, line.product.price, line.quantity) for line in self.lines
        )

    @property
    def missing(self) -> tuple[CartLine, ...]:
        """The lines that the stock cannot fill."""
        return tuple(line for line in self.lines if not line.product.can_sell(line.quantity))

    def quantity_of(self, product_id: int) -> int:
        """How many units of a product are in the cart."""
        return next((line.quantity for line in self.lines if line.product.id == product_id), 0)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line of an earlier order that could not be put into the cart again as it was.

    `added` is how many units of it were; `is_gone` says that the product is on sale no more.
    """

    title: str
    added: int
    is_gone: bool


def room_for(product: Product, held: int, wanted: int) -> int:
    """How many of `wanted` more units may come to the `held` ones of a cart; what is there is never taken out."""
    return max(0, limit_quantity(product, held + wanted) - held)


def limit_quantity(product: Product, wanted: int) -> int:
    """The quantity nearest to `wanted` that may stand in a cart; a product with variants may not."""
    if product.has_variants:
        return 0
    most = MOST_UNITS if product.stock is None else min(MOST_UNITS, product.stock)
    return max(0, min(wanted, most))


def basket_key(cart: Cart, details: tuple[str, ...]) -> str:
    """The same text for the same basket, prices and wishes, so that a double tap finds the order already made."""
    lines = sorted(f"{line.product.id}x{line.quantity}@{line.product.price}" for line in cart.lines)
    return hashlib.sha256(json.dumps([lines, details]).encode()).hexdigest()
