"""Messages out: what is accepted, and what is refused in Telegram's words."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from aiohttp import ClientSession

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Person
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.telegram.world import GROUP_ID

from .conftest import Clock
from .pictures import png

pytestmark = pytest.mark.usefixtures("aida")


def keyboard(**button: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Pay", **button)]])


async def test_a_text_arrives_with_its_entities(bot: Bot, aida: Person) -> None:
    """HTML becomes text and entities, in UTF-16 units, with found links among them."""
    sent = await bot.send_message(1001, "😀 <b>Hello <i>you</i></b> &amp; https://pay.xpay.kg/#0002 /start")
    assert sent.text == "😀 Hello you & https://pay.xpay.kg/#0002 /start"
    kinds = [(entity.type, entity.extract_from(sent.text)) for entity in sent.entities or []]
    assert kinds == [
        ("bold", "Hello you"),
        ("italic", "you"),
        ("url", "https://pay.xpay.kg/#0002"),
        ("bot_command", "/start"),
    ]
    assert (await aida.last()).text == sent.text


async def test_every_documented_tag_is_understood(bot: Bot) -> None:
    """All tags of the formatting guide are taken, a mention by number names the user."""
    source = (
        "<b>1</b><i>2</i><u>3</u><s>4</s><code>5</code><tg-spoiler>6</tg-spoiler>"
        '<pre><code class="language-python">7</code></pre><a href="https://a.kg">8</a><a href="tg://user?id=1002">9</a>'
        '<blockquote>a</blockquote><blockquote expandable>b</blockquote><span class="tg-spoiler">c</span>'
        '<tg-emoji emoji-id="5368324170671202286">d</tg-emoji><tg-time unix="1900000000" format="wDT">e</tg-time>'
    )
    sent = await bot.send_message(1001, source)
    assert [entity.type for entity in sent.entities or []] == [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "code",
        "spoiler",
        "pre",
        "text_link",
        "text_mention",
        "blockquote",
        "expandable_blockquote",
        "spoiler",
        "custom_emoji",
        "date_time",
    ]
    assert sent.text == "123456789abcde"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("Айда <x>", 'Unsupported start tag "x" at byte offset 9'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_f053_bad_html_is_refused(bot: Bot, source: str, sentence: str) -> None:
    """Wrong markup is named with its place in bytes."""
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(1001, source)
    assert refused.value.message == f"Bad Request: can't parse entities: {sentence}"


async def test_f053_lengths_are_counted_after_parsing_in_utf16_units(bot: Bot) -> None:
    """4096 units of text and 1024 of caption pass; one more does not, and an emoji counts two."""
    await bot.send_message(1001, f"<b>{'x' * 4094}😀</b>")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(1001, "x" * 4095 + "😀")
    photo = BufferedInputFile(png(), "a.png")
    await bot.send_photo(1001, photo, caption="<i>" + "x" * 1024 + "</i>")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(1001, photo, caption="x" * 1025)
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(1001, "<b> </b>")


async def test_entities_given_by_hand_move_with_trimming(bot: Bot) -> None:
    """White space at the ends goes, and the entities follow."""
    entity = MessageEntity(type="bold", offset=2, length=3)
    sent = await bot.send_message(1001, "  abc  ", entities=[entity], parse_mode=None)
    assert sent.text == "abc"
    assert [(one.offset, one.length) for one in sent.entities or []] == [(0, 3)]


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ({"callback_data": "ө" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"url": "javascript:alert(1)"}, "URL 'javascript:alert(1)' is invalid: Unsupported URL protocol"),
        ({"url": "http://nothing"}, "URL 'http://nothing' is invalid: Wrong HTTP URL"),
        ({"url": "tg://user?id=77"}, "BUTTON_USER_INVALID"),
        ({"copy_text": CopyTextButton(text="x" * 257)}, "BUTTON_COPY_TEXT_INVALID"),
        ({"callback_data": "a", "style": "pink"}, "Invalid button style"),
    ],
)
async def test_bad_buttons_are_refused(bot: Bot, button: dict[str, object], sentence: str) -> None:
    """A keyboard with one bad button brings the whole message down."""
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(1001, "pay", reply_markup=keyboard(**button))
    assert sentence in refused.value.message


async def test_good_buttons_pass(bot: Bot, aida: Person) -> None:
    """64 bytes of data, links of this machine, styles and copying are fine."""
    for button in ({"callback_data": "ө" * 32}, {"url": "http://127.0.0.1:8/x"}, {"url": "pay.xpay.kg/#1"}):
        await bot.send_message(1001, "pay", reply_markup=keyboard(**button, style="success"))
    assert (await aida.last()).buttons[0].url == "http://pay.xpay.kg/#1"


async def test_a_shy_user_cannot_be_put_behind_a_button(bot: Bot, stage: Stage) -> None:
    """A `tg://user` button needs the consent of that user's privacy settings."""
    await stage.add_user(1003, "Shy", hides_profile=True)
    with pytest.raises(TelegramBadRequest, match="BUTTON_USER_PRIVACY_RESTRICTED"):
        await bot.send_message(1001, "x", reply_markup=keyboard(url="tg://user?id=1003"))


