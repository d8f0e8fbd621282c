"""The demo and a browser, both fresh for each test."""

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, async_playwright, expect

from bot import demo
from bot.sandbox.xpay.payer import Payer
from tests.browser.chromium import NoChromium, launch
from tests.patience import PATIENCE
from tests.ports import three_free_ports

expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium. Without one the test is skipped and says why, but never in CI."""
    async with async_playwright() as playwright:
        try:
            browser = await launch(playwright)
        except NoChromium as reason:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(reason))
        yield browser
        await browser.close()


@pytest.fixture
async def demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a running demo's chat page."""
    async with contextlib.AsyncExitStack() as stack:
        yield await demo.start(stack, three_free_ports(30000), tmp_path)


@pytest.fixture
async def empty_demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """The same, of a shop that its owner has not set up yet."""
    async with contextlib.AsyncExitStack() as stack:
        yield await demo.start(stack, three_free_ports(30000), tmp_path, empty=True)


@pytest.fixture
async def payer(demo_url: str) -> AsyncIterator[Payer]:
    """Somebody who pays at the demo's xPay in ways that the toy banks do not offer; its port is the next one."""
    async with Payer(f"http://127.0.0.1:{(urlsplit(demo_url).port or 0) + 1}") as payer:
        yield payer
