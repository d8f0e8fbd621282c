"""Bills: staff ask for money in one line, customers open the link and pay."""

from bot.services.billing.billing import Billing, Place
from bot.services.billing.refusals import BillEnded, BillIsPaid, BillStillOpen, BillTaken, ForManyPayers, NoTerminal
from bot.services.billing.visits import Visit, Visited, Visits

__all__ = [
    "BillEnded",
    "BillIsPaid",
    "BillStillOpen",
    "BillTaken",
    "Billing",
    "ForManyPayers",
    "NoTerminal",
    "Place",
    "Visit",
    "Visited",
    "Visits",
]