async def test_a_photo_keeps_its_bytes(bot: Bot, aida: Person) -> None:
    """Upload, send again by number, download: the same bytes everywhere."""
    data = png(300, 200)
    sent = await bot.send_photo(1001, BufferedInputFile(data, "qr.png"), caption="QR")
    assert sent.photo is not None
    assert (sent.photo[-1].width, sent.photo[-1].height) == (300, 200)
    again = await bot.send_photo(GROUP_ID, sent.photo[-1].file_id)
    assert again.photo == sent.photo
    file = await bot.get_file(sent.photo[-1].file_id)
    downloaded = await bot.download_file(file.file_path or "")
    assert downloaded is not None
    assert downloaded.read() == data
    assert await aida.photo(await aida.last()) == data


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png() + bytes(10 * 1024 * 1024), "is too big for a photo"),
    ],
)
async def test_f052_bad_photos_are_refused(bot: Bot, photo: bytes, sentence: str) -> None:
    """Too long, too thin, no picture, too big."""
    with pytest.raises(TelegramBadRequest, match=sentence):
        await bot.send_photo(1001, BufferedInputFile(photo, "a.png"))


async def test_f052_an_upload_of_more_than_50_mb_is_413(bot: Bot) -> None:
    """The server stops reading and says so."""
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(1001, BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "big.bin"))


async def test_no_address_is_fetched(bot: Bot) -> None:
    """A photo by address, an unknown number and a document's number are all refused."""
    sent = await bot.send_document(1001, BufferedInputFile(b"a,b", "sales.csv"))
    assert sent.document is not None
    assert sent.document.mime_type == "text/csv"
    for source in ("https://example.com/a.png", "AgACnothing", sent.document.file_id):
        with pytest.raises(TelegramBadRequest):
            await bot.send_photo(1001, source)


@pytest.mark.usefixtures("bakyt")
async def test_who_cannot_be_written_to(bot: Bot, aida: Person) -> None:
    """Strangers, people seen but never met, those who blocked the bot: each in Telegram's words."""
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(9999, "x")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(1002, "x")
    await aida.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(1001, "x")
    await aida.start()
    assert (await bot.send_message(1001, "x")).chat.id == 1001


async def test_f048_a_bot_thrown_out_cannot_write(bot: Bot, stage: Stage) -> None:
    """Kicked, gone, and back with and without rights."""
    await stage.change_chat(GROUP_ID, "bot", status="kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(GROUP_ID, "x")
    await stage.change_chat(GROUP_ID, "bot", status="left")
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(GROUP_ID, "x")
    await stage.change_chat(GROUP_ID, "bot", status="member")
    await stage.change_chat(GROUP_ID, "permissions", can_send_photos=False)
    await bot.send_message(GROUP_ID, "x")
    with pytest.raises(TelegramBadRequest, match="not enough rights to send photos to the chat"):
        await bot.send_photo(GROUP_ID, BufferedInputFile(png(), "a.png"))


async def test_a_channel_needs_an_administrator(bot: Bot, stage: Stage) -> None:
    """An administrator posts in the channel's name, anyone else is refused."""
    channel = await stage.add_chat("channel", "News", 1002, username="tolom_news")
    posted = await bot.send_message("@tolom_news", "Hello")
    assert posted.sender_chat is not None
    assert posted.from_user is None
    await stage.change_chat(channel, "bot", status="administrator", rights={"can_post_messages": False})
    with pytest.raises(TelegramBadRequest, match="need administrator rights in the channel chat"):
        await bot.send_message(channel, "Hello")


async def test_f050_topics(bot: Bot, stage: Stage) -> None:
    """A topic takes messages until it is deleted; a closed one takes those of an administrator."""
    forum = await stage.add_chat("supergroup", "Forum", 1002, is_forum=True)
    topic = await bot.create_forum_topic(forum, "Orders")
    sent = await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    assert sent.message_thread_id == topic.message_thread_id
    await stage.change_chat(forum, "close_topic", thread_id=topic.message_thread_id)
    await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    await stage.change_chat(forum, "bot", status="member")
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    await stage.change_chat(forum, "delete_topic", thread_id=topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)


async def test_answers_need_their_message(bot: Bot) -> None:
    """A reply names a message that exists, unless it may go without."""
    sent = await bot.send_message(1001, "x", reply_parameters=ReplyParameters(message_id=1))
    assert sent.reply_to_message is not None
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(1001, "x", reply_parameters=ReplyParameters(message_id=99))
    lenient = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await bot.send_message(1001, "x", reply_parameters=lenient)).reply_to_message is None


async def test_phone_numbers_are_asked_in_private_only(bot: Bot, aida: Person) -> None:
    """The contact button works in a private chat and is refused in a group."""
    ask = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Phone", request_contact=True)]])
    await bot.send_message(1001, "phone?", reply_markup=ask)
    await aida.press("Phone")
    assert (await aida.last()).raw["contact"]["phone_number"] == "996700112233"
    with pytest.raises(TelegramBadRequest, match="phone number can be requested in private chats only"):
        await bot.send_message(GROUP_ID, "phone?", reply_markup=ask)


