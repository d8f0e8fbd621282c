"""What a customer cannot have now; the handlers find the words."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.shop.promo import Denial

if TYPE_CHECKING:
    from bot.checkout.terms import Quote


class Refusal(Exception):
    """What was asked cannot be done now; each kind has a sentence of its own for the person."""


class EmptyCart(Refusal):
    """There is nothing in the cart."""


class SoldOut(Refusal):
    """A product is not there in the wanted quantity any more; `title` names it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class OutsideLimits(Refusal):
    """The sum is outside what the point may take; bounds in tyiyn, None is no bound."""

    def __init__(self, minimum: Tyiyn | None, maximum: Tyiyn | None) -> None:
        super().__init__(minimum, maximum)
        self.minimum = minimum
        self.maximum = maximum


class TooManyOpen(Refusal):
    """The customer has `most` unpaid orders already."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooManyQRs(Refusal):
    """The customer asked for too many QRs within an hour."""


class PaymentsUnavailable(Refusal):
    """xPay cannot be used now; nothing was held or changed."""


class NothingToDo(Refusal):
    """The order is not in a state for this."""


class PriceChanged(Refusal):
    """A product of the order costs something else now."""


class SumChanged(Refusal):
    """The order costs something else than the customer saw; `quote` says what."""

    def __init__(self, quote: "Quote") -> None:
        super().__init__(quote)
        self.quote = quote


class PromoRefused(Refusal):
    """The promo code does not hold (any more); `denial` says why, `is_placed` that the order was placed with it."""

    def __init__(self, denial: Denial, *, is_placed: bool = False) -> None:
        super().__init__(denial)
        self.denial = denial
        self.is_placed = is_placed


class ShopPaused(Refusal):
    """The shop takes no orders for now; `why` is its own word for it, perhaps empty."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ShopClosed(Refusal):
    """The shop takes orders only while it is open; `opens_at` is None where nobody knows when that will be."""

    def __init__(self, shop: Shop, opens_at: datetime | None, now: datetime) -> None:
        super().__init__(shop.id, opens_at)
        self.shop = shop
        self.opens_at = opens_at
        self.now = now


class ChoiceGone(Refusal):
    """Something that the customer chose is not on offer any more; it has to be chosen anew."""


class WayGone(ChoiceGone):
    """Goods are not handed over in this way any more."""


class AreaGone(ChoiceGone):
    """The shop does not deliver to this area any more, or asks for the area now."""


class TimeGone(ChoiceGone):
    """The time is too near now, or the shop is closed then."""


class NoTimes(Refusal):
    """There is no day for which an order could be wished."""


class TooLate(Refusal):
    """The time for which an unpaid order was wished is too near now, or over."""
