"""aiogram's storage of half-finished conversations, in our own database: a restart forgets nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, KeyBuilder, StateType, StorageKey
from sqlalchemy import delete, insert, select, update

from bot.clock import Clock
from bot.storage.database import Database, Unit
from bot.storage.tables import conversations


class ConversationStorage(BaseStorage):
    """States and typed answers of people, one row a conversation; an empty one leaves no row behind."""

    def __init__(self, database: Database, shop_id: int, clock: Clock) -> None:
        self._database = database
        self._shop_id = shop_id
        self._clock = clock
        self._keys: KeyBuilder = DefaultKeyBuilder(
            with_bot_id=True, with_business_connection_id=True, with_destiny=True
        )

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the step a person is at; None forgets it."""
        name = state.state if isinstance(state, State) else state
        await self._database.write(self._save, self._keys.build(key), {"state": name})

    async def get_state(self, key: StorageKey) -> str | None:
        """The step a person is at."""
        row = await self._database.read(_load, self._keys.build(key))
        return row[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what a person has answered so far; values are JSON."""
        if not isinstance(data, Mapping):
            raise DataNotDictLikeError(f"answers are kept by name, not as {type(data).__name__}")
        await self._database.write(self._save, self._keys.build(key), {"data": dict(data)})

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """What a person has answered so far."""
        row = await self._database.read(_load, self._keys.build(key))
        return row[1]

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Add answers to those given; all of them afterwards, in one transaction."""
        return await self._database.write(self._merge, self._keys.build(key), dict(data))

    async def close(self) -> None:
        """Nothing to close: the database is closed by whoever opened it."""

    async def _merge(self, unit: Unit, key: str, data: dict[str, Any]) -> dict[str, Any]:
        _, known = await _load(unit, key)
        merged = known | data
        await self._save(unit, key, {"data": merged})
        return merged

    async def _save(self, unit: Unit, key: str, changes: dict[str, Any]) -> None:
        state, data = await _load(unit, key)
        values = {"state": state, "data": data} | changes
        where = conversations.c.key == key
        if values["state"] is None and not values["data"]:
            await unit.run(delete(conversations).where(where))
            return
        values["changed_at"] = self._clock.now()
        if not await unit.run(update(conversations).where(where).values(**values)):
            await unit.run(insert(conversations).values(key=key, shop_id=self._shop_id, **values))


async def forget(unit: Unit, before: datetime) -> int:
    """Drop what was left unfinished before a moment: an address or a number in it is nobody's business any more."""
    return await unit.run(delete(conversations).where(conversations.c.changed_at < before))


async def _load(unit: Unit, key: str) -> tuple[str | None, dict[str, Any]]:
    row = await unit.first(select(conversations.c.state, conversations.c.data).where(conversations.c.key == key))
    return (row["state"], dict(row["data"])) if row else (None, {})
