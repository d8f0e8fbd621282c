"""The test purchase: an owner pays a som to see that the whole way works."""

from datetime import datetime

from bot.shop.money import Tyiyn
from bot.shop.order import Handover, NewOrder, OrderLine, Wishes

BASKET = "test"
"""One test at a time: an open one is given again."""

_ONE_SOM = 100


def smallest(least: Tyiyn | None) -> Tyiyn:
    """The sum of a test: 1 som, or the least that xPay takes."""
    return max(_ONE_SOM, least or 0)


def purchase(title: str, amount: Tyiyn, token: str, expires_at: datetime) -> NewOrder:
    """The order of a test: no product, nothing to hand over."""
    line = OrderLine(None, title, amount, 1)
    return NewOrder((line,), Wishes(Handover.NONE), amount, BASKET, token, expires_at, is_test=True)
