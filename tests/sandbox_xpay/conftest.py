from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from tests.sandbox_xpay.world import POINTS, Merchant, Shop, Time, merchant_at


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def xpay(time: Time) -> AsyncIterator[XPaySandbox]:
    sandbox = XPaySandbox(points=POINTS, clock=time.clock, sleep=time.sleep)
    async with sandbox:
        yield sandbox


@pytest.fixture
async def merchant(xpay: XPaySandbox) -> AsyncIterator[Merchant]:
    async with merchant_at(xpay) as ready:
        yield ready


@pytest.fixture
async def payer(xpay: XPaySandbox) -> AsyncIterator[Payer]:
    async with Payer(xpay.url) as ready:
        yield ready


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    ours = Shop()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", ours.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ours.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield ours
    await runner.cleanup()
