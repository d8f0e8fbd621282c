"""Business connections: what the bot hears of people's private chats, and where it may speak."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    Update,
)

from bot.sandbox.telegram.person import ControlRefused, Person
from bot.sandbox.telegram.stage import Stage

from .conftest import Clock
from .pictures import png

AIDA, BAKYT = 1001, 1002
PAY = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Pay", url="https://pay.example/1"),
            InlineKeyboardButton(text="Ask", callback_data="ask"),
        ]
    ]
)


async def updates(bot: Bot) -> list[Update]:
    """What waits for the bot; it is confirmed."""
    found = await bot.get_updates(timeout=0)
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1, timeout=0)
    return found


async def heard(bot: Bot) -> list[Message]:
    """What the bot hears of private chats."""
    return [one.business_message for one in await updates(bot) if one.business_message is not None]


async def say(bot: Bot, connection: str, text: str = "Hello", chat_id: int = AIDA) -> Message:
    """The bot speaks for the seller."""
    return await bot.send_message(chat_id, text, business_connection_id=connection)


async def connected(bot: Bot, aida: Person, bakyt: Person) -> tuple[str, int]:
    """The seller's connection and his chat with the customer, who has just written."""
    chat = await bakyt.talk_to(AIDA)
    await aida.send("Do you have cakes?", chat)
    number = await bakyt.connect_bot()
    await updates(bot)
    return number, chat


async def test_a_connection_is_told_when_made_changed_and_ended(bot: Bot, bakyt: Person) -> None:
    """With the right to reply, without it, and without any when it is over; it can be asked about each time."""
    await updates(bot)
    number = await bakyt.connect_bot()
    assert await bakyt.connect_bot(can_reply=False) == number
    await bakyt.disconnect_bot()
    told = [one.business_connection for one in await updates(bot)]
    seen = [(one.id, one.user.id, one.is_enabled, one.rights.can_reply if one.rights else None) for one in told if one]
    assert seen == [(number, BAKYT, True, True), (number, BAKYT, True, None), (number, BAKYT, False, None)]
    assert not (await bot.get_business_connection(number)).is_enabled
    assert await bakyt.connect_bot() != number
    with pytest.raises(TelegramBadRequest, match="business connection not found"):
        await bot.get_business_connection("business999999")


async def test_messages_of_either_side_are_heard_under_the_others_name(bot: Bot, aida: Person, bakyt: Person) -> None:
    """The chat is the customer's for the seller's connection; what was said before, or is kept from the bot, is not."""
    number, chat = await connected(bot, aida, bakyt)
    await bakyt.send("Yes", chat)
    await aida.send("Good", chat)
    messages = await heard(bot)
    assert [(one.text, one.from_user and one.from_user.id, one.chat.id) for one in messages] == [
        ("Yes", BAKYT, AIDA),
        ("Good", AIDA, AIDA),
    ]
    assert {one.business_connection_id for one in messages} == {number}
    await bakyt.connect_bot(excluded=(AIDA,))
    await aida.send("Secret", chat)
    await bakyt.disconnect_bot()
    await aida.send("Secret", chat)
    assert await heard(bot) == []


async def test_the_bot_speaks_as_the_seller(bot: Bot, aida: Person, bakyt: Person) -> None:
    """Both see it from the seller, by the bot; it hears nothing of it; a press says in whose chat it was."""
    number, chat = await connected(bot, aida, bakyt)
    sent = await bot.send_photo(
        AIDA, BufferedInputFile(png(), "card.png"), caption="Card", reply_markup=PAY, business_connection_id=number
    )
    assert (sent.chat.id, sent.from_user and sent.from_user.id, sent.business_connection_id) == (AIDA, BAKYT, number)
    seen = await aida.last(chat)
    assert (seen.sender_id, seen.text, seen.labels) == (BAKYT, "Card", ["Pay", "Ask"])
    assert seen.raw["sender_business_bot"]["id"] == bot.id
    assert await heard(bot) == []
    assert await aida.link("Pay", chat) == "https://pay.example/1"
    body = {"chat_id": chat, "message_id": seen.id, "data": "ask", "seconds": 0}
    await aida.post(f"/control/people/{AIDA}/press", body)
    (press,) = [one.callback_query for one in await updates(bot) if one.callback_query]
    assert isinstance(press.message, Message)
    assert (press.message.business_connection_id, press.message.chat.id) == (number, AIDA)


