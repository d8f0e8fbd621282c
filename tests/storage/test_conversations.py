"""aiogram's contract of a storage, on our own database."""

import asyncio

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import func, select

from bot.shop.people import Shop
from bot.storage.conversations import Conversation, ConversationStorage, load
from bot.storage.database import Database, Unit
from bot.storage.tables import conversations
from tests.storage.world import SetClock

KEY = StorageKey(bot_id=42, chat_id=-1, user_id=2)
OTHERS = [
    StorageKey(bot_id=43, chat_id=-1, user_id=2),
    StorageKey(bot_id=42, chat_id=-2, user_id=2),
    StorageKey(bot_id=42, chat_id=-1, user_id=3),
    StorageKey(bot_id=42, chat_id=-1, user_id=2, thread_id=5),
    StorageKey(bot_id=42, chat_id=-1, user_id=2, business_connection_id="b"),
    StorageKey(bot_id=42, chat_id=-1, user_id=2, destiny="checkout"),
]


class Checkout(StatesGroup):
    address = State()


@pytest.fixture
def storage(database: Database, shop: Shop, clock: SetClock) -> ConversationStorage:
    return ConversationStorage(database, shop.id, clock)


async def rows(database: Database) -> int:
    async def count(unit: Unit) -> int:
        return int(await unit.value(select(func.count()).select_from(conversations)))

    return await database.read(count)


async def test_nothing_is_known_at_first(storage: ConversationStorage) -> None:
    """A conversation that has not begun has no state and no data."""
    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}
    assert await storage.get_value(KEY, "address") is None
    assert await storage.get_value(KEY, "address", "nowhere") == "nowhere"


async def test_a_state_is_set_and_forgotten(storage: ConversationStorage) -> None:
    """States are given as objects or as names, and read as names."""
    await storage.set_state(KEY, Checkout.address)
    assert await storage.get_state(KEY) == "Checkout:address"
    await storage.set_state(KEY, "other")
    assert await storage.get_state(KEY) == "other"
    await storage.set_state(KEY)
    assert await storage.get_state(KEY) is None


async def test_data_is_replaced_as_a_whole(storage: ConversationStorage) -> None:
    """Setting data leaves nothing of what was before."""
    await storage.set_data(KEY, {"address": "Чүй 1", "floor": 3})
    await storage.set_data(KEY, {"list": [1, None, {"deep": True}]})
    assert await storage.get_data(KEY) == {"list": [1, None, {"deep": True}]}
    assert await storage.get_value(KEY, "list") == [1, None, {"deep": True}]


async def test_data_is_updated_by_name(storage: ConversationStorage) -> None:
    """Updating adds and replaces by name, and gives all that is known then."""
    assert await storage.update_data(KEY, {"a": 1}) == {"a": 1}
    assert await storage.update_data(KEY, {"b": 2, "a": 3}) == {"a": 3, "b": 2}
    assert await storage.get_data(KEY) == {"a": 3, "b": 2}


async def test_state_and_data_do_not_touch_each_other(storage: ConversationStorage) -> None:
    """Forgetting the one keeps the other."""
    await storage.set_state(KEY, "step")
    await storage.set_data(KEY, {"a": 1})
    await storage.set_state(KEY, None)
    assert await storage.get_data(KEY) == {"a": 1}
    await storage.set_state(KEY, "step")
    await storage.set_data(KEY, {})
    assert await storage.get_state(KEY) == "step"


async def test_data_that_has_no_names_is_refused(storage: ConversationStorage) -> None:
    """What is no mapping is refused as aiogram's own storages do."""
    with pytest.raises(DataNotDictLikeError):
        await storage.set_data(KEY, ["a"])  # type: ignore[arg-type]  # that is the point
    assert await storage.get_data(KEY) == {}


@pytest.mark.parametrize("other", OTHERS, ids=["bot", "chat", "user", "thread", "business", "destiny"])
async def test_each_key_is_a_conversation_of_its_own(storage: ConversationStorage, other: StorageKey) -> None:
    """Bot, chat, user, topic, business connection and destiny all keep conversations apart."""
    await storage.set_state(KEY, "here")
    await storage.set_data(KEY, {"a": 1})
    assert await storage.get_state(other) is None
    await storage.set_state(other, "there")
    await storage.set_data(other, {"a": 2})
    assert (await storage.get_state(KEY), await storage.get_data(KEY)) == ("here", {"a": 1})
    assert (await storage.get_state(other), await storage.get_data(other)) == ("there", {"a": 2})


async def test_a_finished_conversation_leaves_no_row(storage: ConversationStorage, database: Database) -> None:
    """What was begun and cleared takes no room, nor does reading or clearing what never was."""
    context = FSMContext(storage, KEY)
    await context.clear()
    await context.get_data()
    assert await rows(database) == 0
    await context.set_state(Checkout.address)
    await context.update_data(address="Чүй 1")
    assert await rows(database) == 1
    await context.clear()
    assert await rows(database) == 0


async def test_a_restart_forgets_nothing(storage: ConversationStorage, database_url: str, shop: Shop) -> None:
    """Another process on the same database goes on where this one stopped."""
    await storage.set_state(KEY, "step")
    await storage.update_data(KEY, {"address": "Чүй 1"})
    database = Database.open(database_url)
    try:
        again = ConversationStorage(database, shop.id, SetClock())
        assert (await again.get_state(KEY), await again.get_data(KEY)) == ("step", {"address": "Чүй 1"})
    finally:
        await database.close()


async def test_updates_at_once_lose_nothing(storage: ConversationStorage) -> None:
    """Ten answers that arrive together are all remembered."""
    await asyncio.gather(*(storage.update_data(KEY, {f"{each}": each}) for each in range(10)))
    assert await storage.get_data(KEY) == {f"{each}": each for each in range(10)}


async def test_within_an_update_a_conversation_is_read_once(storage: ConversationStorage, database: Database) -> None:
    """What was read with the person answers, until the handler writes; what it takes out it may change."""
    await storage.set_state(KEY, Checkout.address)
    await storage.set_data(KEY, {"way": ["pickup"]})
    conversation = Conversation(storage, KEY)
    conversation.recall(await database.read(load, KEY))
    await storage.set_state(KEY, "by somebody else")
    assert await conversation.get_state() == "Checkout:address"
    (await conversation.get_data())["way"].append("delivery")
    assert await conversation.get_data() == {"way": ["pickup"]}
    await conversation.update_data(phone="+996700112233")
    assert await conversation.get_state() == "by somebody else"
    assert await conversation.get_data() == {"way": ["pickup"], "phone": "+996700112233"}


@pytest.mark.parametrize("write", ["set_state", "set_data", "clear"])
async def test_what_a_handler_writes_it_reads(storage: ConversationStorage, database: Database, write: str) -> None:
    """Whichever way it was written."""
    await storage.set_state(KEY, Checkout.address)
    await storage.set_data(KEY, {"way": "pickup"})
    conversation = Conversation(storage, KEY)
    conversation.recall(await database.read(load, KEY))
    await {
        "set_state": lambda: conversation.set_state("next"),
        "set_data": lambda: conversation.set_data({"way": "delivery"}),
        "clear": conversation.clear,
    }[write]()
    assert await conversation.get_state() == await storage.get_state(KEY)
    assert await conversation.get_data() == await storage.get_data(KEY)
