"""Filters that the routers share."""

from collections.abc import Callable

from aiogram.enums import ChatType
from aiogram.filters import CommandObject, Filter
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject
from aiogram.utils.i18n import I18n

from bot.messages.buttons import Open, OrderAct, OrderButton, Screen
from bot.messages.staff_buttons import CaseAct, CaseButton, OpenStaff, StaffScreen
from bot.shop.people import Language, Person


class Says(Filter):
    """The message is the label of a button, in any language: the keyboard may be older than the language."""

    def __init__(self, label: Callable[[], str]) -> None:
        self._label = label

    async def __call__(self, message: Message, i18n: I18n) -> bool:
        """Whether the text is that label."""
        return message.text is not None and message.text in _in_all_languages(self._label, i18n)


def _in_all_languages(label: Callable[[], str], i18n: I18n) -> set[str]:
    found = set()
    for language in Language:
        with i18n.use_locale(language):
            found.add(label())
    return found


class InPrivate(Filter):
    """The update comes from a private chat."""

    async def __call__(self, _event: TelegramObject, event_chat: Chat | None = None) -> bool:
        """Whether it does."""
        return event_chat is not None and event_chat.type == ChatType.PRIVATE


class Opens(Filter):
    """The button opens this screen."""

    def __init__(self, screen: Screen) -> None:
        self._data = Open(screen=screen).pack()
        self.cues = frozenset({self._data})

    async def __call__(self, callback: CallbackQuery) -> bool:
        """Whether it does."""
        return callback.data == self._data


class OpensStaff(Filter):
    """The button opens this screen of the staff. Who pressed it is looked at by the screen itself."""

    def __init__(self, screen: StaffScreen) -> None:
        self._data = OpenStaff(screen=screen).pack()
        self.cues = frozenset({self._data})

    async def __call__(self, callback: CallbackQuery) -> bool:
        """Whether it does."""
        return callback.data == self._data


class LeadsTo(Filter):
    """The link that brought `/start` leads to such a thing: its payload begins so."""

    def __init__(self, payload: str) -> None:
        self._payload = payload

    async def __call__(self, _message: Message, command: CommandObject) -> bool:
        """Whether it does."""
        return (command.args or "").startswith(self._payload)


class OfStaff(Filter):
    """Whoever wrote works in the shop. What they then see or do asks for their right again."""

    async def __call__(self, _event: TelegramObject, person: Person | None = None) -> bool:
        """Whether they do."""
        return person is not None and person.is_staff


class Acts(Filter):
    """The button does this with an order."""

    def __init__(self, act: OrderAct) -> None:
        self._act = act

    async def __call__(self, _callback: CallbackQuery, callback_data: OrderButton) -> bool:
        """Whether it does."""
        return callback_data.act is self._act


class Does(Filter):
    """The button does this with a case on the odd-money desk."""

    def __init__(self, act: CaseAct) -> None:
        self._act = act

    async def __call__(self, _callback: CallbackQuery, callback_data: CaseButton) -> bool:
        """Whether it does."""
        return callback_data.act is self._act
