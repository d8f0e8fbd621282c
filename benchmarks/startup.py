"""Start-up and memory: the bot, from its first instruction until it asks Telegram for updates, against aiogram alone.

The floor is a process that imports aiogram and ends. Ours is `python -m bot run` as anybody starts it, on a small
database, with a Telegram of our own, until it has asked for updates; both are counted in seconds of CPU, which other
work on the machine disturbs less than the clock. Garbage is not looked for during imports, and what only some commands
need (charts, spreadsheets) is imported when it is used. Most of the rest is SQLAlchemy, and is the next limit.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from aiohttp import web

from benchmarks import shop
from benchmarks.harness import Figure, interleaved, megabytes, ratio

TITLE = "Start-up and memory"
TINY = {"rounds": 1}


def measure(rounds: int = 5) -> list[Figure]:
    """Both in turn."""
    memory: dict[str, list[float]] = {"floor": [], "ours": []}

    def alone() -> float:
        seconds, held = imported("import aiogram")
        memory["floor"].append(held)
        return seconds

    def whole() -> float:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "tolom.db"
            asyncio.run(shop.with_database(file, lambda database: database.write(shop.open_shop)))
            seconds, held = asyncio.run(started(file))
        memory["ours"].append(held)
        return seconds

    seconds = interleaved(rounds, floor=alone, ours=whole)
    return [
        Figure("start-up: aiogram alone", statistics.median(seconds["floor"]), "s of CPU"),
        Figure("start-up: ours", statistics.median(seconds["ours"]), "s of CPU"),
        Figure("start-up: ours against aiogram alone", ratio(seconds["ours"], seconds["floor"]), at_most=1.25),
        Figure("memory: aiogram alone", statistics.median(memory["floor"]), "MB"),
        Figure("memory: ours", statistics.median(memory["ours"]), "MB"),
        Figure("memory: ours against aiogram alone", ratio(memory["ours"], memory["floor"]), at_most=1.25),
    ]


def imported(command: str) -> tuple[float, float]:
    """Seconds of CPU and most megabytes of a Python that does what the command says, and ends."""
    waiting = f"{command}; print(flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own command
    assert child.stdin
    assert child.stdout
    child.stdout.readline()
    held = megabytes(child.pid, "VmHWM")
    child.stdin.write(b"\n")
    child.stdin.close()
    child.stdout.close()
    return _seconds(child), held


def _seconds(child: subprocess.Popen[bytes]) -> float:
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, child.args
    return usage.ru_utime + usage.ru_stime


async def started(file: Path) -> tuple[float, float]:
    """Seconds of CPU and most megabytes of `python -m bot run`, ended as soon as it asks for updates."""
    asked = asyncio.Event()
    me = {"id": 4242, "is_bot": True, "first_name": "B", "username": "b_bot"}

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["method"] == "getUpdates":
            asked.set()
            return web.json_response({"ok": True, "result": []})
        return web.json_response({"ok": True, "result": me if request.match_info["method"] == "getMe" else True})

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        child = _run(file, f"http://127.0.0.1:{runner.addresses[0][1]}")
        async with asyncio.timeout(300):
            await asked.wait()
        held = megabytes(child.pid, "VmHWM")  # the usage told at its end begins with what its parent held
        child.terminate()
        return await asyncio.to_thread(_seconds, child), held
    finally:
        await runner.cleanup()


def _run(file: Path, telegram: str) -> subprocess.Popen[bytes]:
    said = {
        "BOT_TOKEN": shop.BOT_TOKEN,
        "TELEGRAM_API_URL": telegram,
        "XPAY_CLIENT_ID": "sandbox-client",
        "XPAY_CLIENT_SECRET": "sandbox-secret",
        "OWNER_IDS": str(shop.OWNER),
        "MERCHANT_CHAT_ID": str(shop.GROUP),
        "SHOP_NAME": "Торт+Гүл",
        "HTTP_PORT": "0",
        "DATABASE_URL": shop.url_of(file),
    }
    command = [sys.executable, "-m", "bot", "run"]
    return subprocess.Popen(command, env=os.environ | said, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
