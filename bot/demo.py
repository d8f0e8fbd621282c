"""The demo: the unmodified bot between a Telegram and an xPay of our own, all on this machine."""

import asyncio
import contextlib
import signal
import socket
import tempfile
from pathlib import Path

from bot import sandbox
from bot.app import App
from bot.clock import Clock
from bot.first_shop import ensure_shop
from bot.product_file import read_products
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.xpay import Behaviour, XPaySandbox, default_points
from bot.settings import Settings, load
from bot.storage import catalogue
from bot.storage.database import Database
from bot.storage.migrate import migrate

TOKEN = "4242:sandbox"  # noqa: S105 - the sandbox's own, worth nothing anywhere else
SELLER, GROUP = 1002, -1001000000001
SHOP = "Торт+Гүл"
PRODUCTS = Path(sandbox.__file__).parent / "catalogue" / "products.csv"
HINT = {
    "ky": "Кардар Айданын чатында «Баштоо» баскычын басып, торт тандап, төлөп көрүңүз.",
    "ru": "Нажмите «Начать» в чате покупательницы Айды, выберите торт и оплатите его.",
    "en": "Press Start in the chat of Айда, the customer, choose a cake and pay for it.",
}


async def run(port: int, folder: Path | None) -> int:
    """Run until Ctrl-C; the exit status."""
    taken = [number for number in range(port, port + 3) if not _is_free(number)]
    if taken:
        print(f"Port {taken[0]} is in use. Try another one: make demo ARGS='--port 9400'")
        return 1
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="tolom-demo-") as passing:
        async with contextlib.AsyncExitStack() as stack:
            url = await start(stack, port, folder or Path(passing))
            print(f"\n  Tolom is running. Open {url} in your browser: the shop, its customer and its group are there.")
            print("  Press Start in the left chat, choose a cake and pay for it. Ctrl-C ends everything.\n", flush=True)
            await stop.wait()
    return 0


async def start(stack: contextlib.AsyncExitStack, port: int, folder: Path, *, empty: bool = False) -> str:
    """Start the two sandboxes and the bot, on `port` and the two after it; the chat page's address.

    An `empty` shop sells nothing yet and knows no group: its owner takes the first steps.
    """
    telegram = TelegramSandbox(token=TOKEN, bot_username="tolom_demo_bot", bot_name="Төлөм", hint=HINT)
    await telegram.start(port=port)
    stack.push_async_callback(telegram.stop)
    xpay = XPaySandbox(points=default_points("Tort Gul"), behaviour=Behaviour(processing_seconds=1.0))
    await xpay.start(port=port and port + 1)
    stack.push_async_callback(xpay.stop)
    settings = load(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=telegram.url,
        telegram_link_url=telegram.url,
        telegram_mode="polling",
        xpay_client_id="sandbox-client",
        xpay_client_secret="sandbox-secret",  # noqa: S106 - the sandbox's own
        xpay_api_url=xpay.url,
        xpay_page_url=xpay.page_url,
        public_url=f"http://127.0.0.1:{port + 2}",
        http_port=port + 2,
        xpay_check_url="true",
        database_url=f"sqlite+aiosqlite:///{folder / 'tolom.db'}",
        owner_ids=(SELLER,),
        merchant_chat_id=0 if empty else GROUP,
        shop_name=SHOP,
    )
    if not empty:
        await _fill(settings)
    app = App(settings)
    await app.start()
    stack.push_async_callback(app.stop)
    return telegram.url


async def _fill(settings: Settings) -> None:
    """Put the demo's products on sale, before the bot opens its database."""
    database = Database.open(settings.database_url)
    try:
        await migrate(database)
        shop = await database.write(ensure_shop, settings, Clock().now())
        if await database.read(catalogue.is_empty, shop.id):
            await database.write(catalogue.put_all, shop.id, read_products(PRODUCTS))
    finally:
        await database.close()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