async def test_the_bot_edits_what_it_said(bot: Bot, aida: Person, bakyt: Person) -> None:
    """Text, caption and picture, through the connection alone, and only its own."""
    number, chat = await connected(bot, aida, bakyt)
    text = await say(bot, number)
    photo = await bot.send_photo(AIDA, BufferedInputFile(png(), "1.png"), business_connection_id=number)
    where = {"chat_id": AIDA, "business_connection_id": number}
    await bot.edit_message_text("Bye", message_id=text.message_id, **where)
    await bot.edit_message_caption(message_id=photo.message_id, caption="Paid", **where)
    media = InputMediaPhoto(media=BufferedInputFile(png(9, 9), "2.png"), caption="Paid!")
    edited = await bot.edit_message_media(media, message_id=photo.message_id, **where)
    assert isinstance(edited, Message)
    assert [one.text for one in await aida.messages(chat)][1:] == ["Bye", "Paid!"]
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Bye", chat_id=AIDA, message_id=text.message_id)
    own = await bakyt.send("Mine", chat)
    with pytest.raises(TelegramBadRequest, match="can't be edited"):
        await bot.edit_message_text("Bye", message_id=own, **where)


async def test_where_the_bot_may_not_speak(bot: Bot, aida: Person, bakyt: Person, clock: Clock) -> None:
    """Refused in Telegram's words: no such connection, ended, no right, kept from it, no word from the other side."""
    number, chat = await connected(bot, aida, bakyt)
    await say(bot, number)
    with pytest.raises(TelegramBadRequest, match="business connection not found"):
        await say(bot, "business999999")
    with pytest.raises(TelegramBadRequest, match="must not be sent to self"):
        await say(bot, number, chat_id=BAKYT)
    with pytest.raises(TelegramBadRequest, match="must be a private chat"):
        await say(bot, number, chat_id=-1001000000001)
    clock.move(24 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="BUSINESS_PEER_USAGE_MISSING"):
        await say(bot, number)
    await bakyt.send("Still there?", chat)
    with pytest.raises(TelegramBadRequest, match="BUSINESS_PEER_USAGE_MISSING"):
        await say(bot, number)
    await aida.send("Yes", chat)
    await say(bot, number, "Again")
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(AIDA, "?", reply_markup=ForceReply(), business_connection_id=number)
    await bakyt.connect_bot(excluded=(AIDA,))
    with pytest.raises(TelegramBadRequest, match="BUSINESS_PEER_INVALID"):
        await say(bot, number)
    await bakyt.connect_bot(can_reply=False)
    with pytest.raises(TelegramBadRequest, match="BOT_ACCESS_FORBIDDEN"):
        await say(bot, number)
    await bakyt.disconnect_bot()
    with pytest.raises(TelegramBadRequest, match="BUSINESS_CONNECTION_INVALID"):
        await say(bot, number)


async def test_private_chats_of_people_are_not_the_bots(bot: Bot, aida: Person, bakyt: Person) -> None:
    """Without the connection the chat does not exist for it, under any number."""
    _, chat = await connected(bot, aida, bakyt)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(chat, "Hello")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat(chat)


async def test_the_customers_chat_has_its_limit_there_too(bot: Bot, aida: Person, bakyt: Person) -> None:
    """What the bot says to one person counts together, in its own chat and in the seller's."""
    number, _ = await connected(bot, aida, bakyt)
    for count in range(6):
        await say(bot, number, str(count))
        await bot.send_message(AIDA, str(count))
    with pytest.raises(TelegramRetryAfter):
        await say(bot, number)


async def test_business_mode_is_botfathers_choice(bot: Bot, bakyt: Person, stage: Stage) -> None:
    """Without it nobody can connect the bot, and `getMe` says so."""
    assert (await bot.get_me()).can_connect_to_business
    await stage.set_business(enabled=False)
    assert not (await bot.get_me()).can_connect_to_business
    with pytest.raises(ControlRefused):
        await bakyt.connect_bot()
