"""Which commands Telegram offers to whom."""

import asyncio

from aiogram.types import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from bot import telegram
from bot.clock import Clock
from bot.pulse import Pulse
from tests.group.conftest import Counter
from tests.patience import PATIENCE

STAFF = [
    "shop",
    "products",
    "bill",
    "desk",
    "find",
    "order",
    "sales",
    "export",
    "counter",
    "refund",
    "settings",
    "staff",
    "setup",
]


async def offered(counter: Counter, scope: BotCommandScopeUnion, language: str | None = None) -> dict[str, str]:
    """The commands of a scope, each with its description."""
    bot = telegram.connect(counter.world.settings, Pulse(Clock()))
    try:
        found = await bot.get_my_commands(scope=scope, language_code=language)
    finally:
        await bot.session.close()
    return {one.command: one.description for one in found}


async def test_staff_commands_are_offered_to_owners_and_in_groups(counter: Counter) -> None:
    """A customer's menu has none of them, the owner's has them beside the customers', a group's has only them."""
    await counter.sell()
    customers = list(await offered(counter, BotCommandScopeAllPrivateChats(), "ky"))
    assert "cart" in customers
    assert not set(STAFF) & set(customers)
    assert list(await offered(counter, BotCommandScopeChat(chat_id=counter.owner.id))) == customers + STAFF
    for language in (None, "ky", "ru", "en"):
        assert list(await offered(counter, BotCommandScopeAllChatAdministrators(), language)) == STAFF


async def test_a_chosen_language_changes_the_words_and_not_the_rights(counter: Counter) -> None:
    """Whoever chooses a language gets the list anew: the owner with the staff's commands, a customer without."""
    for somebody, has_them in ((counter.owner, True), (counter.customer, False)):
        sent = await somebody.send("/language")
        await somebody.wait_for(lambda one: one.button("Русский") is not None, after=sent)
        await somebody.press("Русский")
        scope = BotCommandScopeChat(chat_id=somebody.id)
        async with asyncio.timeout(PATIENCE):
            found = await offered(counter, scope)
            while found.get("start") != "Главный экран":
                await asyncio.sleep(0.05)
                found = await offered(counter, scope)
        assert set(STAFF).issubset(found) is has_them
