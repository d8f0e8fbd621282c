"""The first steps of a shop: what has to be there before it sells, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.shop.money import Tyiyn


class Fault(StrEnum):
    """Why the shop cannot take money through xPay, or not surely at the right place."""

    KEYS = "keys"
    """xPay refuses the keys."""
    NO_POINT = "no_point"
    """The keys have no point of the wanted mode and number."""
    SEVERAL = "several"
    """The keys have several points of the mode, and the settings name none of them."""
    UNREACHABLE = "unreachable"
    """xPay does not answer."""
    UNREADABLE = "unreadable"
    """Something answers that is not xPay as we know it."""


@dataclass(frozen=True, slots=True)
class Fee:
    """What payments from `least` to `most` cost, in tyiyn and in percent (digits with a point)."""

    least: Tyiyn | None
    most: Tyiyn | None
    payer_fixed: Tyiyn
    payer_percent: str
    shop_fixed: Tyiyn
    shop_percent: str


@dataclass(frozen=True, slots=True)
class Till:
    """The point of sale at xPay that the shop uses; `least` is the smallest payment it takes."""

    uuid: str
    name: str
    moves_money: bool
    least: Tyiyn | None
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """How the shop stands with xPay. `others` are the points that the keys have, by name, mode and number."""

    fault: Fault | None
    till: Till | None = None
    others: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """What is done already. `test_sum` is what a test purchase costs."""

    xpay: Connection
    has_chat: bool
    has_products: bool
    is_tested: bool
    test_sum: Tyiyn

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be done."""
        return self.xpay.fault is None and self.has_chat and self.has_products and self.is_tested
