"""The notifier between a real database and the strict Telegram, whose clocks run together, and faster than ours."""

import asyncio
import contextlib
import inspect
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from sqlalchemy import select, update

from bot import telegram as connection
from bot.addresses import Addresses
from bot.clock import Clock
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.ledger import Entry
from bot.sandbox.telegram.model import User
from bot.settings import load
from bot.shop.order import Order
from bot.shop.payment import PaymentState
from bot.shop.people import Language, Person, Shop
from bot.storage import desk, notices, orders, outbox, payments, people, shops
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind, Priority
from bot.storage.people import Visitor
from bot.storage.tables import metadata
from bot.texts.languages import translations
from bot.workers.limits import Limits
from bot.workers.notifier import Notifier
from bot.workers.supervisor import Supervisor
from bot.workers.turns import Turns
from tests.patience import PATIENCE
from tests.storage.world import order_of, sell

OWNER, CUSTOMER, GROUP = 1002, 1001, -1001000000001
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINK = "https://pay.xpay.kg#00020101021232450012ab2b.xpay.kg0101110140040720231024712021133290025174522619063044e70"
TOLD = re.compile(r"№ (\d+)(?:</a> · | заказ, )([\d\u00a0,]+)\u00a0сом")
"""An order in a sale card or on a line of a digest, in Kyrgyz: its number and its sum."""

_TICK = 0.005
"""So many real seconds after a clock was advanced everybody has noticed."""


class Ticks:
    """Seconds as the event loop lives them: where the machine is crowded and keeps it waiting, they last longer."""

    def __init__(self) -> None:
        self._passed, self._loop = 0.0, asyncio.get_running_loop()
        self._due = self._loop.time()
        self._tick()

    def __call__(self) -> float:
        return self._passed

    def _tick(self) -> None:
        """One tick a turn of the loop at most: what it came too late for is not made up for."""
        self._passed += _TICK
        self._due = max(self._due + _TICK, self._loop.time())
        self._next = self._loop.call_at(self._due, self._tick)

    def stop(self) -> None:
        self._next.cancel()


