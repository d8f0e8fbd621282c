"""Updates in: polling, webhook, presses, and what people do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import ControlRefused, Person, PersonError
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.telegram.world import GROUP_ID
from tests.patience import PATIENCE

from .conftest import Clock
from .pictures import png

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Alert", callback_data="alert"),
            InlineKeyboardButton(text="Mute", callback_data="no"),
        ]
    ]
)


def shop() -> Dispatcher:
    """A small bot: greets, answers presses, repeats the rest."""
    dispatcher = Dispatcher()

    async def answer(query: CallbackQuery) -> None:
        if query.data == "alert":
            await query.answer("Nothing here", show_alert=True)

    async def echo(message: Message) -> None:
        await message.answer(f"heard {message.text}", reply_markup=KEYBOARD)

    dispatcher.callback_query.register(answer)
    dispatcher.message.register(echo)
    return dispatcher


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Look every 10 ms."""
    async with asyncio.timeout(PATIENCE):
        while not await true():  # noqa: ASYNC110 - the other side is a server, it sets no event of ours
            await asyncio.sleep(0.01)


@asynccontextmanager
async def polling(bot: Bot) -> AsyncIterator[Dispatcher]:
    """The small bot, polling."""
    dispatcher = shop()
    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        try:
            yield dispatcher
        finally:
            await dispatcher.stop_polling()


@asynccontextmanager
async def listening(handle: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """A place for a webhook: its address."""
    application = web.Application()
    application.router.add_post("/hook", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_a_polling_bot_talks(bot: Bot, aida: Person) -> None:
    """A real aiogram bot hears, answers, and answers presses with alerts."""
    async with polling(bot):
        await aida.send("hello")
        assert (await aida.wait_for("heard hello")).labels == ["Alert", "Mute"]
        assert await aida.press("Alert") == "Nothing here"
        with pytest.raises(PersonError, match="did not answer"):
            await aida.press("Mute", seconds=0.1)
        with pytest.raises(PersonError, match="no button 'Buy'"):
            await aida.press("Buy")


async def test_polling_blocks_until_something_comes(bot: Bot, aida: Person) -> None:
    """A long poll waits, and ends at once with the news."""
    (started,) = await bot.get_updates()
    loop = asyncio.get_running_loop()
    begin = loop.time()
    assert await bot.get_updates(offset=started.update_id + 1, timeout=1) == []
    assert loop.time() - begin >= 1
    news, _ = await asyncio.gather(bot.get_updates(offset=started.update_id + 1, timeout=50), aida.send("now"))
    assert [update.message.text for update in news if update.message] == ["now"]
    assert loop.time() - begin < 50


async def test_f055_updates_come_again_until_confirmed(bot: Bot, aida: Person) -> None:
    """Without an offset the same update comes twice; a negative offset keeps only the last."""
    await aida.send("two")
    first, again = await bot.get_updates(), await bot.get_updates()
    assert [one.update_id for one in first] == [one.update_id for one in again]
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "two"
    assert await bot.get_updates(offset=last.update_id + 1) == []


@pytest.mark.usefixtures("aida")
async def test_f071_a_second_poller_ends_the_first(bot: Bot) -> None:
    """The older of two waiting polls gets 409."""
    (started,) = await bot.get_updates()
    after = started.update_id + 1
    first, second = await asyncio.gather(
        bot.get_updates(offset=after, timeout=5), bot.get_updates(offset=after, timeout=1), return_exceptions=True
    )
    assert isinstance(first, TelegramConflictError)
    assert "terminated by other getUpdates request" in first.message
    assert second == []


async def test_webhook_and_polling_exclude_each_other(bot: Bot) -> None:
    """While a webhook is set, polling is refused; plain http is for this machine alone."""
    await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="a-secret")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    for address, sentence in (
        ("http://shop.kg/hook", "An HTTPS URL must be provided"),
        ("https://shop.kg:5000/hook", "only on ports"),
    ):
        with pytest.raises(TelegramBadRequest, match=sentence):
            await bot.set_webhook(address)
    with pytest.raises(TelegramBadRequest, match="secret token contains unallowed characters"):
        await bot.set_webhook("https://shop.kg/hook", secret_token="ключ")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates() == []


async def test_a_webhook_bot_talks(bot: Bot, aida: Person) -> None:
    """aiogram's own webhook handler checks the secret and may answer inside the response."""
    dispatcher = shop()

    async def inside(message: Message) -> SendMessage:
        return SendMessage(chat_id=message.chat.id, text=f"inside {message.text}")

    dispatcher.edited_message.register(inside)
    dispatcher.message.handlers.clear()
    dispatcher.message.register(inside)
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="a-secret")
    async with listening(handler.handle) as address:
        await bot.set_webhook(address, secret_token="a-secret", drop_pending_updates=True)
        await aida.send("hello")
        assert (await aida.wait_for("inside hello")).text == "inside hello"
        await bot.delete_webhook()


