"""Background work is started, restarted and stopped here, and nowhere else."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

log = logging.getLogger(__name__)

STORAGE_PAUSE = timedelta(seconds=1)
"""How long a worker leaves a database alone that does not answer."""

_RESTART_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)


class Worker(Protocol):
    """Something that runs until it is told to stop, and then ends what it has begun."""

    name: str
    bell: asyncio.Event

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; `bell` is rung at that moment too, so that nobody oversleeps it."""


class Supervisor:
    """Keeps workers running: one that falls is written to the log and started again after a pause."""

    def __init__(self) -> None:
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._intake: list[asyncio.Task[None]] = []
        self._bells: list[asyncio.Event] = []

    def start(self, worker: Worker) -> None:
        """Run a worker from now on."""
        self._bells.append(worker.bell)
        work = partial(worker.run, self._stopping)
        self._tasks.append(asyncio.create_task(self._keep(worker.name, work), name=worker.name))  # noqa: TID251 - the supervisor

    def take_in(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run something that only takes work in, such as Telegram's polling; it is cancelled first at the end."""
        self._intake.append(asyncio.create_task(self._keep(name, work), name=name))  # noqa: TID251 - the supervisor

    async def stop_intake(self) -> None:
        """Take nothing in any more."""
        self._stopping.set()
        for task in self._intake:
            task.cancel()
        await asyncio.gather(*self._intake, return_exceptions=True)

    async def stop(self, patience_seconds: float = 15.0) -> None:
        """Let every worker end what it has begun; who takes longer than `patience_seconds` is cancelled."""
        self._stopping.set()
        for bell in self._bells:
            bell.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience_seconds)
            for task in late:
                log.warning("had to be cancelled", extra={"worker": task.get_name()})
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work until it ends by itself; after a fall, again."""
        for fall in itertools.count():
            try:
                await work()
                return
            except Exception:
                log.exception("a worker fell", extra={"worker": name})
            await _pause(self._stopping, _RESTART_SECONDS[min(fall, len(_RESTART_SECONDS) - 1)])
            if self._stopping.is_set():
                return


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait some seconds of real time, or until the end."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        pass


class Crew:
    """A bounded number of jobs at once, for a worker whose jobs wait on a network."""

    def __init__(self, most: int, bell: asyncio.Event) -> None:
        self._most = most
        self._bell = bell
        self._jobs: set[asyncio.Task[None]] = set()

    @property
    def free(self) -> int:
        """How many more jobs may begin."""
        return self._most - len(self._jobs)

    def begin(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do a job; the bell rings when it is done. What it raises goes to the log."""

        async def run() -> None:
            try:
                await job()
            except Exception:
                log.exception("a job failed")
            finally:
                self._bell.set()

        task = asyncio.create_task(run())  # noqa: TID251 - the supervisor
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def finish(self) -> None:
        """Wait until every job is done."""
        while self._jobs:
            await asyncio.wait(self._jobs)
