"""What a customer cannot have now; the handlers find the words."""

from bot.shop.money import Tyiyn


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
