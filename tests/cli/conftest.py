"""The command line as a process of its own, between a Telegram and an xPay on free ports."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.xpay import XPaySandbox

ROOT = Path(__file__).parents[2]
GROUP, SELLER = -1001000000001, 1002


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    said: str
    complained: str

    def lines(self, level: str) -> list[str]:
        """The doctor's lines of one level, without it."""
        return [line.removeprefix(level).strip() for line in self.said.splitlines() if line.startswith(level)]


Run = Callable[..., Awaitable[Done]]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox() as sandbox:
        sandbox.world.users[SELLER].started = True
        yield sandbox


@pytest.fixture
async def xpay() -> AsyncIterator[XPaySandbox]:
    async with XPaySandbox() as sandbox:
        yield sandbox


@pytest.fixture
def environment(telegram: TelegramSandbox, xpay: XPaySandbox, tmp_path: Path) -> dict[str, str]:
    """The settings of a shop that has everything; nothing of this machine's own settings."""
    return {
        "BOT_TOKEN": "4242:sandbox",
        "TELEGRAM_API_URL": telegram.url,
        "XPAY_CLIENT_ID": "sandbox-client",
        "XPAY_CLIENT_SECRET": "sandbox-secret",
        "XPAY_API_URL": xpay.url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/data/tolom.db",
        "MERCHANT_CHAT_ID": str(GROUP),
        "OWNER_IDS": str(SELLER),
        "SHOP_NAME": "Айгүл",
        "HTTP_PORT": "0",
    }


@pytest.fixture
def tolom(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run a command in an empty folder; words like PUBLIC_URL=... change the environment."""

    async def run(*arguments: str, **changes: str) -> Done:
        process = await start(environment | changes, tmp_path, *arguments)
        out, err = await process.communicate()
        assert process.returncode is not None
        return Done(process.returncode, out.decode(), err.decode())

    return run


async def start(settings: dict[str, str], folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """A command that has only just begun."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env=surroundings | settings,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
def cakes(tmp_path: Path) -> Path:
    """A small good file with a picture beside it."""
    folder = tmp_path / "goods"
    folder.mkdir()
    Image.new("RGB", (80, 60), "#c0ffee").save(folder / "medovik.jpg")
    path = folder / "cakes.csv"
    path.write_text(
        "title,price,stock,category,description,photo\n"
        'Медовик,"1500,50",6,Торттор,Бал коржу,medovik.jpg\n'
        "Курабье,80,,Печенье,,\n",
        encoding="utf-8",
    )
    return path
