"""What a person's app does by itself: it opens a reply that the bot asks for, and Telegram's chooser of chats."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ChatAdministratorRights,
    ForceReply,
    KeyboardButton,
    KeyboardButtonRequestChat,
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
