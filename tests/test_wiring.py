"""Every handler can be called: whatever it asks for by name is there, and is of the type that it expects."""

import inspect
import typing
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import (
    BusinessConnection,
    CallbackQuery,
    ChatMemberUpdated,
    ChosenInlineResult,
    ErrorEvent,
    InlineQuery,
    Message,
    User,
)
from aiogram.utils.i18n import I18n

import handlers
from bot.addresses import Addresses
from bot.checkout import Checkout
from bot.clock import Clock
from bot.receiving import UPDATES
from bot.services.assortment import Assortment
from bot.services.billing import Billing, Visits
from bot.services.counter import Counters
from bot.services.desk import Desk
from bot.services.exports import Exports
from bot.services.first_steps import FirstSteps
from bot.services.fulfilment import Fulfilment
from bot.services.order_notes import OrderNotes
from bot.services.privacy import Privacy
from bot.services.promotions import Promotions
from bot.services.relay import Relay
from bot.services.shopkeeping import Shopkeeping
from bot.services.team import Team
from bot.settlement import Comparing
from bot.shop.business import Connection
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts.languages import translations
from handlers.customer.questions import Ordering, Orderings

FROM_AIOGRAM = {"bot": Bot, "state": FSMContext, "raw_state": str, "event_from_user": User}
FROM_THE_APP = {
    "database": Database,
    "checkout": Checkout,
    "counters": Counters,
    "billing": Billing,
    "visits": Visits,
    "desk": Desk,
    "fulfilment": Fulfilment,
    "relay": Relay,
    "comparing": Comparing,
    "exports": Exports,
    "assortment": Assortment,
    "notes": OrderNotes,
    "shopkeeping": Shopkeeping,
    "promotions": Promotions,
    "team": Team,
    "privacy": Privacy,
    "first_steps": FirstSteps,
    "addresses": Addresses,
    "clock": Clock,
    "i18n": I18n,
}
FROM_ACQUAINTANCE = {"person": Person, "shop": Shop}
FROM_THE_GATE = {"connection": Connection}
EVENTS = {
    "message": Message,
    "callback_query": CallbackQuery,
    "error": ErrorEvent,
    "my_chat_member": ChatMemberUpdated,
    "inline_query": InlineQuery,
    "chosen_inline_result": ChosenInlineResult,
    "business_connection": BusinessConnection,
    "business_message": Message,
}


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path / 'unused.db'}")
    dispatcher = Dispatcher()
    handlers.setup(dispatcher, database, Clock(), translations(), shop_id=1)
    yield dispatcher
    await database.close()


def every_handler(router: Router) -> Iterator[tuple[str, HandlerObject, dict[str, Any]]]:
    """Each handler with the kind of its event and all that it may ask for."""
    for kind, observer in router.observers.items():
        for handler in observer.handlers:
            if kind == "update":  # aiogram's own
                continue
            known = FROM_AIOGRAM | FROM_THE_APP | FROM_ACQUAINTANCE | from_filters(handler)
            if kind == "business_message":
                known |= FROM_THE_GATE
            if any(isinstance(middleware, Orderings) for middleware in observer.middleware):
                known["ordering"] = Ordering
            yield kind, handler, known
    for child in router.sub_routers:
        yield from every_handler(child)


def from_filters(handler: HandlerObject) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in handler.filters or []:
        if isinstance(one.callback, CallbackQueryFilter):
            found["callback_data"] = one.callback.callback_data
        if isinstance(one.callback, Command):
            found["command"] = CommandObject
    return found


def bare(annotation: Any) -> Any:
    """The type without `| None`."""
    options = [option for option in typing.get_args(annotation) if option is not type(None)]
    return options[0] if options else annotation


async def test_every_parameter_of_every_handler_is_known(dispatcher: Dispatcher) -> None:
    """Arguments come by name: a name that nobody gives would fail only when a customer presses the button."""
    count = 0
    for kind, handler, known in every_handler(dispatcher):
        hints = typing.get_type_hints(handler.callback)
        event, *names = inspect.signature(handler.callback).parameters
        assert hints[event] is EVENTS[kind], handler.callback
        for name in names:
            assert name in known, f"{handler.callback.__module__}.{handler.callback.__name__} asks for {name!r}"
            assert bare(hints[name]) is known[name], f"{handler.callback.__name__}: {name} is a {known[name]}"
        count += 1
    assert count > 30


async def test_every_handler_and_filter_is_async(dispatcher: Dispatcher) -> None:
    """A plain function would be sent to a thread for each update."""
    for _, handler, _ in every_handler(dispatcher):
        assert handler.awaitable, handler.callback
        assert all(one.awaitable for one in handler.filters or []), handler.callback


async def test_the_update_types_in_use_are_those_that_the_bot_asks_for(dispatcher: Dispatcher) -> None:
    """An update that Telegram was not asked for would never come."""
    assert set(dispatcher.resolve_used_update_types()) <= set(UPDATES)


def test_every_button_has_a_prefix_of_its_own() -> None:
    """Two kinds of buttons with one prefix would answer for each other."""
    prefixes = [
        kind.__prefix__ for kind in CallbackData.__subclasses__() if kind.__module__.startswith(("bot", "hand"))
    ]
    assert len(prefixes) > 50
    assert sorted(prefixes) == sorted(set(prefixes))
