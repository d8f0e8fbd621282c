"""The pictures that the bot sends: pure CPU work, safe in any thread, never on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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

_PAINTER = ThreadPoolExecutor(1, thread_name_prefix="tolom-pictures")


async def in_painter(picture: Callable[[], bytes]) -> bytes:
    """What `picture` draws, one after another in a thread of their own: several at once would hold the loop up."""
    return await asyncio.get_running_loop().run_in_executor(_PAINTER, picture)