@pytest.mark.usefixtures("aida")
async def test_f059_a_wrong_secret_gets_nothing_through(bot: Bot) -> None:
    """aiogram refuses the delivery, and the server keeps the update and its error."""
    handler = SimpleRequestHandler(shop(), bot, secret_token="right")
    async with listening(handler.handle) as address:
        await bot.set_webhook(address, secret_token="wrong")

        async def has_failed() -> bool:
            return (await bot.get_webhook_info()).last_error_message is not None

        await until(has_failed)
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 401 Unauthorized"
        assert info.pending_update_count == 1
        await bot.delete_webhook()


async def test_f056_a_failing_update_holds_its_own_chat_only(bot: Bot, aida: Person, bakyt: Person) -> None:
    """An update is repeated until a 2xx; meanwhile its chat waits in order and others go on."""
    seen: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        update = await request.json()
        text = update["message"]["text"]
        seen.append(text)
        return web.Response(status=500 if text == "poison" and seen.count("poison") < 3 else 200)

    await aida.send("poison")
    await aida.send("after")
    await bakyt.send("other")
    async with listening(handle) as address:
        await bot.set_webhook(address)

        async def has_come_through() -> bool:
            return "after" in seen

        await until(has_come_through)
        assert seen.count("poison") == 3
        assert seen.index("other") < seen.index("after")
        assert seen.index("after") == len(seen) - 1
        await bot.delete_webhook()


async def test_f054_an_old_press_cannot_be_answered(bot: Bot, aida: Person, clock: Clock) -> None:
    """A press lives 150 seconds, is answered once, and leaves the queue when it dies."""
    await bot.send_message(1001, "x", reply_markup=KEYBOARD)
    with pytest.raises(PersonError):
        await aida.press("Mute", seconds=0.05)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    clock.move(151)
    with pytest.raises(
        TelegramBadRequest, match="query is too old and response timeout expired or query ID is invalid"
    ):
        await bot.answer_callback_query(query.id)
    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    with pytest.raises(PersonError):
        await aida.press("Mute", seconds=0.05)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, text="x" * 201)
    assert await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query.id)


async def test_everything_a_person_can_send_reaches_the_bot(bot: Bot, aida: Person) -> None:
    """Deep link, contact, place, picture, keyboard text: each as Telegram writes it."""
    keys = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Skip"), KeyboardButton(text="Where", request_location=True)]]
    )
    await bot.send_message(1001, "x", reply_markup=keys)
    await aida.open_link("http://127.0.0.1:1/tolom_demo_bot?start=o_42")
    await aida.share_contact()
    await aida.share_location(42.87, 74.59)
    await aida.send_photo(png(30, 40), "my slip")
    await aida.press("Skip")
    messages = [update.message for update in await bot.get_updates() if update.message][1:]
    link, contact, place, photo, key = messages
    assert link.text == "/start o_42"
    assert contact.contact is not None
    assert contact.contact.user_id == 1001
    assert place.location is not None
    assert place.location.latitude == 42.87
    assert photo.photo is not None
    assert (photo.photo[0].width, photo.caption) == (30, "my slip")
    assert key.text == "Skip"
    with pytest.raises(AssertionError, match="a start payload is 1-64 characters"):
        await aida.open_link("no spaces")


async def test_language_and_blocking_are_told(bot: Bot, aida: Person) -> None:
    """The next update carries the new language; blocking and coming back are membership changes."""
    await aida.set_language("en")
    await aida.send("hi")
    await aida.block()
    with pytest.raises(AssertionError, match="unblock the bot first"):
        await aida.send("hi")
    await aida.unblock()
    updates = (await bot.get_updates())[1:]
    assert updates[0].message is not None
    assert updates[0].message.from_user is not None
    assert updates[0].message.from_user.language_code == "en"
    changes = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert changes == ["kicked", "member"]


