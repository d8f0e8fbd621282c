"""The counter: static QRs that staff open for one customer, and that are locked at all other times."""

from bot.counter.codes import Busy, CodeNotMade, Counters, StillOpen, TooManyCodes
from bot.counter.switching import Switching

__all__ = ["Busy", "CodeNotMade", "Counters", "StillOpen", "Switching", "TooManyCodes"]
