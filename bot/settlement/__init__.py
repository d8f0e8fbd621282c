"""News of a payment -> state machine -> order, stock and messages, in one transaction. The only writer of "paid"."""

from bot.settlement.admission import may_be_paid
from bot.settlement.asking import Settlement
from bot.settlement.books import accept, release
from bot.settlement.comparing import Comparing
from bot.settlement.counter import NewToken, end, hear, sell
from bot.settlement.reading import StatusUnit
from bot.settlement.rereading import read_again

__all__ = [
    "Comparing",
    "NewToken",
    "Settlement",
    "StatusUnit",
    "accept",
    "end",
    "hear",
    "may_be_paid",
    "read_again",
    "release",
    "sell",
]
