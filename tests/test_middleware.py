"""What happens to every update before its handler."""

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.types import Chat, TelegramObject, Update, User

from bot.storage.conversations import Conversation
from handlers.middleware import OneByOne

BOT = Bot("4242:a")


def come_from(person: int, chat: int = 1) -> dict[str, Any]:
    user = User(id=person, is_bot=False, first_name="Айгүл")
    return {"bot": BOT, "event_context": EventContext(chat=Chat(id=chat, type="group"), user=user)}


async def test_what_one_person_does_in_a_chat_is_handled_one_after_another() -> None:
    """Two taps on "Confirm" never run side by side; other people and other chats do not wait."""
    middleware = OneByOne(Dispatcher().fsm)
    under_way: list[int] = []
    most = {"same": 0, "all": 0}

    async def handler(_event: TelegramObject, data: dict[str, Any]) -> None:
        assert isinstance(data["state"], Conversation)
        key = hash(data["state"].key)
        under_way.append(key)
        most["same"], most["all"] = max(most["same"], under_way.count(key)), max(most["all"], len(under_way))
        await asyncio.sleep(0)
        under_way.remove(key)

    who = [come_from(1), come_from(1), come_from(2), come_from(1, chat=2), come_from(1)]
    await asyncio.gather(*(middleware(handler, Update(update_id=1), data) for data in who))
    assert most == {"same": 1, "all": 3}
    del who
    assert not middleware._turns, "a turn is kept for people who have gone"
