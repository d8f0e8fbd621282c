"""The composition root: the only place that wires the parts together, starts them and stops them."""

import asyncio
import logging
import random
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web

import handlers
from bot import telegram
from bot.addresses import Addresses
from bot.clock import Clock
from bot.first_shop import ensure_shop
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.readiness import Readiness
from bot.receiving import receive, stop_polling, webhook_secret
from bot.services.counter import Switching
from bot.services.team import open_claim
from bot.settings import Settings
from bot.settlement import Comparing, Settlement, read_again
from bot.shop import claim
from bot.shop.schedule import LEASE
from bot.storage import people, shops
from bot.storage.callbacks import Inbox
from bot.storage.conversations import ConversationStorage
from bot.storage.database import Database
from bot.storage.guard import Guard
from bot.storage.migrate import migrate
from bot.texts.languages import translations
from bot.web import NotReady, Outside, application
from bot.wiring import Ground, new_token, services
from bot.workers.counters import CounterKeeper
from bot.workers.daily import Daily
from bot.workers.janitor import Janitor
from bot.workers.limits import Limits
from bot.workers.notifier import Notifier
from bot.workers.settler import Settler
from bot.workers.supervisor import Supervisor
from bot.workers.turns import Turns
from bot.xpay import XPayClient
from handlers import Dispatcher

log = logging.getLogger(__name__)

_DRAIN_SECONDS = 10.0
_IDLE_SECONDS = 15.0
"""How long a connection may stay silent, or take to say its headers."""

_LINGER_SECONDS = 2.0
"""How long the rest of a body that was refused is still read, so that its sender sees why."""


