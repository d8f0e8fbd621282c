"""The pictures that the bot sends: pure CPU work, safe in any thread, never on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from bot.pictures.card import Card, closed_card, payment_card
from bot.pictures.ornament import Stamp
from bot.pictures.poster import Poster, poster
from bot.pictures.proof import Proof, proof_picture
from bot.pictures.qr import CardImpossible
from bot.pictures.sales import SalesPicture, sales_picture

__all__ = [
    "Card",
    "CardImpossible",
    "Poster",
    "Proof",
    "SalesPicture",
    "Stamp",
    "closed_card",
    "in_painter",
    "payment_card",
    "poster",
    "proof_picture",
    "sales_picture",
]

_painters: WeakKeyDictionary[asyncio.AbstractEventLoop, ThreadPoolExecutor] = WeakKeyDictionary()
"""One for each event loop: a thread is not inherited by a process that is forked off."""


async def in_painter(picture: Callable[[], bytes]) -> bytes:
    """What `picture` draws, one after another in a thread of their own: several at once would hold the loop up."""
    loop = asyncio.get_running_loop()
    if loop not in _painters:
        _painters[loop] = ThreadPoolExecutor(1, thread_name_prefix="tolom-pictures")
    return await loop.run_in_executor(_painters[loop], picture)
