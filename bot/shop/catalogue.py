"""What the shop sells: products, and their variants (sizes, colours) with a price and a stock of their own."""

from dataclasses import dataclass, replace

from bot.shop.money import Tyiyn
from bot.shop.people import clean_name

MOST_TITLE = 64
MOST_LABEL = 32
MOST_CATEGORY = 64
MOST_DESCRIPTION = 700
"""The most UTF-16 units of each: Telegram counts so, and an emoji is two."""
MOST_STOCK = 1_000_000
MOST_VARIANTS = 30

_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale. `stock` is None where it never runs out; `photo_id` is None without a picture.

    A product with variants is not sold itself: `variants` are those on sale. A variant knows its `parent_id`; its
    `label` ("2 кг") ends its `title` ("Медовик, 2 кг").
    """

    id: int
    title: str
    description: str
    category: str
    price: Tyiyn
    stock: int | None
    photo_id: int | None
    parent_id: int | None = None
    label: str = ""
    has_variants: bool = False
    variants: tuple["Product", ...] = ()

    def can_sell(self, quantity: int) -> bool:
        """Whether `quantity` units are there to sell."""
        return not self.has_variants and (self.stock is None or quantity <= self.stock)

    @property
    def is_sold_out(self) -> bool:
        """Whether nothing of it can be sold now; of variants, not a single one."""
        return not any(one.can_sell(1) for one in self.variants) if self.has_variants else self.stock == 0

    @property
    def prices(self) -> tuple[Tyiyn, ...]:
        """What it may cost, the lowest first: one price, or those of its variants that can be sold."""
        if not self.has_variants:
            return (self.price,)
        return tuple(sorted({one.price for one in self.variants if one.can_sell(1)}))

    def name_within(self, most: int) -> str:
        """The title on one line of at most `most` characters; the label of a variant is what stays."""
        if not self.label:
            return clean_name(self.title, most)
        return whole_title(self.title.removesuffix(_BETWEEN + self.label), self.label, most)


def whole_title(title: str, label: str, most: int = MOST_TITLE) -> str:
    """What a variant is called in carts and orders: "Медовик, 2 кг"; a long title is cut, the label is not."""
    label = clean_name(label, most - 2)
    return clean_name(title, max(1, most - len(label) - len(_BETWEEN))) + _BETWEEN + label


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant as a seller describes it."""

    label: str
    price: Tyiyn
    stock: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product as a seller describes it; `photo` is the picture's bytes (JPEG or PNG).

    With `variants`, price and stock are theirs; its own price is then the lowest of them.
    """

    title: str
    description: str
    category: str
    price: Tyiyn
    stock: int | None
    photo: bytes | None
    variants: tuple[NewVariant, ...] = ()
    hidden: bool = False

    def with_variant(self, variant: NewVariant) -> "NewProduct":
        """The same product with one more variant."""
        variants = (*self.variants, variant)
        return replace(self, variants=variants, price=min(one.price for one in variants), stock=None)


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product or variant as its staff see it: also when it is hidden.

    `variants` counts what is not deleted; `offer` is what customers see, or would see if it were shown.
    """

    offer: Product
    hidden: bool
    variants: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long list; `number` counts from 0."""

    products: tuple[Product, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class StockPage:
    """A part of the staff's list of all products; `number` counts from 0, `total` all of them."""

    products: tuple[Stocked, ...]
    number: int
    pages: int
    total: int


def stock_after(stock: int | None, by: int) -> int | None:
    """The stock with `by` units more (fewer, when negative), within its bounds; what never runs out stays so."""
    return None if stock is None else max(0, min(MOST_STOCK, stock + by))
