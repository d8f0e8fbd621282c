"""The bot as the process that a server runs: told to end, killed, started again, and listened to."""

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Person
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from tests.journeys.words import KY
from tests.journeys.world import (
    CLIENT_SECRET,
    CUSTOMER,
    GROUP,
    SALE,
    SELLER,
    TOKEN,
    confirm,
    environment,
    fill_cart,
    free_port,
    link_of,
    order,
    to_summary,
)

_ROOT = Path(__file__).parents[2]
_PRODUCTS = "title,price,stock,category,description,photo\nМедовик,1500,5,Торттор,,\nБукет,2000,,Гүлдөр,,\n"


class Outpost:
    """The two sandboxes, and commands of the bot that run beside them as processes of their own."""

    def __init__(self, telegram: TelegramSandbox, xpay: XPaySandbox, folder: Path) -> None:
        values = environment(telegram.url, xpay, f"sqlite+aiosqlite:///{folder / 'data' / 'tolom.db'}")
        self.environment = {name.upper(): str(value) for name, value in values.items()}
        self.telegram, self.xpay, self.folder = telegram, xpay, folder
        self.customer, self.seller = Person(telegram.url, CUSTOMER), Person(telegram.url, SELLER)
        self.stage, self.payer = Stage(telegram.url), Payer(xpay.url)
        self._running: asyncio.subprocess.Process | None = None

    async def command(self, *words: str, **changes: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), **self.environment, **changes},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, **changes: str) -> None:
        self._running = await self.command("run", **changes)

    async def end(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End the bot; its exit status and what it has written."""
        assert self._running is not None
        process, self._running = self._running, None
        process.send_signal(by)
        _, said = await process.communicate()
        return process.returncode or 0, said.decode()

    async def close(self) -> None:
        if self._running is not None:
            await self.end(signal.SIGKILL)
        for one in (self.customer, self.seller, self.stage, self.payer):
            await one.close()


@pytest.fixture
async def outpost(tmp_path: Path) -> AsyncIterator[Outpost]:
    """Products are imported by the command; the bot does not run yet."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramSandbox(token=TOKEN, page=False, limits=False))
        xpay = XPaySandbox(client_secret=CLIENT_SECRET, callback_delays=(0.2, 0.5, 1.0))
        await stack.enter_async_context(xpay)
        outpost = Outpost(telegram, xpay, tmp_path)
        stack.push_async_callback(outpost.close)
        (tmp_path / "products.csv").write_text(_PRODUCTS, "utf-8")
        importing = await outpost.command("import", str(tmp_path / "products.csv"))
        _, said = await importing.communicate()
        assert (importing.returncode, said.decode()) == (0, "")
        yield outpost


async def test_sigterm_ends_it_and_nothing_is_lost(outpost: Outpost) -> None:
    """The process is gone within seconds with status 0; a payment made meanwhile is found after the next start."""
    await outpost.run()
    card = await order(outpost.customer)
    begun = time.monotonic()
    status, _ = await outpost.end()
    assert status == 0
    assert time.monotonic() - begun < 5
    await outpost.payer.pay(link_of(card))
    await outpost.run()
    await outpost.customer.wait_for(KY.receipt, 20)
    await outpost.seller.wait_for(SALE.format(1), 20, GROUP)
    assert (await outpost.end(signal.SIGINT))[0] == 0


async def test_kill_9_loses_nothing(outpost: Outpost) -> None:
    """Killed between two questions, and again in the moment when a callback was taken: the order is paid, once."""
    await outpost.run()
    await fill_cart(outpost.customer)
    await to_summary(outpost.customer)
    await outpost.end(signal.SIGKILL)
    await outpost.run()
    card = await confirm(outpost.customer)
    await outpost.stage.fault("error", times=None, status=500, description="Internal Server Error")
    await outpost.payer.pay(link_of(card))
    await outpost.payer.heard(link_of(card))
    await outpost.end(signal.SIGKILL)
    await outpost.stage.heal()
    await outpost.run()
    await outpost.customer.wait_for(lambda message: message.id == card.id and KY.paid in message.text, 90)
    await outpost.customer.wait_for(KY.receipt, 90)
    await outpost.seller.wait_for(SALE.format(1), 90, GROUP)
    told = [entry["text"] for entry in await outpost.stage.ledger(method="sendMessage")]
    assert len([text for text in told if KY.receipt in text]) == 1
    assert len([text for text in told if SALE.format(1) in text]) == 1


async def test_f071_a_second_bot_goes_away(outpost: Outpost) -> None:
    """On the same database it says so and ends with status 2; the first one works on."""
    await outpost.run()
    await outpost.customer.start()
    await outpost.customer.wait_for(KY.greeting)
    second = await outpost.command("run", HTTP_PORT=str(free_port()))
    _, said = await second.communicate()
    assert second.returncode == 2
    assert "Another Tolom works on this database" in said.decode()
    asked = await outpost.customer.send("/cart")
    await outpost.customer.wait_for("Себетиңиз", after=asked)


async def test_a_refused_token_ends_it(outpost: Outpost) -> None:
    """With a token that Telegram does not know the bot says what to do, and ends with status 2."""
    process = await outpost.command("run", BOT_TOKEN="4242:revoked")
    _, said = await process.communicate()
    assert process.returncode == 2
    assert "BotFather" in said.decode()
    assert "revoked" not in said.decode()


async def test_a_taken_port_ends_it(outpost: Outpost) -> None:
    """The port is named in one sentence, and the process ends at once."""
    port = free_port()
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)
    async with server, asyncio.timeout(10):
        process = await outpost.command("run", HTTP_PORT=str(port))
        _, said = await process.communicate()
    assert process.returncode == 2
    assert f"{port}" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.parametrize("form", ["text", "json"])
