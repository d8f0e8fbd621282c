"""The bot as the process that a server runs: told to end, killed, started again, and listened to."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import pytest
from aiohttp import ClientError, ClientSession

from bot.process import run
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Person
from bot.sandbox.telegram.stage import Stage
from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.settings import load
from bot.storage.guard import AlreadyRunning
from tests.journeys.words import KY
from tests.journeys.world import (
    CLIENT_SECRET,
    CUSTOMER,
    GROUP,
    SALE,
    SELLER,
    TOKEN,
    World,
    confirm,
    environment,
    fill_cart,
    link_of,
    put_on_sale,
    to_summary,
)

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 60.0
"""A process takes seconds to import everything, and more where the machine is busy."""


class Outpost:
    """The two sandboxes, and commands of the bot that run beside them as processes of their own."""

    def __init__(self, telegram: TelegramSandbox, xpay: XPaySandbox, file: str, folder: Path) -> None:
        self.values = environment(telegram.url, xpay, file)
        self.environment = {name.upper(): str(value) for name, value in self.values.items()}
        self.telegram, self.xpay, self.folder = telegram, xpay, folder
        self.customer = Person(telegram.url, CUSTOMER)
        self.seller = Person(telegram.url, SELLER)
        self.stage, self.payer = Stage(telegram.url), Payer(xpay.url)
        self._running: asyncio.subprocess.Process | None = None
        self._log = folder / "log"

    async def command(self, *words: str, **changes: str) -> tuple[int, str]:
        """Run a command to its end; its exit status and what it has complained of."""
        process = await self._begin(words, changes, asyncio.subprocess.PIPE)
        try:
            async with asyncio.timeout(_START_SECONDS):
                _, said = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise
        return process.returncode or 0, said.decode()

    async def run(self, **changes: str) -> None:
        """Start the bot and wait until it is up; it writes its log into a file."""
        with self._log.open("w") as log:
            self._running = await self._begin(["run"], changes, log)
        async with asyncio.timeout(_START_SECONDS), ClientSession() as web:
            while not await self._answers(web):
                assert self._running.returncode is None, self._log.read_text()
                await asyncio.sleep(0.1)

    async def _answers(self, web: ClientSession) -> bool:
        try:
            async with web.get(f"{self.values['public_url']}/healthz") as response:
                return response.ok
        except ClientError:
            return False

    async def end(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End the bot; its exit status and what it has written."""
        assert self._running is not None
        process, self._running = self._running, None
        process.send_signal(by)
        return await process.wait(), self._log.read_text()

    async def _begin(
        self, words: Sequence[str], changes: Mapping[str, str], stderr: int | IO[str]
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), **self.environment, **changes},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=stderr,
        )

    async def close(self) -> None:
        if self._running is not None:
            await self.end(signal.SIGKILL)
        for one in (self.customer, self.seller, self.stage, self.payer):
            await one.close()


@pytest.fixture
async def outpost(file: str, tmp_path: Path) -> AsyncIterator[Outpost]:
    """Products are on sale; the bot does not run yet."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramSandbox(token=TOKEN, page=False, limits=False))
        xpay = XPaySandbox(client_secret=CLIENT_SECRET, callback_delays=(0.2, 0.5, 1.0))
        await stack.enter_async_context(xpay)
        outpost = Outpost(telegram, xpay, file, tmp_path)
        stack.push_async_callback(outpost.close)
        await put_on_sale(load(_env_file=None, **outpost.values))
        yield outpost


async def test_kill_9_loses_nothing_and_sigterm_ends_it(outpost: Outpost) -> None:
    """Killed between two questions, and again when a callback was just taken: the order is paid, and told of once.

    SIGTERM then ends the process with status 0.
    """
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
    await outpost.customer.wait_for(lambda message: message.id == card.id and KY.paid in message.text)
    await outpost.customer.wait_for(KY.receipt)
    await outpost.seller.wait_for(SALE.format(1), chat_id=GROUP)
    told = [entry["text"] for entry in await outpost.stage.ledger(method="sendMessage")]
    assert len([text for text in told if KY.receipt in text]) == 1
    assert len([text for text in told if SALE.format(1) in text]) == 1
    status, _ = await outpost.end()
    assert status == 0


async def test_f071_a_second_bot_goes_away(world: World) -> None:
    """On the same database it cannot start, and the first one works on."""
    with pytest.raises(AlreadyRunning):
        await run(world.settings.model_copy(update={"http_port": 0}))
    await world.customer.start()
    await world.customer.wait_for(KY.greeting)


async def test_a_refused_token_ends_it(file: str, caplog: pytest.LogCaptureFixture) -> None:
    """With a token that Telegram does not know the bot says what to do, and ends with status 2."""
    async with TelegramSandbox(token=TOKEN, page=False) as telegram, XPaySandbox() as xpay:
        values = environment(telegram.url, xpay, file) | {"bot_token": "4242:revoked"}
        assert await run(load(_env_file=None, **values)) == 2
    assert "BotFather" in caplog.text
    assert "revoked" not in caplog.text


async def test_a_taken_port_ends_it(outpost: Outpost) -> None:
    """The port is named in one sentence, and the process ends, though its database was open already."""
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        status, said = await outpost.command("run", HTTP_PORT=str(port))
    assert status == 2
    assert f"{port}" in said
    assert "Traceback" not in said


async def test_f077_no_secret_is_written(outpost: Outpost) -> None:
    """A run through many faults, logged as finely as possible, gives no token away, in neither form of the log."""
    secrets = {TOKEN, CLIENT_SECRET}
    settings = {"LOG_LEVEL": "DEBUG", "XPAY_CHECK_URL": "true", "TELEGRAM_MODE": "auto"}
    await outpost.run(LOG_FORMAT="text", **settings)
    await fill_cart(outpost.customer)
    await to_summary(outpost.customer)
    for kind in ("500", "401", "reset", "html"):
        await outpost.payer.fault("create", kind)
    secrets |= set(outpost.xpay._api._tokens._ends)  # the access tokens; the sandbox shows them to nobody
    await outpost.payer.expire_tokens()
    await outpost.customer.press(KY.confirm)
    await outpost.customer.wait_for(KY.failed)
    await outpost.payer.up()
    said = (await outpost.end())[1]
    await outpost.run(LOG_FORMAT="json", **settings)
    for fault in ("reset", "html", "drop"):
        await outpost.stage.fault(fault, "sendPhoto", times=1)
    await outpost.customer.press(KY.try_again)
    card = await outpost.customer.wait_for(lambda message: message.button(KY.copy) is not None)
    for kind in ("502", "empty", "403"):
        await outpost.payer.fault("status", kind)
    await outpost.payer.callback(link_of(card), body="{", times=3)
    await outpost.payer.pay(link_of(card))
    await outpost.customer.wait_for(KY.receipt)
    secrets |= set(outpost.xpay._api._tokens._ends)
    said += (await outpost.end())[1]
    payments = await outpost.payer.payments()
    for payment in payments:
        addresses = [str(payment[name]) for name in ("callback_url", "check_url", "return_url")]
        secrets |= {re.split(r"/|o_", address)[-1] for address in addresses}
    assert len(payments) >= 1
    assert all(event in said for event in ("no QR", "a message was not taken", "no answer about a payment"))
    assert {secret for secret in secrets if secret in said} == set()
    assert not re.search(r"Bearer (?!\*)\S", said)
