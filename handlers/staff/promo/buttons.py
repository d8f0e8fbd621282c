"""What the screens of the promo codes carry."""

from enum import StrEnum

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery


class PromoAct(StrEnum):
    """What owners can do with a promo code."""

    OPEN = "open"
    SWITCH = "off"
    ONCE_EACH = "once"
    FIRST_DAY = "first"
    LAST_DAY = "last"
    MOST_USES = "uses"
    LEAST_GOODS = "goods"
    DELETE = "del"
    SURELY = "surely"


class PromoButton(CallbackData, prefix="pmb"):
    """Do something with a promo code."""

    act: PromoAct
    promo_id: int


class NewPromo(CallbackData, prefix="pmn"):
    """Make a new code."""


class DoesToPromo(Filter):
    """The button does one of these with a promo code."""

    def __init__(self, *acts: PromoAct) -> None:
        self._acts = acts

    async def __call__(self, _callback: CallbackQuery, callback_data: PromoButton) -> bool:
        """Whether it does."""
        return callback_data.act in self._acts