class FastClock(Clock):
    """A clock whose seconds last a part of a second, and that a test can set forward or let stand still."""

    def __init__(
        self, speed: float = 20.0, start: datetime = START, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._speed, self._start, self._seconds, self._began = speed, start, seconds, seconds()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(self._seconds() - self._began) * self._speed)

    def unix(self) -> float:
        return self.now().timestamp()

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        while not event.is_set() and (until is None or self.now() < until):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if until is None else _TICK):
                    await event.wait()

    def advance(self, **by: float) -> None:
        self._start += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        await self.wait(asyncio.Event(), self.now() + timedelta(seconds=seconds))

    @contextlib.asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Within this no time passes: what gets done has not waited for any, and what waits does not go on."""
        speed = self._run(0.0)
        async with asyncio.timeout(PATIENCE):
            yield
        self._run(speed)

    def _run(self, speed: float) -> float:
        """Run so fast from now on; how fast it ran before."""
        self._start, self._began = self.now(), self._seconds()
        before, self._speed = self._speed, speed
        return before


@dataclass
class World:
    """A shop whose orders get paid by the word of a test, and everybody who is told of it."""

    url: str
    clock: FastClock
    telegram: TelegramSandbox
    database: Database
    shop: Shop
    bot: Bot
    limits: Limits
    metrics: Metrics = field(default_factory=Metrics)
    paid_at: dict[int, float] = field(default_factory=dict)
    turns: Turns = field(init=False)
    _supervisor: Supervisor | None = None

    def start(self) -> None:
        """The notifier runs from now on, with nothing remembered."""
        self.turns = Turns(self.limits, self.clock, self.metrics, lambda: 0.5)
        self.bot.session.middleware(self.turns)
        addresses = Addresses("", "https://t.me", "tolom_bot", asks_check=False)
        self._supervisor = Supervisor()
        notifier = Notifier(
            self.database, self.clock, self.bot, addresses, translations(), self.metrics, self.turns, lambda: 0.5
        )
        self._supervisor.start(notifier)

    async def stop(self) -> None:
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None:
            await supervisor.stop_intake()
            await self.turns.close()
            await supervisor.stop()
            self.bot.session.middleware.unregister(self.turns)

    async def restart(self) -> None:
        """A new process: the limits are those that it derives from what was sent."""
        await self.stop()
        self.limits = Limits()
        self.start()

    async def customer(self, telegram_id: int = CUSTOMER, name: str = "Айда") -> Person:
        """Somebody who has pressed START."""
        if telegram_id not in self.telegram.world.users:
            self.telegram.world.add_user(User(telegram_id, name))
        self.telegram.world.users[telegram_id].started = True
        visitor = Visitor(telegram_id, name, None, Language.KY)
        return await self.database.write(people.meet, self.shop.id, visitor, self.clock.now())

    async def order(self, person: Person, price: int = 1_500_00) -> Order:
        """An order that is open."""
        product = await sell(self.database, self.shop, f"Торт {price}", None, price)
        return await order_of(self.database, person, product)

    async def pay(self, order: Order) -> None:
        """Its money has come: what settlement writes."""

        async def paid(unit: Unit) -> None:
            now = self.clock.now()
            await orders.mark_paid(unit, order, now, late=False)
            await notices.paid(unit, order, now)

        await self.database.write(paid)
        self.paid_at[order.number] = self.clock.unix()

    async def refund(self, order: Order, amount: int) -> None:
        """Some of its money went back: what the desk writes."""

        async def refunded(unit: Unit) -> None:
            now = self.clock.now()
            [owner] = await people.owners(unit, self.shop.id)
            await desk.record_refund(unit, order, amount, "кайтарылды", owner, now)
            await notices.refunded(unit, order, amount, now)

        await self.database.write(refunded)

    async def sale(self, person: Person | None = None, price: int = 1_500_00) -> Order:
        """An order, paid."""
        order = await self.order(person or await self.customer(), price)
        await self.pay(order)
        return order

    async def set_topic(self, topic_id: int) -> None:
        await self.database.write(shops.connect_chat, self.shop.id, GROUP, topic_id)
        await self.database.write(shops.note_public, self.shop.id, public=False)

    async def spoil_row(self, chat_id: int) -> None:
        """Something in the outbox that nobody can put into words."""
        notice = outbox.Notice(self.shop.id, chat_id, Kind.DESK, "spoilt", Priority.MONEY, facts={"case": "no number"})
        await self.database.write(outbox.put, notice, self.clock.now())

    async def card(self, order: Order) -> None:
        """A new QR for an order, whose card is to show it."""

        async def shown(unit: Unit) -> None:
            now = self.clock.now()
            payment = await payments.begin(unit, order, secrets.token_hex(8), now, order.expires_at)
            values = {"state": PaymentState.ACTIVE, "link": LINK}
            table = metadata.tables["payments"]
            await unit.run(update(table).where(table.c.id == payment.id).values(**values))
            await notices.refresh_card(unit, order, now)

        await self.database.write(shown)

    async def drained(self) -> None:
        """Return when nothing waits any more."""

        async def nothing_waits() -> bool:
            return (await self.database.read(outbox.depth))[0] == 0

        await self.until(nothing_waits)

    async def until(self, done: Callable[[], Any]) -> None:
        async with asyncio.timeout(2 * PATIENCE):
            while not await _told(done):  # noqa: ASYNC110 - others ring no bell
                await asyncio.sleep(0.01)

    def sent(self, chat_id: int = GROUP) -> list[Entry]:
        """What was sent to a chat, by Telegram's books."""
        return [entry for entry in self.telegram.ledger.accepted(chat_id) if entry.method.startswith("send")]

    def told(self, chat_id: int = GROUP) -> list[tuple[int, int, float]]:
        """Number, sum in tyiyn and moment of every sale that a chat was told of, by Telegram's books."""
        found = []
        for entry in self.sent(chat_id):
            for number, som in TOLD.findall(entry.text or ""):
                whole, _, rest = som.replace("\u00a0", "").partition(",")
                found.append((int(number), int(whole) * 100 + int(rest or 0), entry.at))
        return found

    def text(self, message_id: int, chat_id: int = GROUP) -> str:
        """What a message shows now."""
        content = self.telegram.world.chats[chat_id].messages[message_id].content
        return str(content.get("text") or content.get("caption"))

    async def rows(self, **where: Any) -> list[dict[str, Any]]:
        table = metadata.tables["outbox"]

        async def read(unit: Unit) -> list[dict[str, Any]]:
            statement = select(table).where(*[table.c[name] == value for name, value in where.items()])
            return [dict(row) for row in await unit.all(statement.order_by(table.c.id))]

        return await self.database.read(read)


async def _told(done: Callable[[], Any]) -> Any:
    """What a question of either kind has for an answer."""
    answer = done()
    return await answer if inspect.isawaitable(answer) else answer


@contextlib.asynccontextmanager
async def opened(url: str, speed: float = 20.0, seconds: Callable[[], float] | None = None) -> AsyncIterator[World]:
    """A shop with a group; the notifier is started by the test. `seconds` is the time that it shares with others."""
    async with contextlib.AsyncExitStack() as stack:
        if seconds is None:
            seconds = ticks = Ticks()
            stack.callback(ticks.stop)
        clock = FastClock(speed, seconds=seconds)
        telegram = TelegramSandbox(page=False, clock=clock.unix)
        await stack.enter_async_context(telegram)
        database = Database.open(url)
        stack.push_async_callback(database.close)
        first = Shop(0, "Айгүл", Language.KY, "Asia/Bishkek", 30, GROUP, None, False, False)
        shop = await database.write(shops.ensure, first, clock.now())
        await database.write(people.appoint_owners, shop.id, (OWNER,), Language.KY, clock.now())
        telegram.world.users[OWNER].started = True
        bot = connect(telegram.url)
        stack.push_async_callback(bot.session.close)
        world = World(url, clock, telegram, database, shop, bot, Limits())
        stack.push_async_callback(world.stop)
        yield world


def connect(telegram_url: str) -> Bot:
    settings = load(
        _env_file=None,
        bot_token="4242:sandbox",
        telegram_api_url=telegram_url,
        xpay_client_id="sandbox-client",
        xpay_client_secret="sandbox-secret",
    )
    return connection.connect(settings, Pulse(Clock()))
