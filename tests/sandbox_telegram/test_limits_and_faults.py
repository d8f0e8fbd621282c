"""How fast a bot may speak, and how the server fails on demand."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientSession

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.limits import GROUP, OVERALL, PRIVATE, Limits
from bot.sandbox.telegram.person import Person
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.telegram.world import GROUP_ID

from .conftest import Clock


async def test_f044_a_group_takes_20_in_any_60_seconds(bot: Bot, clock: Clock) -> None:
    """The window slides: after a late burst the next one waits for the oldest to leave. Edits count."""
    sent = await bot.send_message(GROUP_ID, "0")
    clock.move(50)
    for number in range(1, 19):
        await bot.send_message(GROUP_ID, str(number))
    await bot.edit_message_text("edited", chat_id=GROUP_ID, message_id=sent.message_id)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(GROUP_ID, "20")
    assert refused.value.retry_after == 10
    clock.move(9.5)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(GROUP_ID, "20")
    assert refused.value.retry_after == 1
    clock.move(0.5)
    await bot.send_message(GROUP_ID, "20")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(GROUP_ID, "21")
    assert refused.value.retry_after == 50


@pytest.mark.usefixtures("aida")
async def test_a_private_chat_takes_a_burst_but_no_flood(bot: Bot, clock: Clock) -> None:
    """Twelve at once pass; one a second passes for ever."""
    for number in range(12):
        await bot.send_message(1001, str(number))
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(1001, "x")
    for number in range(60):
        clock.move(4 if number == 0 else 1)
        await bot.send_message(1001, str(number))


def test_the_whole_bot_takes_30_a_second(clock: Clock) -> None:
    """The 31st message within a second is refused wherever it goes."""
    limits = Limits(clock, OVERALL, PRIVATE, GROUP)
    for chat in range(1, 31):
        limits.admit(chat)
    with pytest.raises(Exception, match="Too Many Requests: retry after 1"):
        limits.admit(31)
    clock.move(1)
    limits.admit(31)


async def test_without_limits_nothing_is_counted() -> None:
    """`limits=False` lets a simulation speak as fast as it likes."""
    async with TelegramSandbox(limits=False) as sandbox, ClientSession() as session:
        address = f"{sandbox.url}/bot4242:sandbox/sendMessage"
        for _ in range(40):
            async with session.post(address, json={"chat_id": GROUP_ID, "text": "x"}) as response:
                assert response.status == 200


@pytest.mark.usefixtures("aida")
async def test_f044_errors_on_demand(bot: Bot, stage: Stage) -> None:
    """A 429 and a 400 come as ordered, for that method and chat alone, and end by themselves."""
    await stage.fault("error", "sendMessage", chat_id=1001, status=429, description="Too Many Requests", retry_after=7)
    await bot.send_message(GROUP_ID, "not aimed at")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(1001, "x")
    assert refused.value.retry_after == 7
    await bot.send_message(1001, "x")
    await stage.fault("error", "sendmessage", times=2, status=400, description="Bad Request: something")
    for _ in range(2):
        with pytest.raises(TelegramBadRequest, match="something"):
            await bot.send_message(1001, "x")
    await stage.fault("error", status=500, description="Internal Server Error", times=None)
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    await stage.heal()
    await bot.get_me()


@pytest.mark.usefixtures("aida")
async def test_f045_gateway_pages_and_broken_lines(bot: Bot, stage: Stage) -> None:
    """502 pages, resets and silence accept nothing."""
    await stage.fault("html", "sendMessage")
    with pytest.raises(ClientDecodeError):
        await bot.send_message(1001, "lost")
    for kind, seconds in (("reset", 0), ("hang", 0.05)):
        await stage.fault(kind, "sendMessage", seconds=seconds)
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(1001, "lost")
    assert await stage.ledger() == []
    await stage.fault("slow", "sendMessage", seconds=0.05)
    await bot.send_message(1001, "kept")
    assert [entry["text"] for entry in await stage.ledger()] == ["kept"]


async def test_f046_accepted_but_never_answered(bot: Bot, aida: Person, stage: Stage) -> None:
    """The message is in the chat and in the books, and the bot cannot know."""
    await stage.fault("drop", "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(1001, "once")
    await stage.fault("late", "sendMessage", seconds=0.3)
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(1001, "late", request_timeout=0.1)
    books = [(entry["text"], entry["answered"]) for entry in await stage.ledger(chat_id=1001)]
    assert books == [("once", False), ("late", True)]
    assert [message.text for message in await aida.messages(after=1)] == ["once", "late"]


async def test_f045_a_server_that_is_down_refuses_connections(sandbox: TelegramSandbox, bot: Bot) -> None:
    """While down, open lines break and new ones are refused; then it is back on the same port."""
    await bot.get_me()
    await sandbox.go_down()
    for _ in range(2):
        with pytest.raises(TelegramNetworkError):
            await bot.get_me()
    await sandbox.come_back()
    assert (await bot.get_me()).id == 4242


@pytest.mark.usefixtures("aida")
async def test_the_books_hold_times_and_refusals(sandbox: TelegramSandbox, bot: Bot, clock: Clock) -> None:
    """Every entry has the sandbox's time, place and text as the bot sent it; refusals have their sentence."""
    clock.move(5)
    sent = await bot.send_message(1001, "<b>one</b>")
    with pytest.raises(TelegramBadRequest):
        await bot.edit_message_text("<b>one</b>", chat_id=1001, message_id=sent.message_id)
    accepted, refused = sandbox.ledger.entries
    assert (accepted.at, accepted.method, accepted.message_id) == (clock.now, "sendMessage", sent.message_id)
    assert accepted.text == "<b>one</b>"
    assert not refused.ok
    assert "message is not modified" in (refused.error or "")
    assert sandbox.ledger.accepted(1001, "sendMessage") == [accepted]


async def test_the_control_api_explains_itself(sandbox: TelegramSandbox, stage: Stage) -> None:
    """Wrong kinds, strange acts and forms are refused in a sentence."""
    with pytest.raises(AssertionError, match="kind must be one of"):
        await stage.fault("explode")
    with pytest.raises(AssertionError, match="no such act"):
        await stage.post("/control/people/1001/fly", {})
    address = f"{sandbox.url}/control/people/1001/start"
    async with ClientSession() as session, session.post(address, data={"payload": "x"}) as response:
        assert response.status == 415
