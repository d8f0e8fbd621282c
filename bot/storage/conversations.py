"""aiogram's storage of half-finished conversations, in our own database: a restart forgets nothing."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import bindparam, delete, insert, select, update

from bot.clock import Clock
from bot.storage.database import Database, Unit
from bot.storage.prepared import Prepared
from bot.storage.tables import conversations

Saved = tuple[str | None, dict[str, Any]]
"""The step a person is at, and what they have answered so far."""

_LOAD = Prepared(select(conversations.c.state, conversations.c.data).where(conversations.c.key == bindparam("which")))
_KEYS = DefaultKeyBuilder(with_bot_id=True, with_business_connection_id=True, with_destiny=True)


class ConversationStorage(BaseStorage):
    """States and typed answers of people, one row a conversation; an empty one leaves no row behind."""

    def __init__(self, database: Database, shop_id: int, clock: Clock) -> None:
        self._database = database
        self._shop_id = shop_id
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the step a person is at; None forgets it."""
        name = state.state if isinstance(state, State) else state
        await self._database.write(self._save, key, {"state": name})

    async def get_state(self, key: StorageKey) -> str | None:
        """The step a person is at."""
        row = await self._database.read(load, key)
        return row[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what a person has answered so far; values are JSON."""
        if not isinstance(data, Mapping):
            raise DataNotDictLikeError(f"answers are kept by name, not as {type(data).__name__}")
        await self._database.write(self._save, key, {"data": dict(data)})

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """What a person has answered so far."""
        row = await self._database.read(load, key)
        return row[1]

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Add answers to those given; all of them afterwards, in one transaction."""
        return await self._database.write(self._merge, key, dict(data))

    async def close(self) -> None:
        """Nothing to close: the database is closed by whoever opened it."""

    async def _merge(self, unit: Unit, key: StorageKey, data: dict[str, Any]) -> dict[str, Any]:
        _, known = await load(unit, key)
        merged = known | data
        await self._save(unit, key, {"data": merged})
        return merged

    async def _save(self, unit: Unit, key: StorageKey, changes: dict[str, Any]) -> None:
        state, data = await load(unit, key)
        values = {"state": state, "data": data} | changes
        name = _KEYS.build(key)
        where = conversations.c.key == name
        if values["state"] is None and not values["data"]:
            await unit.run(delete(conversations).where(where))
            return
        values["changed_at"] = self._clock.now()
        if not await unit.run(update(conversations).where(where).values(**values)):
            await unit.run(insert(conversations).values(key=name, shop_id=self._shop_id, **values))


class Conversation(FSMContext):
    """A conversation within one update: read once, with the person; whatever is written goes to the database."""

    def __init__(self, storage: BaseStorage, key: StorageKey) -> None:
        super().__init__(storage, key)
        self._saved: Saved | None = None

    def recall(self, saved: Saved) -> None:
        """This is what the database has, until something is written."""
        self._saved = saved

    async def get_state(self) -> str | None:
        """The step that the person is at."""
        return self._saved[0] if self._saved is not None else await super().get_state()

    async def get_data(self) -> dict[str, Any]:
        """What the person has answered so far, for the caller to keep."""
        return deepcopy(self._saved[1]) if self._saved is not None else await super().get_data()

    async def clear(self) -> None:
        """End the conversation; where none has begun nothing is written."""
        if self._saved != (None, {}):
            await super().clear()

    async def set_state(self, state: StateType = None) -> None:
        """Remember the step; None forgets it."""
        self._saved = None
        await super().set_state(state)

    async def set_data(self, data: Mapping[str, Any]) -> None:
        """Replace the answers."""
        self._saved = None
        await super().set_data(data)

    async def update_data(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Add answers to those given; all of them afterwards."""
        self._saved = None
        return await super().update_data(data, **kwargs)


async def forget(unit: Unit, before: datetime) -> int:
    """Drop what was left unfinished before a moment: an address or a number in it is nobody's business any more."""
    return await unit.run(delete(conversations).where(conversations.c.changed_at < before))


async def load(unit: Unit, key: StorageKey) -> Saved:
    """A conversation as it stands; one that has not begun has no step and no answers."""
    row = await unit.first(_LOAD, which=_KEYS.build(key))
    return (row["state"], dict(row["data"])) if row else (None, {})
