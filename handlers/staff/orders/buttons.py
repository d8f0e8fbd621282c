"""What the buttons of the order book carry."""

from aiogram.filters.callback_data import CallbackData

from bot.shop.orderbook import Pile


class ShowPile(CallbackData, prefix="pi"):
    """Open a pile behind the order with the number `anchor`, or before it (`back`); 0 is the pile's beginning."""

    pile: Pile
    anchor: int = 0
    back: bool = False


class AskWords(CallbackData, prefix="fw"):
    """Ask what to look for."""
