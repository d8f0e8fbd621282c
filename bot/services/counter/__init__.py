"""The counter: static QRs that staff open for one customer, and that are locked at all other times."""

from bot.services.counter.codes import Busy, CodeNotMade, Counters, StillOpen, TooManyCodes
from bot.services.counter.switching import Switching

__all__ = ["Busy", "CodeNotMade", "Counters", "StillOpen", "Switching", "TooManyCodes"]
