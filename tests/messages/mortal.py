"""A program that runs the notifier until it is killed: `python -m tests.messages.mortal`.

For each line of JSON on its standard input it forks a child; a line on its standard output tells how that one ended.
A child dies as by `kill -9` when Telegram has taken its n-th message, before anything of that is written down.
"""

import asyncio
import json
import logging
import os
import sys
import traceback
from datetime import datetime
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession

from bot.addresses import Addresses
from bot.metrics import Metrics
from bot.storage import outbox
from bot.storage.database import Database
from bot.texts.languages import translations
from bot.workers.limits import Limits
from bot.workers.notifier import Notifier
from bot.workers.supervisor import Supervisor
from bot.workers.turns import Turns
from tests.messages.world import FastClock, connect

KILLED = 137


def die_after(messages: int) -> None:
    """Cut the power when so many messages were taken."""
    original, taken = AiohttpSession.make_request, 0

    async def wrapped(session: Any, bot: Any, method: Any, *rest: Any, **more: Any) -> Any:
        nonlocal taken
        answer = await original(session, bot, method, *rest, **more)
        taken += method.__api_method__.startswith(("send", "edit"))
        if taken == messages:
            os._exit(KILLED)
        return answer

    AiohttpSession.make_request = wrapped  # type: ignore[method-assign]  # the seam of this program


async def live(job: dict[str, Any]) -> None:
    """Send what waits, until nothing does."""
    die_after(job["die_after"])
    clock, database, metrics = (
        FastClock(job["speed"], datetime.fromisoformat(job["now"])),
        Database.open(job["url"]),
        Metrics(),
    )
    bot = connect(job["telegram"])
    turns = Turns(Limits(), clock, metrics, lambda: 0.5)
    bot.session.middleware(turns)
    supervisor = Supervisor()
    addresses = Addresses("", "https://t.me", "tolom_bot", asks_check=False)
    supervisor.start(Notifier(database, clock, bot, addresses, translations(), metrics, turns, lambda: 0.5))
    while (await database.read(outbox.depth))[0]:  # noqa: ASYNC110 - a database rings no bell for that
        await asyncio.sleep(0.01)


def main() -> None:
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(live(json.loads(line)))
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        os.write(1, f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())


if __name__ == "__main__":
    main()
