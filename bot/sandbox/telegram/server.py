"""The sandbox's Telegram as one thing to start and stop."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.sandbox.telegram.api import BotApi, download
from bot.sandbox.telegram.business import Business
from bot.sandbox.telegram.control import Control
from bot.sandbox.telegram.faults import Faults
from bot.sandbox.telegram.inline import Inline
from bot.sandbox.telegram.ledger import Ledger
from bot.sandbox.telegram.limits import GROUP, OVERALL, PRIVATE, Limits
from bot.sandbox.telegram.model import User
from bot.sandbox.telegram.pages import Pages
from bot.sandbox.telegram.queries import Queries
from bot.sandbox.telegram.requests import MAX_UPLOAD_BYTES, Form
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import RETRY_SECONDS, Webhook
from bot.sandbox.telegram.world import World, furnished


class TelegramSandbox:
    """A Bot API server for one bot, with people to talk to and a page to watch them.

    `clock` gives Unix seconds; `limits=False` lets the bot speak as fast as it likes; `webhook_retry_seconds` are the
    pauses before an update is delivered again. As an async context manager it starts on a free port.
    """

    def __init__(
        self,
        *,
        token: str = "4242:sandbox",  # noqa: S107 - the sandbox's own made-up token
        bot_username: str = "tolom_demo_bot",
        bot_name: str = "Tolom",
        clock: Callable[[], float] = time.time,
        limits: bool = True,
        page: bool = True,
        hint: str | Mapping[str, str] | None = None,
        webhook_retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        bot = User(int(token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.world: World = furnished(bot, clock)
        self.faults = Faults()
        self.ledger = Ledger()
        updates = Updates(clock)
        self.service = Service(
            world=self.world,
            limits=Limits(clock, OVERALL, PRIVATE, GROUP) if limits else None,
            faults=self.faults,
            ledger=self.ledger,
            updates=updates,
            webhook=Webhook(updates, self._execute, clock, webhook_retry_seconds),
            queries=Queries(clock),
            inline=Inline(clock),
            business=Business(self.world, updates),
            clock=clock,
            token=token,
        )
        self._api = BotApi(self.service)
        self._pages = Pages(bot_username, hint) if page else None
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._address = ("127.0.0.1", 0)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{self._address[0]}:{self._address[1]}"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises `OSError` when the port is taken."""
        self._runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=0.5, keepalive_timeout=30, handle_signals=False
        )
        await self._runner.setup()
        try:
            await self._listen(host, port)
        except OSError:
            await self._runner.cleanup()
            raise
        self._spawn(self.service.webhook.run())

    async def stop(self) -> None:
        """End everything: waiting polls are answered, connections closed."""
        self.service.updates.closed = True
        self.service.updates.ring()
        self.world.events.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def go_down(self, seconds: float | None = None) -> None:
        """Take the server off the network: connections break, new ones are refused, and the bot sees it at once.

        It comes back by itself after `seconds`.
        """
        if self._site is not None:
            await self._site.stop()
            self._site = None
        self._api.go_down()
        if seconds is not None:
            self._spawn(self._return_after(seconds))

    async def come_back(self) -> None:
        """Listen again on the same port."""
        if self._site is None:
            await self._listen(*self._address)
        self._api.come_back()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=2 * MAX_UPLOAD_BYTES)
        application.add_routes(
            [
                web.route("*", "/bot{token:[^/]+}/{method}", self._api.handle),
                web.get("/file/bot{token:[^/]+}/{path:.+}", self._download),
                *Control(self.service, self.go_down).routes(),
                *(self._pages.routes() if self._pages else []),
            ]
        )
        return application

    async def _listen(self, host: str, port: int) -> None:
        if self._runner is None:
            raise RuntimeError("start the sandbox first")
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._site = site
        # The newest socket is this site's; with port 0 it alone knows the number.
        self._address = (host, self._runner.addresses[-1][1])

    async def _return_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.come_back()

    async def _download(self, request: web.Request) -> web.Response:
        return await download(self.service, request)

    async def _execute(self, method: str, form: Form) -> None:
        await self._api.execute(method, form)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # An outside world has no supervisor of the bot's: `stop` cancels and awaits what is started here.
        self._tasks.append(asyncio.create_task(work))  # noqa: TID251 - see above