async def test_edits_change_in_place(bot: Bot, aida: Person) -> None:
    """Text, caption, picture and keyboard are edited; the same again is "not modified"."""
    sent = await bot.send_message(1001, "one", reply_markup=keyboard(callback_data="a"))
    edited = await bot.edit_message_text("<b>two</b>", chat_id=1001, message_id=sent.message_id)
    assert isinstance(edited, Message)
    seen = await aida.last()
    assert (seen.text, seen.buttons, seen.edits) == ("two", [], 1)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await bot.edit_message_text("<b>two</b>", chat_id=1001, message_id=sent.message_id)
    photo = await bot.send_photo(1001, BufferedInputFile(png(), "a.png"), caption="one")
    await bot.edit_message_caption(chat_id=1001, message_id=photo.message_id, caption="two")
    other = InputMediaPhoto(media=BufferedInputFile(png(20, 20), "b.png"), caption="<i>three</i>")
    await bot.edit_message_media(other, chat_id=1001, message_id=photo.message_id)
    await bot.edit_message_reply_markup(
        chat_id=1001, message_id=photo.message_id, reply_markup=keyboard(callback_data="b")
    )
    seen = await aida.last()
    assert (seen.text, seen.labels, seen.edits) == ("three", ["Pay"], 3)
    assert await aida.photo(seen) == png(20, 20)


async def test_f051_what_cannot_be_edited(bot: Bot, aida: Person) -> None:
    """Missing, foreign and keyboard-bearing messages are refused, and text is no caption."""
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=1001, message_id=99)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=1001, message_id=1)
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="a")]])
    sent = await bot.send_message(1001, "x", reply_markup=keys)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("y", chat_id=1001, message_id=sent.message_id)
    plain = await bot.send_message(1001, "x")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=1001, message_id=plain.message_id, caption="x")
    await aida.delete_message(plain.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("y", chat_id=1001, message_id=plain.message_id)


async def test_deleting(bot: Bot, clock: Clock) -> None:
    """One's own messages go within 48 hours, later not; what is gone cannot go again."""
    young, old = await bot.send_message(1001, "x"), await bot.send_message(1001, "y")
    assert await bot.delete_message(1001, young.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(1001, young.message_id)
    clock.move(48 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(1001, old.message_id)


async def test_f049_a_group_moves(bot: Bot, stage: Stage) -> None:
    """After the upgrade the old number is refused with the new one, and both chats tell of it."""
    group = await stage.add_chat("group", "Small", 1002)
    await bot.send_message(group, "x")
    new = int((await stage.change_chat(group, "upgrade"))["id"])
    assert new < -(2**31)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group, "x")
    assert moved.value.migrate_to_chat_id == new
    assert (await bot.send_message(new, "x")).chat.type == "supergroup"
    told = [update.message for update in (await bot.get_updates())[1:] if update.message is not None]
    assert [message.migrate_to_chat_id or message.migrate_from_chat_id for message in told] == [new, group]


async def test_profile_methods(bot: Bot) -> None:
    """What is set can be read back, by language."""
    await bot.set_my_commands([BotCommand(command="start", description="Menu")], language_code="ky")
    assert [one.command for one in await bot.get_my_commands(language_code="ky")] == ["start"]
    assert await bot.get_my_commands() == []
    await bot.set_my_description("Cakes")
    assert (await bot.get_my_description()).description == "Cakes"
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Start", description="Menu")])
    me = await bot.get_me()
    assert (me.username, me.is_bot) == ("tolom_demo_bot", True)


async def test_chats_tell_about_themselves(bot: Bot) -> None:
    """Full information, members and administrators can be asked for."""
    assert (await bot.get_chat(GROUP_ID)).title == "Торттор · заказдар"
    assert {member.status for member in await bot.get_chat_administrators(GROUP_ID)} == {"creator", "administrator"}
    assert (await bot.get_chat_member(GROUP_ID, 1001)).status == "left"
    assert await bot.get_chat_member_count(GROUP_ID) == 2
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(GROUP_ID, 424242424)


async def test_f058_a_wrong_token_and_an_unknown_method(bot: Bot, sandbox: TelegramSandbox) -> None:
    """401 for the token, 404 for the method, and 501 for what the sandbox does not play."""
    stranger = Bot("4242:other", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()
    async with ClientSession() as session:
        for method, status in (("getNothing", 404), ("getStarTransactions", 501), ("GETME", 200)):
            async with session.get(f"{sandbox.url}/bot4242:sandbox/{method}") as response:
                assert response.status == status


async def test_json_and_forms_are_the_same(sandbox: TelegramSandbox, aida: Person) -> None:
    """A JSON body, a form and a query string all send a message."""
    address = f"{sandbox.url}/bot4242:sandbox/sendMessage"
    async with ClientSession() as session:
        await session.post(address, json={"chat_id": 1001, "text": "json"})
        await session.post(address, data={"chat_id": "1001", "text": "form"})
        await session.get(address, params={"chat_id": "1001", "text": "query"})
    assert [message.text for message in await aida.messages(after=1)] == ["json", "form", "query"]
