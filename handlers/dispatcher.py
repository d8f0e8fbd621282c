"""From an update to its handler by an index, where aiogram asks one router after another.

aiogram walks: a tap on the menu passes 28 routers and 165 filters, which costs 1.9 ms of the event loop, more than
all the rest of the tap. What decides is known beforehand for nearly every handler: the kind of the button, the name of
the command or the step of the conversation (docs/decisions/0018-straight-to-the-handler.md).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import isclass
from typing import Any

import aiogram
from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.middlewares.manager import MiddlewareManager
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

Cues = frozenset[str]
"""What can be read off an event at once; a handler that waits for some is asked about events with one of them."""


class Dispatcher(aiogram.Dispatcher):
    """aiogram's, which asks about a press or a message only those handlers that can want it, in the same order."""

    @cached_property
    def _indexes(self) -> dict[str, "_Index"]:
        return {kind: _Index(_ways(self, kind)) for kind in _CUES}

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        """Let the event be handled; what is neither a press nor a message goes aiogram's way."""
        if update_type not in _CUES:
            return await super().propagate_event(update_type, event, **kwargs)
        outer = self.observers[update_type].outer_middleware
        if not outer:
            return await self._straight(update_type, event, kwargs)

        async def straight(event: TelegramObject, **data: Any) -> Any:
            return await self._straight(update_type, event, data)

        return await MiddlewareManager.wrap_middlewares(outer, straight)(event, kwargs)

    async def _straight(self, kind: str, event: Any, data: dict[str, Any]) -> Any:
        for way in self._indexes[kind].ways(_CUES[kind](event, data)):
            found = await way.fits(event, data)
            if found is not None:
                try:
                    return await way.call(event, found)
                except SkipHandler:
                    continue
        return UNHANDLED


def _of_press(press: CallbackQuery, _data: dict[str, Any]) -> Iterable[str]:
    whole = press.data or ""
    return whole, whole.partition(":")[0]


def _of_message(message: Message, data: dict[str, Any]) -> Iterable[str]:
    """The command's name, written as `Command` reads it, and the step that the conversation is at."""
    words = (message.text or message.caption or "").split(maxsplit=1)
    command = f"/{words[0][1:].partition('@')[0]}" if words else ""
    return command, data.get("raw_state") or ""


_CUES: dict[str, Callable[[Any, dict[str, Any]], Iterable[str]]] = {"callback_query": _of_press, "message": _of_message}


@dataclass(frozen=True, slots=True)
class _Way:
    """A handler with all that stands before it: the filters and middlewares of its routers and its own."""

    router: Router
    handler: HandlerObject
    filters: Sequence[FilterObject]
    cues: Cues
    call: Callable[[TelegramObject, dict[str, Any]], Any]
    """Through the middlewares to the handler."""

    async def fits(self, event: TelegramObject, data: dict[str, Any]) -> dict[str, Any] | None:
        """What the handler may ask for by name, or None when the event is not for it."""
        data = {**data, "event_router": self.router, "handler": self.handler}
        for one in self.filters:
            answer = await one.call(event, **data)
            if not answer:
                return None
            if isinstance(answer, dict):
                data.update(answer)
        return data


class _Index:
    def __init__(self, ways: Iterable[_Way]) -> None:
        self._ways = tuple(ways)
        self._cues = frozenset[str]().union(*(way.cues for way in self._ways))
        self._found: dict[tuple[str, ...], Sequence[_Way]] = {}

    def ways(self, cues: Iterable[str]) -> Sequence[_Way]:
        """Those that may lead on from an event with such cues, in the order in which aiogram would try them."""
        known = tuple(cue for cue in cues if cue in self._cues)
        found = self._found.get(known)
        if found is None:
            found = self._found[known] = [way for way in self._ways if not way.cues or way.cues.intersection(known)]
        return found


def _ways(
    router: Router, kind: str, filters: Sequence[FilterObject] = (), middlewares: Sequence[Any] = ()
) -> Iterator[_Way]:
    observer = router.observers[kind]
    if observer.outer_middleware and router.parent_router is not None:
        raise RuntimeError(f"{router}: an outer middleware belongs to the dispatcher, which goes past the routers")
    filters = [*filters, *(observer._handler.filters or [])]  # noqa: SLF001 - aiogram has no other way to ask
    middlewares = [*middlewares, *observer.middleware]
    for handler in observer.handlers:
        own = handler.filters or []
        cues = next((cues for one in own if (cues := _cues(one.callback))), Cues())
        call = MiddlewareManager.wrap_middlewares(middlewares, handler.call)
        yield _Way(router, handler, [*filters, *own], cues, call)
    for child in router.sub_routers:
        yield from _ways(child, kind, filters, middlewares)


def _cues(filter_: Any) -> Cues:
    """The cues of which an event must have one, or the filter turns it away; none where that cannot be told."""
    match filter_:
        case CallbackQueryFilter():
            return Cues({filter_.callback_data.__prefix__})
        case Command(ignore_case=False):
            assert all(isinstance(name, str) for name in filter_.commands), filter_  # noqa: S101  # patterns are no cue
            return Cues(f"/{name}" for name in filter_.commands)
        case StateFilter():
            return Cues(name for one in filter_.states for name in _names(one))
        case _:
            return getattr(filter_, "cues", Cues())


def _names(state: Any) -> Iterable[str]:
    if isclass(state) and issubclass(state, StatesGroup):
        return state.__all_states_names__
    assert isinstance(state, State), state  # noqa: S101  # what else aiogram allows would be no cue
    return (state.state or "",)