class App:
    """One shop's bot: started, running, stopped."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        limits: Limits | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.settings = settings
        self._say = say or _tell_operator
        self.clock = clock or Clock()
        self.failed = asyncio.Event()
        """Set when the bot cannot go on, such as with a token that Telegram refuses."""
        self._guard = Guard(settings.database_url)
        self._database = Database.open(settings.database_url)
        self._pulse = Pulse(self.clock)
        self._metrics = Metrics()
        self._supervisor = Supervisor()
        self._bot = telegram.connect(settings, self._pulse)
        self._turns = Turns(limits or Limits(), self.clock, self._metrics, random.random)
        self._bot.session.middleware(self._turns)
        self._in_flight = telegram.InFlight()
        self._dispatcher: Dispatcher | None = None
        self._xpay = XPayClient(
            api_url=settings.xpay_address,
            client_id=settings.xpay_client_id.get_secret_value(),
            client_secret=settings.xpay_client_secret.get_secret_value(),
            mode=settings.xpay_mode,
            service_uuid=settings.xpay_service_uuid or None,
            spacing_seconds=LEASE.total_seconds(),  # what xPay may have heard is asked again by the settler alone
            heard=partial(self._pulse.beat, "xpay"),
        )
        self._settlement = Settlement(
            self._database,
            self.clock,
            self._xpay_of,
            unit=settings.xpay_status_unit,
            callbacks=bool(settings.public_url),
            random=random.random,
        )
        self._comparing = Comparing(
            self._database, self.clock, self._xpay_of, self._settlement, settings.xpay_status_unit
        )
        self._switching = Switching(
            self._database,
            self.clock,
            self._xpay_of,
            new_token=new_token,
        )
        self._runner: web.AppRunner | None = None

    def _xpay_of(self, _shop_id: int) -> XPayClient:
        """The xPay client of a shop; a deployment has one shop and one pair of keys."""
        return self._xpay

    @property
    def http_url(self) -> str:
        """Where our own pages answer, once started (the port may have been chosen by the system)."""
        assert self._runner is not None  # noqa: S101  # only asked after start
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Everything that money needs is up when this returns; Telegram joins as soon as it answers.

        Raises:
            AlreadyRunning: when another process works on this database.
            StorageUnavailable: when the database cannot be used.
            OSError: when the port is taken.
        """
        self._i18n = translations()
        self._guard.__enter__()
        try:
            await self._begin()
        except BaseException:
            await self.stop()
            raise
        log.info("started", extra={"shop": self._shop.name, "http": self.http_url})

    async def _begin(self) -> None:
        await migrate(self._database)
        self._shop = await self._database.write(ensure_shop, self.settings, self.clock.now())
        unit = self.settings.xpay_status_unit
        await self._database.write(read_again, self._shop.id, unit, self.clock.now())
        await self._serve()
        self._supervisor.start(Settler(self._database, self.clock, self._settlement))
        self._supervisor.start(CounterKeeper(self._database, self.clock, self._switching))
        retention = timedelta(days=self.settings.retention_days)
        self._supervisor.start(Janitor(self._database, self.clock, retention))
        self._supervisor.start(Daily(self._database, self.clock, self._comparing, self._shop.id))
        self._supervisor.take_in("telegram", self._telegram)

    async def stop(self) -> None:
        """Stop taking anything in, finish what is owed, close."""
        if self._dispatcher is not None:
            await stop_polling(self._dispatcher)
        await self._supervisor.stop_intake()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._in_flight.drained(_DRAIN_SECONDS)
        await self._turns.close()
        await self._supervisor.stop()
        await self._bot.session.close()
        await self._xpay.close()
        await self._database.close()
        self._guard.__exit__(None, None, None)
        log.info("stopped")

    async def _serve(self) -> None:
        outside = Outside(
            database=self._database,
            clock=self.clock,
            inbox=Inbox(self._database, self.clock),
            feed=self._feed,
            webhook_secret=webhook_secret(self.settings),
            ready=Readiness(
                self._database,
                self._pulse,
                self.clock,
                met_telegram=lambda: self._dispatcher is not None,
                hears_telegram=not self.settings.uses_webhook,
            ).parts,
            metrics=self._metrics,
        )
        self._runner = web.AppRunner(
            application(outside),
            access_log=None,
            keepalive_timeout=_IDLE_SECONDS,
            lingering_time=_LINGER_SECONDS,
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.http_host, self.settings.http_port).start()

    async def _telegram(self) -> None:
        """Meet Telegram, then send and receive until the end."""
        if self._dispatcher is None:
            try:
                me = await telegram.meet(self._bot)
            except telegram.REFUSED:
                log.critical("Telegram refuses BOT_TOKEN; take the right one from @BotFather")
                self.failed.set()
                return
            await self._look_at_merchant_chat()
            self._dispatcher = self._wire(me.username or "")
            await self._offer_claim(me.username or "")
        await handlers.publish_commands(self._bot, await self._database.read(people.staff, self._shop.id))
        await receive(self._bot, self._dispatcher, self.settings)

    async def _offer_claim(self, username: str) -> None:
        """Where nobody owns the shop, tell whoever starts the bot how to; not through the log, which others keep."""
        code = claim.make(secrets.choice)
        if await self._database.write(open_claim, self._shop.id, code, self.clock.now()):
            link = f"{self.settings.telegram_link_url}/{username}?start={claim.PAYLOAD}{code}"
            self._say(
                f"\nThis shop has no owner yet. Open {link} and press START, or send the bot: "
                f"/claim {claim.spelled(code)}\nWhoever does that first becomes its owner. "
                "The code works once, and until the bot is started again.\n"
            )

    async def _look_at_merchant_chat(self) -> None:
        """Before the first sale is told: does the chat keep names and addresses private?"""
        chat_id = self._shop.merchant_chat_id
        public = await telegram.is_public(self._bot, chat_id) if chat_id else None
        if public is not None:
            await self._database.write(shops.note_public, self._shop.id, public=public)

    def _wire(self, username: str) -> Dispatcher:
        """The dispatcher with everything that handlers ask for by name, and the notifier beside it."""
        settings = self.settings
        addresses = Addresses(settings.public_url, settings.telegram_link_url, username, settings.xpay_check_url)
        ground = Ground(
            settings,
            self._database,
            self.clock,
            addresses,
            self._xpay_of,
            self._settlement,
            self._comparing,
            self._switching,
        )
        dispatcher = Dispatcher(
            storage=ConversationStorage(self._database, self._shop.id, self.clock),
            **services(ground),
        )
        dispatcher.update.outer_middleware(self._in_flight)
        handlers.setup(dispatcher, self._database, self.clock, self._i18n, self._shop.id)
        self._supervisor.start(
            Notifier(
                self._database,
                self.clock,
                self._bot,
                addresses,
                self._i18n,
                self._metrics,
                self._turns,
                random.random,
            )
        )
        return dispatcher

    async def _feed(self, update: dict[str, Any]) -> None:
        if self._dispatcher is None:
            raise NotReady
        await self._dispatcher.feed_raw_update(self._bot, update)


def _tell_operator(text: str) -> None:
    """To whoever starts the bot, beside the log: what is said here is to be kept nowhere."""
    print(text, flush=True)  # noqa: T201 - the log is read by others, and kept
