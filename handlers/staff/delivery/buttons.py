"""What a button about delivery carries."""

from enum import StrEnum

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery


class AreaAct(StrEnum):
    """What can be done with an area."""

    OPEN = "open"
    NAME = "name"
    FEE = "fee"
    FREE_FROM = "free"
    UP = "up"
    REMOVE = "remove"
    SURELY = "surely"


class AreaButton(CallbackData, prefix="xar"):
    """Do something with an area."""

    act: AreaAct
    area_id: int


class AddArea(CallbackData, prefix="xaa"):
    """Ask for the name of a new area."""


class OfferPickup(CallbackData, prefix="xop"):
    """Let customers come for the goods, or not."""

    on: bool


class OfferDelivery(CallbackData, prefix="xod"):
    """Bring goods to customers, or not."""

    on: bool


class Does(Filter):
    """The button does this with an area."""

    def __init__(self, *acts: AreaAct) -> None:
        self._acts = acts

    async def __call__(self, _callback: CallbackQuery, callback_data: AreaButton) -> bool:
        """Whether it does."""
        return callback_data.act in self._acts