async def test_f077_no_secret_is_written(outpost: Outpost, form: str) -> None:
    """A run through many faults, logged as finely as possible, gives no token away: not even in a traceback."""
    xpay_tokens = _issued(outpost.xpay)
    await outpost.run(LOG_LEVEL="DEBUG", LOG_FORMAT=form, XPAY_CHECK_URL="true", TELEGRAM_MODE="auto")
    await fill_cart(outpost.customer)
    await to_summary(outpost.customer)
    for kind in ("500", "401", "reset", "html"):
        await outpost.payer.fault("create", kind)
    await outpost.payer.expire_tokens()
    await outpost.customer.press(KY.confirm)
    await outpost.customer.wait_for(KY.failed)
    await outpost.payer.up()
    for fault in ("reset", "html", "drop"):
        await outpost.stage.fault(fault, "sendPhoto", times=1)
        await outpost.stage.fault(fault, "sendMessage", times=1)
    await outpost.customer.press(KY.try_again)
    card = await outpost.customer.wait_for(lambda message: message.button(KY.copy) is not None, 60)
    for kind in ("502", "empty", "403"):
        await outpost.payer.fault("status", kind)
    await outpost.payer.callback(link_of(card), body="{", times=3)
    await outpost.payer.pay(link_of(card))
    await outpost.customer.wait_for(KY.receipt, 60)
    payments = await outpost.payer.payments()
    status, said = await outpost.end()
    assert status == 0
    assert len(said.splitlines()) > 50
    addresses = [str(payment[name]) for payment in payments for name in ("callback_url", "check_url")]
    tokens = {address.rpartition("/")[2] for address in addresses}
    orders = {str(payment["return_url"]).rpartition("o_")[2] for payment in payments}
    secrets = {TOKEN, CLIENT_SECRET, *tokens, *orders, *xpay_tokens}
    assert len(secrets) >= 5
    assert {secret for secret in secrets if secret in said} == set()
    assert not re.search(r"Bearer (?!\*)\S", said)


def _issued(xpay: XPaySandbox) -> set[Any]:
    """Fills with every access token that the sandbox gives out: it shows them to nobody else."""
    issued: set[Any] = set()
    tokens = xpay._api._tokens
    issue = tokens.issue

    def remember() -> Any:
        token, end = issue()
        issued.add(token)
        return token, end

    tokens.issue = remember  # type: ignore[method-assign]  # the sandbox is not what is tested here
    return issued
