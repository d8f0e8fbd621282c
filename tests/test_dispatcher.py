"""The short way to a handler ends where aiogram's long one does, for every button, command and step."""

import itertools
import typing
from collections.abc import AsyncIterator, Iterator
from enum import Enum
from inspect import isclass
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import StatesGroup
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Chat, Message

import handlers
from bot.clock import Clock
from bot.messages.buttons import Open, Screen, WriteToShop
from bot.messages.staff_buttons import BlockCustomer
from bot.services.first_steps import FirstSteps
from bot.shop.people import Language, Person, Role
from bot.storage.database import Database
from bot.texts.languages import translations
from handlers import Dispatcher
from handlers.customer.draft import Step

BOT = Bot("4242:a")
PRIVATE, GROUP = Chat(id=2, type="private"), Chat(id=-100, type="supergroup")
USER = {"id": 2, "is_bot": False, "first_name": "Айгүл"}
ODD_PRESSES = ["", "go", "go:nowhere", "pg:1", "pg:x:y", "gone:1", "ib:150000:Торт", ":::", "b" * 64]
ODD_WORDS = [None, "салам", "/", "//", "/cart@", " /start", "/START", "Артка", "Назад", "Cancel", "Самовывоз", "1500"]


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    """The bot's own, in which each handler gives back itself instead of doing anything."""
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path / 'unused.db'}")
    dispatcher = Dispatcher(first_steps=FirstSteps(database, Clock(), lambda _: pytest.fail("asked"), names_point=True))
    handlers.setup(dispatcher, database, Clock(), translations(), shop_id=1)
    for router in dispatcher.chain_tail:
        for kind in ("message", "callback_query"):
            observer = router.observers[kind]
            for middleware in list(observer.middleware):
                observer.middleware.unregister(middleware)
            for handler in observer.handlers:
                tell_only(handler)
    for middleware in list(dispatcher.message.outer_middleware):
        dispatcher.message.outer_middleware.unregister(middleware)
    yield dispatcher
    await database.close()


def tell_only(handler: HandlerObject) -> None:
    async def told(_event: Any, **data: Any) -> tuple[HandlerObject, Any, Any]:
        return handler, data["handler"], (data["event_router"], data.get("callback_data"), data.get("command"))

    handler.callback, handler.varkw, handler.awaitable = told, True, True


def filters(dispatcher: Dispatcher, kind: type[Any]) -> Iterator[Any]:
    """Every filter of a kind, at any handler."""
    for router in dispatcher.chain_tail:
        for observer in router.observers.values():
            for handler in observer.handlers:
                yield from (one.callback for one in handler.filters or [] if isinstance(one.callback, kind))


def samples(kind: type[CallbackData]) -> Iterator[str]:
    """Buttons of a kind, one for each choice that they carry."""
    hints = typing.get_type_hints(kind)
    choices = [list(values(hints[name])) for name in kind.model_fields]
    for chosen in itertools.product(*choices):
        yield ":".join([kind.__prefix__, *chosen])


def values(hint: Any) -> Iterator[str]:
    if isclass(hint) and issubclass(hint, Enum):
        yield from (str(one.value) for one in hint)
    else:
        yield "ky" if hint is str else "1"


def situations(dispatcher: Dispatcher, chat: Chat | None, states: set[str | None]) -> Iterator[dict[str, Any]]:
    """Who it is, and at which step."""
    context = FSMContext(MemoryStorage(), StorageKey(bot_id=4242, chat_id=2, user_id=2))
    for role, state in itertools.product([Role.CUSTOMER, Role.CASHIER], states):
        person = Person(1, 1, 2, "Айгүл", None, Language.KY, None, role)
        told = {"bot": BOT, "event_chat": chat, "person": person, "state": context, "raw_state": state}
        yield dispatcher.workflow_data | told


def steps(dispatcher: Dispatcher) -> set[str | None]:
    """Every step that a handler waits at, and none."""
    found: set[str | None] = {None, "Gone:step"}
    for state in itertools.chain.from_iterable(one.states for one in filters(dispatcher, StateFilter)):
        is_group = isclass(state) and issubclass(state, StatesGroup)
        found |= set(state.__all_states_names__) if is_group else {state.state}
    return found


