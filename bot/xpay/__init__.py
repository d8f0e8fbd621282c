"""The client of the payment provider: what it can be asked, what it answers, and how that can go wrong."""

from bot.xpay.amounts import AmountReading, Reading, Unit, Verdict, read_amount, read_at_least
from bot.xpay.client import HistoryState, Mode, XPayClient
from bot.xpay.elqr import Elqr, LinkFault, LinkVerdict, UnreadableLink, read_link
from bot.xpay.elqr import verify as verify_link
from bot.xpay.errors import NoPoint, Rejected, Unauthorised, Unavailable, Unreadable, XPayError
from bot.xpay.points import Charge, Limits, Point
from bot.xpay.qr import QRCode, QRRequest
from bot.xpay.status import HistoryEntry, PaymentStatus, StaticStatus
from bot.xpay.strict_json import Json, StrictJSONError, loads

__all__ = [
    "AmountReading",
    "Charge",
    "Elqr",
    "HistoryEntry",
    "HistoryState",
    "Json",
    "Limits",
    "LinkFault",
    "LinkVerdict",
    "Mode",
    "NoPoint",
    "PaymentStatus",
    "Point",
    "QRCode",
    "QRRequest",
    "Reading",
    "Rejected",
    "StaticStatus",
    "StrictJSONError",
    "Unauthorised",
    "Unavailable",
    "Unit",
    "Unreadable",
    "UnreadableLink",
    "Verdict",
    "XPayClient",
    "XPayError",
    "loads",
    "read_amount",
    "read_at_least",
    "read_link",
    "verify_link",
]
