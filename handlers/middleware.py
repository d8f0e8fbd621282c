"""What happens to every update before its handler: known ones are dropped, and the handler learns who speaks."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat, TelegramObject, Update, User
from aiogram.utils.i18n import I18n

from bot.clock import Clock
from bot.shop.people import Language, Person, Shop, clean_name, language_of
from bot.storage import conversations, people
from bot.storage.conversations import Conversation, Saved
from bot.storage.database import Database, Unit
from bot.storage.people import Visitor

Known = tuple[Shop, Person | None, bool]
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

_REMEMBERED_UPDATES = 10_000


class Once(BaseMiddleware):
    """Handles each update once, though Telegram may deliver it again after a restart or a slow answer."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Pass an update on unless it is among the last ones seen."""
        if isinstance(event, Update):
            if event.update_id in self._seen:
                return None
            self._seen[event.update_id] = None
            if len(self._seen) > _REMEMBERED_UPDATES:
                self._seen.popitem(last=False)
        return await handler(event, data)


class OneByOne(BaseMiddleware):
    """Handles what somebody does in a chat one after another, and gives handlers their conversation as `state`.

    It stands where aiogram's own would, which reads the step by a question of its own and never forgets whom it has
    made wait. Here `Acquaintance` reads the step, and a turn that nobody waits for is gone.
    """

    def __init__(self, fsm: FSMContextMiddleware) -> None:
        self._fsm = fsm
        self._turns: WeakValueDictionary[StorageKey, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Wait until what came before is done."""
        context = self._fsm.resolve_event_context(data["bot"], data)
        if context is None:
            return await handler(event, data)
        turn = self._turns.get(context.key)
        if turn is None:
            turn = self._turns[context.key] = asyncio.Lock()
        async with turn:
            data["state"] = Conversation(context.storage, context.key)
            return await handler(event, data)


class Acquaintance(BaseMiddleware):
    """Gives handlers `person`, `shop` and `raw_state` as the database has them, and speaks the person's language.

    It writes only when something about the person is new. In groups and channels it lets staff through, and whoever
    presses a button there, who is to hear why that is not for them; all other talk there is not ours. Who writes inline
    is not written down: there `person` is None for a stranger.
    """

    def __init__(self, database: Database, clock: Clock, i18n: I18n, shop_id: int) -> None:
        self._database = database
        self._clock = clock
        self._i18n = i18n
        self._shop_id = shop_id

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Look the person up, then pass the update on, if it is ours at all."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        is_inline = isinstance(event, Update) and _is_inline(event)
        if user is None or user.is_bot or (chat is None and not is_inline):
            return None
        shop, person, has_chosen = await self._look_up(user, data)
        if chat is None:
            data |= {"shop": shop, "person": person}
            with self._i18n.context(), self._i18n.use_locale(_language(user, shop, person)):
                return await handler(event, data)
        is_press = isinstance(event, Update) and event.callback_query is not None
        if chat.type != ChatType.PRIVATE and not is_press and (person is None or not person.is_staff):
            return None
        visitor = _visitor(user, shop)
        if person is None or not _is_current(person, visitor, has_chosen=has_chosen):
            person = await self._database.write(people.meet, shop.id, visitor, self._clock.now())
        data |= {"shop": shop, "person": person}
        language = person.language if chat.type == ChatType.PRIVATE else shop.language
        with self._i18n.context(), self._i18n.use_locale(language):
            return await handler(event, data)

    async def _look_up(self, user: User, data: dict[str, Any]) -> Known:
        state: Conversation = data["state"]
        known, saved = await self._database.read(_recall, self._shop_id, user.id, state.key)
        state.recall(saved)
        data["raw_state"], _ = saved
        return known


async def _recall(unit: Unit, shop_id: int, telegram_id: int, key: StorageKey) -> tuple[Known, Saved]:
    """Whoever speaks, and their conversation: one unit of work an update."""
    return await people.recognise(unit, shop_id, telegram_id), await conversations.load(unit, key)


def _is_inline(update: Update) -> bool:
    """Whether it comes from no chat, or from some chat of the person's that Telegram does not name."""
    press = update.callback_query
    by_press = press is not None and press.inline_message_id is not None
    return (
        by_press
        or update.business_connection is not None
        or update.inline_query is not None
        or update.chosen_inline_result is not None
    )


def _language(user: User, shop: Shop, person: Person | None) -> Language:
    return person.language if person is not None else language_of(user.language_code, shop.language)


def _visitor(user: User, shop: Shop) -> Visitor:
    language = language_of(user.language_code, shop.language)
    return Visitor(user.id, clean_name(user.full_name) or str(user.id), user.username, language)


def _is_current(person: Person, visitor: Visitor, *, has_chosen: bool) -> bool:
    """Whether all that is known of the person is still true; a language they chose stays."""
    if (person.name, person.username) != (visitor.name, visitor.username):
        return False
    return has_chosen or person.language is visitor.language
