"""The pictures that the bot sends: pure CPU work, safe in any thread, never on the event loop."""

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
    "payment_card",
    "poster",
    "proof_picture",
    "sales_picture",
]
