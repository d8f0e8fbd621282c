"""What only the counter's own screens carry."""

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.messages.staff_buttons import CounterAct, CounterButton


class NewCode(CallbackData, prefix="cx"):
    """Make a new code."""


class DoesToCode(Filter):
    """The button does one of these with a code."""

    def __init__(self, *acts: CounterAct) -> None:
        self._acts = acts

    async def __call__(self, _callback: CallbackQuery, callback_data: CounterButton) -> bool:
        """Whether it does."""
        return callback_data.act in self._acts
