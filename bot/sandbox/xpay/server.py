"""The stand-in as a whole: one HTTP server with the API, the payment page, the toy banks and the control."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from bot.sandbox.xpay.api import DeveloperApi
from bot.sandbox.xpay.bank import Bank
from bot.sandbox.xpay.behaviour import Behaviour, Switches
from bot.sandbox.xpay.callbacks import DELAYS, Callbacks
from bot.sandbox.xpay.control import Control
from bot.sandbox.xpay.faults import Faults
from bot.sandbox.xpay.ledger import Ledger
from bot.sandbox.xpay.pages import Pages
from bot.sandbox.xpay.payments import Payments
from bot.sandbox.xpay.points import Point, default_points
from bot.sandbox.xpay.times import utc_now
from bot.sandbox.xpay.tokens import Tokens

CALLBACK_SECONDS = 10


class XPaySandbox:
    """An xPay that needs no account and moves no money.

    ``clock`` and ``sleep`` are the time of tokens, fees, payments and callbacks; ``callback_delays`` the seconds
    between attempts of a callback, of which the last repeats until a day has passed by the clock.
    """

    def __init__(
        self,
        *,
        client_id: str = "sandbox-client",
        client_secret: str = "sandbox-secret",  # noqa: S107  # opens nothing but this stand-in
        points: Sequence[Point] | None = None,
        behaviour: Behaviour | None = None,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        callback_delays: Sequence[float] = DELAYS,
        chance: random.Random | None = None,
    ) -> None:
        chance = chance or random.SystemRandom()
        switches = Switches(behaviour or Behaviour())
        payments, tokens, ledger = Payments(chance), Tokens(clock, chance), Ledger(clock)
        self._callbacks = Callbacks(switches, ledger, clock=clock, sleep=sleep, delays=callback_delays)
        self._bank = Bank(payments, self._callbacks, ledger, switches, clock=clock, sleep=sleep)
        self._faults = Faults(payments, self._callbacks, ledger)
        keys, points = (client_id, client_secret), points or default_points()
        self._api = DeveloperApi(keys, points, payments, tokens, ledger, switches, clock)
        control = Control(payments, self._bank, self._callbacks, self._faults, tokens, ledger, switches)
        pages = Pages(payments, self._bank)
        self._routes = [*self._api.routes(), *control.routes(), *pages.routes()]
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; known after ``start``."""
        return self._api.site

    @property
    def page_url(self) -> str:
        """The payment page, to which links add ``#`` and the ELQR text."""
        return f"{self.url}/pay"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. OSError when the port is in use."""
        app = web.Application(middlewares=[self._faults.middleware()])
        app.add_routes(self._routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        shown = "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
        self._api.site = f"http://{shown}:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALLBACK_SECONDS))
        self._callbacks.start(self._http)
        self._bank.start(self._http)

    async def stop(self) -> None:
        """Nothing listens and nothing is posted any more; harmless when not started."""
        await self._callbacks.stop()
        if self._runner:
            await self._runner.cleanup()
        await self._callbacks.stop()  # those that the last requests have begun
        if self._http:
            await self._http.close()
        self._runner = self._http = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
