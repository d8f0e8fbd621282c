"""What the shop sells."""

from dataclasses import dataclass

from bot.shop.money import Tyiyn


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale. `stock` is None where it never runs out; `photo_id` is None without a picture."""

    id: int
    title: str
    description: str
    category: str
    price: Tyiyn
    stock: int | None
    photo_id: int | None

    def can_sell(self, quantity: int) -> bool:
        """Whether `quantity` units are there to sell."""
        return self.stock is None or quantity <= self.stock


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product as a seller describes it; `photo` is the picture's bytes (JPEG or PNG)."""

    title: str
    description: str
    category: str
    price: Tyiyn
    stock: int | None
    photo: bytes | None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long list; `number` counts from 0."""

    products: tuple[Product, ...]
    number: int
    pages: int
