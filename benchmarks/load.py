"""A sender of HTTP requests that costs so little that the server is what is measured."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

_END = b"\r\n\r\n"


@dataclass(slots=True)
class Load:
    """What came back: answers by status, the seconds each took, and which requests (by number) were answered how."""

    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return sum(self.answers.values()) / self.lasted


class _Sender(asyncio.Protocol):
    """One connection that sends `depth` requests at a time, the next when one is answered, until `until`."""

    def __init__(self, requests: Iterator[tuple[int, bytes]], load: Load, until: float, depth: int) -> None:
        self._requests, self._load, self._until, self._depth = requests, load, until, depth
        self._waiting: list[tuple[int, float]] = []
        self._rest = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        for _ in range(self._depth):
            self._send()
        self._end_if_done()

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        *answers, self._rest = (self._rest + data).split(_END)
        for answer in answers:
            number, begun = self._waiting.pop(0)
            status = int(answer[9:12])
            self._load.answers[status] += 1
            self._load.seconds.append(now - begun)
            if status == 201:
                self._load.stored.append(number)
            if now < self._until:
                self._send()
        self._end_if_done()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ended.done():
            self._load.answers[0] += len(self._waiting)
            self.ended.set_result(None)

    def _send(self) -> None:
        found = next(self._requests, None)
        if found is not None:
            self._waiting.append((found[0], time.perf_counter()))
            self._transport.write(found[1])

    def _end_if_done(self) -> None:
        if not self._waiting and not self.ended.done():
            self.ended.set_result(None)
            self._transport.close()


async def load(
    port: int, requests: Iterator[tuple[int, bytes]], *, connections: int, seconds: float, depth: int = 1
) -> Load:
    """Send numbered requests over so many connections for so many seconds; answers must have no bodies."""
    loop, found = asyncio.get_running_loop(), Load()
    begun = time.perf_counter()
    senders = []
    for _ in range(connections):
        sender = _Sender(requests, found, begun + seconds, depth)
        await loop.create_connection(lambda one=sender: one, "127.0.0.1", port)  # type: ignore[misc]  # mypy loses the default's type
        senders.append(sender)
    await asyncio.gather(*(sender.ended for sender in senders))
    found.lasted = time.perf_counter() - begun
    return found


def post(path: str, body: bytes) -> bytes:
    """A POST request as it stands on the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