async def both(dispatcher: Dispatcher, kind: str, event: Any, data: dict[str, Any]) -> tuple[Any, Any]:
    """Where the short way ends, and the long one."""
    with data["i18n"].context(), data["i18n"].use_locale("ky"):
        short = await dispatcher.propagate_event(kind, event, **data)
        return short, await Router.propagate_event(dispatcher, kind, event, **data)


async def test_every_button_reaches_the_handler_that_aiogram_would_choose(dispatcher: Dispatcher) -> None:
    """With what it carries; odd and outdated ones come to the same fallback."""
    kinds = [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith(("bot", "hand"))]
    presses = ODD_PRESSES + [data for kind in kinds for data in samples(kind)]
    met = set()
    for data, chat in itertools.product(presses, [PRIVATE, GROUP, None]):
        place = {"message": {"message_id": 1, "date": 1, "chat": chat}} if chat else {"inline_message_id": "1"}
        press = CallbackQuery.model_validate({"id": "1", "from": USER, "chat_instance": "1", "data": data} | place)
        for situation in situations(dispatcher, chat, {None, Step.summary.state}):
            short, long = await both(dispatcher, "callback_query", press, situation)
            assert short == long, data
            met.add(id(short[0]) if short is not UNHANDLED else None)
    reachable = {id(one) for router in dispatcher.chain_tail for one in router.callback_query.handlers}
    assert met - {None} == reachable


async def test_every_message_reaches_the_handler_that_aiogram_would_choose(dispatcher: Dispatcher) -> None:
    """Commands, also as captions and with links' payloads, answers to each question, replies, and what says nothing."""
    commands = {f"/{name}" for one in filters(dispatcher, Command) for name in one.commands}
    words = [*ODD_WORDS, *commands, *(f"/start {payload}" for payload in ("p_1", "o_x", "bill_1", "claim_1", "x"))]
    replied = [
        None,
        *(with_button(button) for button in (BlockCustomer(number=1, blocked=True), WriteToShop(number=1))),
    ]
    met = set()
    everywhere, nowhere = steps(dispatcher), {None}
    for text, reply, field, chat in itertools.product(words, replied, ["text", "caption"], [PRIVATE, GROUP]):
        said = {"message_id": 2, "date": 1, "chat": chat, "from": USER, field: text, "reply_to_message": reply}
        message = Message.model_validate(said)
        states = everywhere if text in {"салам", "/cart"} and field == "text" and reply is None else nowhere
        for situation in situations(dispatcher, chat, states):
            short, long = await both(dispatcher, "message", message, situation)
            assert short == long, (text, situation["raw_state"])
            met.add(id(short[0]) if short is not UNHANDLED else None)
    assert len(met) > 60


def with_button(button: CallbackData) -> Message:
    """A message of the bot's with such a button."""
    rows = [[{"text": "…", "callback_data": button.pack()}]]
    author = {"id": 4242, "is_bot": True, "first_name": "B"}
    return Message.model_validate(
        {"message_id": 1, "date": 1, "chat": PRIVATE, "from": author, "reply_markup": {"inline_keyboard": rows}}
    )


async def test_a_press_asks_few_handlers(dispatcher: Dispatcher) -> None:
    """The menu's button is tried at its own handler and at those alone that take any button."""
    asked = dispatcher._indexes["callback_query"].ways([Open(screen=Screen.MENU).pack(), "go"])
    assert [way.router.name for way in asked] == ["start", "fallback"]


async def test_an_outer_middleware_inside_is_refused(dispatcher: Dispatcher) -> None:
    """It would be gone past, so the first event says so."""
    dispatcher.sub_routers[1].callback_query.outer_middleware(pytest.fail)
    with pytest.raises(RuntimeError, match="outer middleware"):
        await dispatcher.propagate_event("callback_query", CallbackQuery.model_construct(data="x"))
