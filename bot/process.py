"""The bot as a process of its own: started, told to stop by a signal, ended with a status."""

import asyncio
import errno
import logging
import signal

from bot.app import App
from bot.settings import Settings

log = logging.getLogger(__name__)


async def run(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; the exit status."""
    app = App(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    try:
        await app.start()
    except OSError as error:
        hint = " Set HTTP_PORT to a free port." if error.errno == errno.EADDRINUSE else ""
        log.critical(f"The bot cannot start: {error}.{hint}")  # noqa: G004 - a sentence for the person who starts it
        return 2
    async with asyncio.TaskGroup() as group:
        ends = [group.create_task(stop.wait()), group.create_task(app.failed.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
    await app.stop()
    return 2 if app.failed.is_set() else 0
