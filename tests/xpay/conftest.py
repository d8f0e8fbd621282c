from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.xpay import XPayClient
from tests.xpay.scripted import ScriptedXPay, Ticks, fixture


@pytest.fixture
async def server() -> AsyncIterator[ScriptedXPay]:
    """A scripted xPay where everything goes well until a test says otherwise."""
    server = ScriptedXPay()
    server.on("/login", fixture("login"))
    server.on("/qr/get", fixture("create_qr"))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def make_client(server: ScriptedXPay, ticks: Ticks) -> AsyncIterator[Callable[..., XPayClient]]:
    """Makes clients of the scripted server, with short waits, and closes them."""
    made: list[XPayClient] = []

    def make(**changes: Any) -> XPayClient:
        settings: dict[str, Any] = {
            "api_url": server.url,
            "client_id": "sandbox-client",
            "client_secret": "sandbox-secret",
            "mode": "sandbox",
            "timeout_seconds": 3.0,
            "spacing_seconds": 0.1,
            "monotonic": ticks,
        }
        made.append(XPayClient(**(settings | changes)))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make_client: Callable[..., XPayClient]) -> XPayClient:
    return make_client()
