"""The real bot between the two sandboxes, all over HTTP; nothing here looks into the bot's database."""

import asyncio
import contextlib
import io
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import zxingcpp
from aiohttp import ClientSession, ClientTimeout
from PIL import Image

from bot.app import App
from bot.clock import Clock
from bot.first_shop import ensure_shop
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Message, Person
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.settings import Settings, load
from bot.shop.catalogue import NewProduct
from bot.storage import catalogue
from bot.storage.database import Database
from tests.databases import SQLiteFiles
from tests.journeys.words import KY, Words
from tests.messages.rates import unhurried

TOKEN, CLIENT_SECRET = "4242:sandbox", "sandbox-secret"
BOT, CUSTOMER, SELLER, GROUP = 4242, 1001, 1002, -1001000000001
SALE = "Сатуу: № {} заказ"
"""How a sale card begins; the group reads the shop's language."""

_CALLBACK_DELAYS = (0.2, 0.5, 1.0, 2.0)
_STEP = timedelta(milliseconds=50)


class MovableClock(Clock):
    """Real time that a test can set forward; whoever waits for a moment notices within a twentieth of a second."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, **by: float) -> None:
        self._ahead += timedelta(**by)

    async def wait(self, event: asyncio.Event, until: datetime | None = None) -> None:
        while not event.is_set() and (until is None or self.now() < until):
            step = self.now() + _STEP
            await super().wait(event, step if until is None else min(step, until))


class World:
    """Everybody who takes part: people at Telegram, the payer and xPay, and the bot, which can be stopped."""

    def __init__(self, telegram: TelegramSandbox, xpay: XPaySandbox, settings: Settings) -> None:
        self.telegram, self.xpay, self.settings = telegram, xpay, settings
        self.clock = MovableClock()
        self.stage = Stage(telegram.url)
        self.customer, self.seller = Person(telegram.url, CUSTOMER), Person(telegram.url, SELLER)
        self.payer = Payer(xpay.url)
        self.web = ClientSession(timeout=ClientTimeout(total=30))
        self._app: App | None = None

    @property
    def url(self) -> str:
        """Where the bot's own pages answer."""
        return f"http://127.0.0.1:{self.settings.http_port}"

    async def start_bot(self) -> None:
        """As after a boot: nothing of the last run is left but the database file."""
        self._app = App(self.settings, self.clock, unhurried())
        await self._app.start()

    async def stop_bot(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            await app.stop()

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def close(self) -> None:
        await self.stop_bot()
        for one in (self.stage, self.customer, self.seller, self.payer, self.web):
            await one.close()

    async def newcomer(self, number: int, name: str = "Чолпон", language: str = "ky") -> Person:
        """Another person with the bot; close it."""
        await self.stage.add_user(number, name, language_code=language)
        return Person(self.telegram.url, number)

    async def sale_cards(self) -> list[str]:
        """Every sale card that the group has got, by Telegram's books."""
        sent = await self.stage.ledger(method="sendMessage", chat_id=GROUP)
        return [entry["text"] for entry in sent if entry["text"].startswith("<b>Сатуу")]

    async def receipts(self, words: Words = KY, person: int = CUSTOMER) -> list[str]:
        """Every confirmation of payment that a person has got, by Telegram's books."""
        sent = await self.stage.ledger(method="sendMessage", chat_id=person)
        return [entry["text"] for entry in sent if words.receipt in entry["text"]]

    async def assert_told_once(self, words: Words = KY) -> None:
        """The customer has one confirmation and the group one sale card, and it stays so for a while."""
        await self.customer.wait_for(words.receipt)
        await self.seller.wait_for(SALE.format(1), chat_id=GROUP)
        await self.customer.wait_for(lambda message: bool(message.photo) and words.paid in message.text)
        await asyncio.sleep(0.3)
        assert (len(await self.receipts(words)), len(await self.sale_cards())) == (1, 1)

    async def callback_url(self) -> str:
        """The address that xPay was given for the newest QR."""
        return str((await self.payer.payments())[-1]["callback_url"])

    async def post(self, url: str, body: bytes | str = b"", **headers: str) -> int:
        """Post something to the bot; the status of its answer."""
        async with self.web.post(url, data=body, headers=headers) as response:
            return response.status


@contextlib.asynccontextmanager
async def opened(file: str, **settings: Any) -> AsyncIterator[World]:
    """A shop with two products on sale; xPay's callbacks come, Telegram is polled, unless `settings` say otherwise."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = TelegramSandbox(token=TOKEN, page=False, limits=False, webhook_retry_seconds=(0.2, 0.5, 1.0))
        await telegram.start()
        stack.push_async_callback(telegram.stop)
        xpay = XPaySandbox(client_secret=CLIENT_SECRET, callback_delays=_CALLBACK_DELAYS)
        await xpay.start()
        stack.push_async_callback(xpay.stop)
        world = World(telegram, xpay, load(_env_file=None, **(environment(telegram.url, xpay, file) | settings)))
        stack.push_async_callback(world.close)
        await put_on_sale(world.settings)
        await world.start_bot()
        yield world


def environment(telegram_url: str, xpay: XPaySandbox, file: str) -> dict[str, Any]:
    """The settings of a bot between the sandboxes; its port is chosen first, since its address is handed out."""
    port = free_port()
    return {
        "bot_token": TOKEN,
        "telegram_api_url": telegram_url,
        "telegram_link_url": telegram_url,
        "telegram_mode": "polling",
        "xpay_client_id": "sandbox-client",
        "xpay_client_secret": CLIENT_SECRET,
        "xpay_api_url": xpay.url,
        "xpay_page_url": xpay.page_url,
        "public_url": f"http://127.0.0.1:{port}",
        "http_port": port,
        "database_url": file,
        "owner_ids": str(SELLER),
        "merchant_chat_id": GROUP,
        "shop_name": "<Гүл & Ко>",
    }


async def put_on_sale(settings: Settings) -> None:
    """What a seller does before the shop opens."""
    photo = io.BytesIO()
    Image.new("RGB", (320, 240), "orange").save(photo, "JPEG")
    products = [
        NewProduct("Медовик", "Сегиз катмар бал коржу", "Торттор", 1_500_00, 5, photo.getvalue()),
        NewProduct("Букет", "", "Гүлдөр", 2_000_00, None, None),
    ]
    database = Database.open(settings.database_url)
    try:
        shop = await database.write(ensure_shop, settings, Clock().now())
        await database.write(catalogue.put_all, shop.id, products)
    finally:
        await database.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh(files: SQLiteFiles, folder: Path) -> str:
    """The address of a new database file."""
    return files.fresh(folder)


# The way of a customer, step by step.


async def fill_cart(person: Person, words: Words = KY, title: str = "Медовик") -> None:
    """From START to a product in the cart."""
    await person.set_language(words.code)
    asked = await person.start()
    await person.wait_for(words.greeting, after=asked)
    await press(person, words.catalogue, then=words.everything)
    await press(person, words.everything, then=title)
    await press(person, title, then=words.add)
    await person.press(words.add)
    await person.wait_for(words.in_cart)


async def press(person: Person, label: str, then: str) -> Message:
    """Press a button and wait for the screen that has the next one: a press is answered before its screen comes."""
    await person.press(label)
    return await person.wait_for(lambda message: message.button(then) is not None)


async def answer(person: Person, question: str, reply: str) -> None:
    """Wait for a question and answer it."""
    asked = await person.wait_for(question)
    await person.send(reply)
    await person.wait_for(lambda message: message.sender_id == BOT, after=asked.id)


async def to_summary(person: Person, words: Words = KY) -> Message:
    """From a filled cart through the questions to the summary, by the shortest way."""
    await press(person, words.cart, then=words.check_out)
    await person.press(words.check_out)
    await answer(person, words.handover, words.pickup)
    await answer(person, words.phone, "0555 123 456")
    await answer(person, words.wishes, words.skip)
    return await person.wait_for(lambda message: message.button(words.confirm) is not None)


async def confirm(person: Person, words: Words = KY) -> Message:
    """From the summary to the order's card with its picture."""
    summary = await person.wait_for(lambda message: message.button(words.confirm) is not None)
    await person.press(words.confirm)
    return await person.wait_for(lambda message: message.button(words.copy) is not None, after=summary.id)


async def order(person: Person, words: Words = KY, title: str = "Медовик") -> Message:
    """From START to the order's card."""
    await fill_cart(person, words, title)
    await to_summary(person, words)
    return await confirm(person, words)


def link_of(card: Message) -> str:
    """The payment link of a card."""
    return next(button.url for button in card.buttons if button.url)


def scanned(picture: bytes, *, jpeg: bool = False) -> str:
    """What an independent decoder reads in a picture; with `jpeg` after Telegram's lossy compression."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if jpeg:
        lossy = io.BytesIO()
        image.save(lossy, "JPEG", quality=60)
        image = Image.open(lossy)
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)
