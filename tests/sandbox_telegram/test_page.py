"""The chat page in a real browser: one quick walk through what a person sees."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from aiohttp import ClientSession
from playwright.async_api import Page, Route, async_playwright, expect

from bot.sandbox.telegram import TelegramSandbox
from tests.patience import PATIENCE

from .pictures import png

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A phone-sized page in a new browser that knows nothing; a script error fails the test."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = await browser.new_page(viewport={"width": 390, "height": 844})
        opened.set_default_timeout(1000 * PATIENCE)
        opened.on("pageerror", lambda error: errors.append(str(error)))
        yield opened
        await browser.close()
    assert errors == []


async def test_a_person_talks_on_the_page(sandbox: TelegramSandbox, bot: Bot, page: Page) -> None:
    """A deep link opens the chat at START; pictures, marked text, buttons, toasts and edits appear without reload."""
    await page.goto(f"{sandbox.url}/tolom_demo_bot?start=o_7")
    chat = page.locator('[data-chat="1001"]')
    await chat.get_by_test_id("start").click()
    (update,) = await bot.get_updates(timeout=50)
    assert update.message is not None
    assert update.message.text == "/start o_7"
    pay = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Pay", callback_data="p", style="success")]])
    photo = BufferedInputFile(png(200, 200), "qr.png")
    caption = "<b>Order</b> &lt;img src=x onerror=alert(1)&gt;"
    sent = await bot.send_photo(1001, photo, caption=caption, reply_markup=pay)
    message = chat.locator(".message").last
    await expect(message.locator("b")).to_have_text("Order")
    await expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator("img")).to_have_js_property("naturalWidth", 200)
    await message.locator(".inline-button.success").click()
    query = (await bot.get_updates(offset=update.update_id + 1, timeout=50))[0].callback_query
    assert query is not None
    await query.as_(bot).answer("Checking")
    await expect(chat.get_by_test_id("toast")).to_have_text("Checking")
    await bot.edit_message_caption(chat_id=1001, message_id=sent.message_id, caption="Paid")
    await expect(message.locator(".text")).to_contain_text("Paid")
    await expect(message.locator(".inline-button")).to_have_count(0)
    await chat.locator('[data-language="en"]').click()
    await expect(message.locator(".meta")).to_contain_text("edited")
    await bot.send_message(-1001000000001, "Sold")
    await expect(page.get_by_test_id("badge")).to_have_text("1")


async def test_a_late_answer_takes_no_news_off_the_page(sandbox: TelegramSandbox, bot: Bot, page: Page) -> None:
    """What the page asked for before a message came, and gets after it, is older than what it shows."""
    await page.goto(sandbox.url)
    chat = page.locator('[data-chat="1001"]')
    await chat.get_by_test_id("start").click()
    await expect(chat.locator(".message")).to_have_count(1)
    asked, released = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        asked.set()
        await released.wait()
        await route.fulfill(response=answer)

    await page.route("**/control/chats/1001", late, times=1)
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Skip")]])
    await bot.send_message(1001, "Wishes?", reply_markup=keys)
    await asked.wait()
    await bot.send_message(1001, "Confirm?")
    await expect(chat.locator(".message").last).to_contain_text("Confirm?")
    async with page.expect_response("**/control/world"):
        released.set()
    await expect(chat.locator(".message")).to_have_count(3)
    await expect(chat.locator(".message").last).to_contain_text("Confirm?")


async def test_news_do_not_take_a_button_from_under_a_finger(sandbox: TelegramSandbox, bot: Bot, page: Page) -> None:
    """A press that began before another message came, and ends after it, is a press."""
    await page.goto(sandbox.url)
    chat = page.locator('[data-chat="1001"]')
    await chat.get_by_test_id("start").click()
    (update,) = await bot.get_updates(timeout=50)
    pay = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Pay", callback_data="p")]])
    await bot.send_message(1001, "Order", reply_markup=pay)
    await chat.locator(".inline-button").hover()
    await page.mouse.down()
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Skip")]])
    async with page.expect_response("**/control/chats/1001"):
        await bot.send_message(1001, "Wishes?", reply_markup=keys)
    await expect(chat.get_by_test_id("keyboard")).to_be_visible()
    await chat.locator(".inline-button").hover()
    await page.mouse.up()
    (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=50)
    assert pressed.callback_query is not None
    assert pressed.callback_query.data == "p"


async def test_the_page_lets_nothing_foreign_in(sandbox: TelegramSandbox) -> None:
    """Scripts come from the sandbox alone, and no path leads out of the page's folder."""
    async with ClientSession() as session:
        async with session.get(sandbox.url) as response:
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        for path in ("/page/..%2Fserver.py", "/page/none.js", "/page/server.py"):
            async with session.get(sandbox.url + path) as response:
                assert response.status == 404
