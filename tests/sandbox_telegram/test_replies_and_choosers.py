"""What a person's app does by itself: it opens a reply that the bot asks for, and Telegram's chooser of chats."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ChatAdministratorRights,
    ForceReply,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
)

from bot.sandbox.telegram.person import Person, PersonError
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.telegram.world import GROUP_ID

SELLER = 1002


async def test_a_forced_reply_is_one_reply(bot: Bot, aida: Person) -> None:
    """The next message answers the bot's, the one after that does not; 0 answers nothing."""
    asked = await bot.send_message(aida.id, "How many?", reply_markup=ForceReply())
    await aida.send("two")
    await aida.send("and a half")
    first, second = (await aida.messages())[-2:]
    assert first.raw["reply_to_message"]["message_id"] == asked.message_id
    assert "reply_to_message" not in second.raw
    await bot.send_message(aida.id, "How many?", reply_markup=ForceReply())
    await aida.send("later", reply_to=0)
    assert "reply_to_message" not in (await aida.last()).raw


async def test_a_selective_one_opens_for_those_it_names(bot: Bot, stage: Stage) -> None:
    """In a group nobody else's app opens a reply."""
    await stage.change_chat(GROUP_ID, "members", user_id=1001, status="member")
    text = f'<a href="tg://user?id={SELLER}">Bakyt</a>, why?'
    asked = await bot.send_message(GROUP_ID, text, reply_markup=ForceReply(selective=True))
    async with Person(stage.url, 1001) as other, Person(stage.url, SELLER) as named:
        await other.send("me?", GROUP_ID)
        await named.send("because", GROUP_ID)
        mine, theirs = (await named.messages(GROUP_ID))[-1], (await named.messages(GROUP_ID))[-2]
    assert mine.raw["reply_to_message"]["message_id"] == asked.message_id
    assert "reply_to_message" not in theirs.raw


def chooser(*, channel: bool) -> ReplyKeyboardMarkup:
    """A keyboard with one chooser; of a channel the bot has to become an administrator."""
    names = [name for name, field in ChatAdministratorRights.model_fields.items() if field.is_required()]
    rights = ChatAdministratorRights(**dict.fromkeys(names, False), can_post_messages=True) if channel else None
    wish = KeyboardButtonRequestChat(
        request_id=7,
        chat_is_channel=channel,
        user_administrator_rights=rights,
        bot_administrator_rights=rights,
        request_title=True,
    )
    return ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Which?", request_chat=wish)]], one_time_keyboard=True)


async def test_a_group_is_chosen(bot: Bot, stage: Stage) -> None:
    """The bot learns its number and title; a group is no channel, and without a chooser nothing is shared."""
    async with Person(stage.url, SELLER) as seller:
        await seller.start()
        with pytest.raises(AssertionError, match="no key"):
            await seller.share_chat(GROUP_ID)
        await bot.send_message(SELLER, "Which group?", reply_markup=chooser(channel=False))
        with pytest.raises(PersonError, match="share_chat"):
            await seller.press("Which?")
        await seller.share_chat(GROUP_ID)
        shared = (await seller.last()).raw["chat_shared"]
        assert (shared["request_id"], shared["chat_id"], bool(shared["title"])) == (7, GROUP_ID, True)
        await bot.send_message(SELLER, "Which channel?", reply_markup=chooser(channel=True))
        with pytest.raises(AssertionError, match="no key"):
            await seller.share_chat(GROUP_ID)


async def test_a_channel_takes_the_bot_in(bot: Bot, stage: Stage) -> None:
    """Telegram offers to add it with the rights that the button asks for."""
    channel = await stage.add_chat("channel", "News", SELLER, bot="left")
    async with Person(stage.url, SELLER) as seller:
        await seller.start()
        await bot.send_message(SELLER, "Which channel?", reply_markup=chooser(channel=True))
        await seller.share_chat(channel)
    assert (await bot.get_chat_member(channel, bot.id)).status == "administrator"


async def test_choosers_are_for_private_chats(bot: Bot) -> None:
    """Telegram refuses them elsewhere."""
    with pytest.raises(TelegramBadRequest, match="private chats only"):
        await bot.send_message(GROUP_ID, "Which?", reply_markup=chooser(channel=False))


def people_chooser(**wish: object) -> ReplyKeyboardMarkup:
    """A keyboard with one chooser of people."""
    asked = KeyboardButtonRequestUsers(**({"request_id": 8, "user_is_bot": False} | wish))  # type: ignore[arg-type]
    return ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Who?", request_users=asked)]], one_time_keyboard=True)


async def test_people_are_chosen(bot: Bot, stage: Stage) -> None:
    """The bot learns the number, and the name only if the key asked for it; no bots, nobody unknown, not too many."""
    await stage.add_user(1009, "Чолпон", username="cholpon")
    async with Person(stage.url, SELLER) as seller:
        await seller.start()
        with pytest.raises(AssertionError, match="no key"):
            await seller.share_users(1009)
        await bot.send_message(SELLER, "Who?", reply_markup=people_chooser())
        with pytest.raises(PersonError, match="share_users"):
            await seller.press("Who?")
        for wrong, why in (((1009, 1001), "no key"), ((4711,), "no key"), ((bot.id,), "does not offer")):
            with pytest.raises(AssertionError, match=why):
                await seller.share_users(*wrong)
        await seller.share_users(1009)
        assert (await seller.last()).raw["users_shared"] == {"request_id": 8, "users": [{"user_id": 1009}]}
        named = people_chooser(request_name=True, request_username=True, max_quantity=2)
        await bot.send_message(SELLER, "Who?", reply_markup=named)
        await seller.share_users(1009, 1001)
        first, _ = (await seller.last()).raw["users_shared"]["users"]
        assert first == {"user_id": 1009, "first_name": "Чолпон", "username": "cholpon"}


async def test_choosers_of_people_are_checked(bot: Bot, aida: Person) -> None:
    """Private chats only, at most ten people, a number of 32 bits."""
    with pytest.raises(TelegramBadRequest, match="private chats only"):
        await bot.send_message(GROUP_ID, "Who?", reply_markup=people_chooser())
    for wrong in ({"max_quantity": 11}, {"max_quantity": 0}, {"request_id": 2**31}):
        with pytest.raises(TelegramBadRequest, match=r"max_quantity|request_id"):
            await bot.send_message(aida.id, "Who?", reply_markup=people_chooser(**wrong))
