"""From xPay's callback to both messages handed to Telegram: the customer's confirmation and the sale in the group.

An idle bot with one order that has just been paid at our sandbox, which posts the callback by HTTP and answers the
question about the payment. Nothing polls on the way: the stored callback rings the settler, the settled payment rings
the notifier. It is counted from the moment the callback is in the inbox; the last of the two messages ends it.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import shop
from benchmarks.checkout import Shares, running_with, to_summary, xpay
from benchmarks.harness import Figure, percentile, process
from bot.sandbox.xpay.payer import Payer
from bot.storage.callbacks import Callback, Inbox

TITLE = "From the callback to both messages"
TINY = {"orders": 1}


def measure(orders: int = 15) -> list[Figure]:
    """One order after another."""
    with tempfile.TemporaryDirectory() as folder, process(xpay) as pipe:
        found = uvloop.run(_measure(Path(folder) / "tolom.db", pipe.recv(), orders))
    return [
        Figure("callback to both messages, median", statistics.median(found) * 1000, "ms", at_most=30),
        Figure("callback to both messages, 90th percentile", percentile(found, 0.9) * 1000, "ms"),
    ]


async def _measure(file: Path, addresses: tuple[str, str], orders: int) -> list[float]:
    came: list[float] = []
    receive = Inbox.receive

    async def noted(inbox: Inbox, callback: Callback, *args: Any) -> bool:
        came.append(time.perf_counter())
        return await receive(inbox, callback, *args)

    Inbox.receive = noted  # type: ignore[method-assign, assignment]  # a watch at the door
    try:
        await shop.with_database(file, lambda database: database.write(shop.open_shop, orders + 1))
        async with running_with(file, addresses) as bot, Payer(addresses[0]) as payer:
            shares, found = Shares(bot), []
            for person in range(shop.CUSTOMER, shop.CUSTOMER + orders + 1):
                await shares.confirmed(person, await to_summary(bot, person))
                link = (await payer.payments())[-1]["link"]
                found.append(await _told(bot, payer, link, person, came))
            return found[1:] if orders > 1 else found
    finally:
        Inbox.receive = receive  # type: ignore[method-assign]  # as before


async def _told(bot: Any, payer: Payer, link: str, person: int, came: list[float]) -> float:
    first = len(bot.telegram.calls)

    def texts(chat: int) -> list[float]:
        return [
            at
            for at, method in bot.telegram.calls[first:]
            if method.__api_method__ == "sendMessage" and method.chat_id == chat
        ]

    await asyncio.sleep(0.05)  # the bot is idle again
    came.clear()
    await payer.pay(link)
    await bot.until(lambda: bool(texts(person) and texts(shop.GROUP)))
    return max(texts(person)[0], texts(shop.GROUP)[0]) - came[-1]