async def test_privacy_mode(bot: Bot, bakyt: Person, stage: Stage) -> None:
    """An administrator hears the whole group, an ordinary member bot only what is meant for it."""
    await bakyt.send("between us", GROUP_ID)
    await stage.change_chat(GROUP_ID, "bot", status="member")
    await bakyt.send("not for you", GROUP_ID)
    await bakyt.send("/sales", GROUP_ID)
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["between us", "/sales"]


async def test_allowed_updates_are_kept(bot: Bot, aida: Person) -> None:
    """What the bot did not ask for never enters the queue."""
    await bot.get_updates(allowed_updates=["callback_query"])
    await aida.send("unheard")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates(allowed_updates=[]) == []


async def test_f060_an_impersonal_inline_answer_is_shown_to_everybody(bot: Bot, aida: Person, bakyt: Person) -> None:
    """Telegram caches by query; only a personal answer is asked for again by the next person."""

    async def answer(text: str, *, personal: bool) -> None:
        updates = await bot.get_updates(timeout=50, allowed_updates=["inline_query"])
        query = updates[-1].inline_query
        assert query is not None
        content = InputTextMessageContent(message_text=f"{text} for {query.from_user.first_name}")
        result = InlineQueryResultArticle(id="1", title=text, input_message_content=content)
        await bot.answer_inline_query(query.id, [result], is_personal=personal)
        await bot.get_updates(offset=updates[-1].update_id + 1)

    await bot.delete_webhook(drop_pending_updates=True)
    await asyncio.gather(aida.inline("cake"), answer("cake", personal=False))
    assert (await bakyt.inline("cake"))[0]["input_message_content"]["message_text"] == "cake for Айда"
    await asyncio.gather(aida.inline("mine"), answer("mine", personal=True))
    _, theirs = await asyncio.gather(answer("mine", personal=True), bakyt.inline("mine"))
    assert theirs[0]["input_message_content"]["message_text"] == "mine for Бакыт"
    await aida.choose("cake", "1")
    assert (await aida.last()).raw["via_bot"]["username"] == "tolom_demo_bot"


async def test_the_event_stream_replays_what_was_missed(sandbox: TelegramSandbox, bot: Bot, aida: Person) -> None:
    """A page that comes back with its last event number gets everything after it."""
    before = sandbox.world.events.version
    await bot.send_photo(1001, BufferedInputFile(png(), "a.png"), caption="missed")
    session = aida._open()
    async with session.get(f"{sandbox.url}/control/events", headers={"Last-Event-ID": str(before)}) as stream:
        line = await stream.content.readline()
        data = await stream.content.readline()
    assert line == f"id: {before + 1}\n".encode()
    assert b'"missed"' in data


async def test_an_inline_answer_is_checked_and_only_what_is_shown_can_be_sent(bot: Bot, aida: Person) -> None:
    """Numbers of 64 bytes at most, a button with a parameter; a fresh answer counts even if it is not kept at all."""

    async def answer(*ids: str, button: InlineQueryResultsButton | None = None) -> None:
        updates = await bot.get_updates(timeout=50, allowed_updates=["inline_query", "chosen_inline_result"])
        text = InputTextMessageContent(message_text="cake")
        results = [InlineQueryResultArticle(id=one, title="cake", input_message_content=text) for one in ids]
        query = updates[-1].inline_query
        assert query is not None
        await bot.answer_inline_query(query.id, results, cache_time=0, is_personal=True, button=button)
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)

    way = InlineQueryResultsButton(text="Open", start_parameter="bills")
    answered, _ = await asyncio.gather(aida.ask_inline("cake"), answer("one", button=way))
    assert answered["button"]["start_parameter"] == "bills"
    await aida.choose("cake", "one")
    (chosen,) = await bot.get_updates(timeout=50)
    assert chosen.chosen_inline_result is not None
    assert chosen.chosen_inline_result.inline_message_id is None  # nothing can be edited without a keyboard
    with pytest.raises(ControlRefused, match="no such result"):
        await aida.choose("cake", "two")


async def test_inline_mode_can_be_off(bot: Bot, aida: Person, stage: Stage) -> None:
    """Then the bot is not asked, and `getMe` says so."""
    await stage.set_inline(enabled=False)
    assert not (await bot.get_me()).supports_inline_queries
    with pytest.raises(PersonError, match="did not answer"):
        await aida.inline("cake")
