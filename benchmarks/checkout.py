"""From the tap on "Confirm and pay" to the card that is handed to Telegram, for one customer and for fifty at once.

Customers fill their carts and answer the questions as people do; then all tap. Telegram answers at once in this
process; xPay is our sandbox in another process, over HTTP, and what its answer takes is taken off, so what is left is
our share: the update read, the quote, the order with its stock and its payment in one transaction, the link checked
and stored, the outbox, the card rendered and drawn. Fifty at once share one processor and one writer: their median
grows with the work of an order rather than with its waiting, and drawing the card is most of that.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import shop
from benchmarks.harness import Figure, process
from benchmarks.running import Running, is_picture_with_link, pressed, running, said_to, wrote
from bot.__main__ import be_fair_to_the_loop
from bot.messages.buttons import ALL, ChangeQuantity, Confirm, StartCheckout
from bot.sandbox.xpay import XPaySandbox

TITLE = "From “Confirm and pay” to the card"
TINY = {"alone": 1, "together": 2}


def measure(alone: int = 15, together: int = 50) -> list[Figure]:
    """Customers one after another, then all at once."""
    with tempfile.TemporaryDirectory() as folder, process(xpay) as pipe:
        be_fair_to_the_loop()
        one, many = uvloop.run(_measure(Path(folder) / "tolom.db", pipe.recv(), alone, together))
    single, crowd = statistics.median(one) * 1000, statistics.median(many) * 1000
    return [
        Figure("one customer: our share", single, "ms", at_most=15),
        Figure(f"{together} at once: our share", crowd, "ms"),
        Figure(f"{together} at once against one", crowd / single, "times", at_most=5),
    ]


async def _measure(
    file: Path, addresses: tuple[str, str], alone: int, together: int
) -> tuple[list[float], list[float]]:
    await shop.with_database(file, lambda database: database.write(shop.open_shop, alone + together + 2))
    async with running_with(file, addresses) as bot:
        shares = Shares(bot)
        people = range(shop.CUSTOMER, shop.CUSTOMER + alone + together + 2)
        confirms = {person: await to_summary(bot, person) for person in people}
        for person in people[:2]:  # the first cards load fonts and make the background
            await shares.confirmed(person, confirms[person])
        one = [await shares.confirmed(person, confirms[person]) for person in people[2 : alone + 2]]
        many = await asyncio.gather(*(shares.confirmed(person, confirms[person]) for person in people[alone + 2 :]))
    return one, list(many)


def running_with(file: Path, addresses: tuple[str, str]) -> Any:
    """The bot with this xPay; Telegram's limits are wide, since what they make wait is not our share."""
    url, page = addresses
    return running(file, xpay_api_url=url, xpay_page_url=page, unhurried=True)


async def to_summary(bot: Running, person: int) -> str:
    """From an empty cart to the summary; what its button says."""
    await bot.feed(pressed(person, ChangeQuantity(product_id=1, by=1, section=ALL, number=0).pack()))
    await bot.feed(pressed(person, StartCheckout().pack()))
    await bot.feed(wrote(person, _label(bot, person)))
    await bot.feed(wrote(person, "0555 123 456"))
    await bot.feed(wrote(person, _label(bot, person)))
    keyboard = said_to(bot.telegram, person)[-1].reply_markup  # type: ignore[attr-defined]  # every message has one
    buttons = [button.callback_data for row in keyboard.inline_keyboard for button in row]
    return next(str(data) for data in buttons if data and data.startswith(Confirm.__prefix__ + ":"))


def _label(bot: Running, person: int) -> str:
    """The first answer that the keyboard of the last question offers."""
    keyboard = said_to(bot.telegram, person)[-1].reply_markup  # type: ignore[attr-defined]  # every question has one
    return str(keyboard.keyboard[0][0].text)


class Shares:
    """Measures, for each customer, from the tap to the card, without xPay's answer."""

    def __init__(self, bot: Running) -> None:
        self._bot = bot
        self._cards: dict[int, asyncio.Future[float]] = {}
        bot.telegram.heard = self._heard
        self._outside: dict[asyncio.Task[Any] | None, float] = {}
        wire = bot.app._xpay._wire  # noqa: SLF001 - where HTTP begins
        wire.send = self._clocked(wire.send)  # type: ignore[method-assign]  # as said

    async def confirmed(self, person: int, data: str) -> float:
        """Tap, and wait for the card: seconds of our own."""
        card = self._cards[person] = asyncio.get_running_loop().create_future()
        task = asyncio.current_task()
        self._outside[task] = 0.0
        begun = time.perf_counter()
        await self._bot.feed(pressed(person, data))
        shown: float = await card
        return shown - begun - self._outside.pop(task)

    def _heard(self, method: Any) -> None:
        card = self._cards.get(getattr(method, "chat_id", 0))
        if card is not None and not card.done() and is_picture_with_link(method):
            card.set_result(time.perf_counter())

    def _clocked(self, send: Callable[..., Any]) -> Callable[..., Any]:
        async def sent(request: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await send(request)
            finally:
                task = asyncio.current_task()
                self._outside[task] = self._outside.get(task, 0.0) + time.perf_counter() - begun

        return sent


def xpay(pipe: Connection) -> None:
    """Serve our xPay."""
    uvloop.run(_xpay(pipe))


async def _xpay(pipe: Connection) -> None:
    async with XPaySandbox() as sandbox:
        pipe.send((sandbox.url, sandbox.page_url))
        try:
            await asyncio.to_thread(pipe.recv)
        except EOFError:
            return
