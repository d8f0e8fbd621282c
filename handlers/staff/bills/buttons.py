"""What the buttons of bills carry."""

from enum import StrEnum

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.shop.bills import MOST_TITLE
from bot.shop.money import Tyiyn

_CALLBACK_BYTES = 64
_INLINE = "ib"


class BillAct(StrEnum):
    """What staff can do with a bill."""

    OPEN = "open"
    SEND = "send"
    MANY = "many"
    ONE = "one"
    RAISE = "raise"
    FIX = "fix"
    DUE = "due"
    DATE = "date"
    TERMINAL = "pos"
    RENEW = "renew"
    CANCEL = "cancel"
    SURELY = "surely"


class BillButton(CallbackData, prefix="bi"):
    """Do something with a bill."""

    act: BillAct
    bill_id: int


class BillDue(CallbackData, prefix="bd"):
    """Let a bill wait so many days from today."""

    bill_id: int
    days: int


class BillPage(CallbackData, prefix="bp"):
    """Open a page of the list."""

    number: int


class NewBill(CallbackData, prefix="bn"):
    """Begin a new bill, question by question."""


class DoesBill(Filter):
    """The button does this with a bill."""

    def __init__(self, *acts: BillAct) -> None:
        self._acts = acts

    async def __call__(self, _callback: CallbackQuery, callback_data: BillButton) -> bool:
        """Whether it does."""
        return callback_data.act in self._acts


class PressesPreparing(Filter):
    """The button is the one under a bill that was sent inline and is not made yet."""

    cues = frozenset({_INLINE})

    async def __call__(self, callback: CallbackQuery) -> bool:
        """Whether it is."""
        return callback.inline_message_id is not None and (callback.data or "").startswith(f"{_INLINE}:")


def preparing(amount: Tyiyn, title: str) -> str:
    """What the button under a bill that is not made yet carries: the bill itself, for nothing is written down before.

    It is obeyed from staff alone, who could make any bill. Where the title does not fit it carries the sum alone.
    """
    whole = f"{_INLINE}:{amount}:{title}"
    return whole if len(whole.encode()) <= _CALLBACK_BYTES else f"{_INLINE}:{amount}:"


def prepared(data: str) -> tuple[Tyiyn, str] | None:
    """The bill that the button carries; None where it carries no whole one."""
    _, amount, title = data.split(":", 2)
    return (int(amount), title[:MOST_TITLE]) if amount.isdecimal() and title else None
