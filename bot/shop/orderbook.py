"""The seller's view of the orders: the piles they lie in, and everything that is known of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.shop.fulfilment import Step
from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case, Refund
from bot.shop.order import Order
from bot.shop.payment import Payment
from bot.shop.people import Person

MOST_NOTE = 500
"""The longest note on an order, in characters."""

PAGE_SIZE = 8
"""Orders on a page: as many as a phone shows without scrolling."""

MOST_COUNTED = 99
"""Counting stops beyond this: nobody needs to know whether 400 or 500 orders are done."""


class Pile(StrEnum):
    """The piles of the order book. An order may lie in several: odd money is beside everything else."""

    PREPARE = "prepare"
    """Paid, and not ready yet; the oldest first."""
    UNPAID = "unpaid"
    """Waiting for the money."""
    READY = "ready"
    DONE = "done"
    """Handed over, or rejected."""
    ODD = "odd"
    """A case of it is open on the desk."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Entry:
    """An order in a list, with its customer's name."""

    order: Order
    customer: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a pile; there are more before it and after it where it says so."""

    pile: Pile
    entries: tuple[Entry, ...]
    has_before: bool
    has_after: bool


@dataclass(frozen=True, slots=True)
class Takings:
    """What was paid within some time: how many orders, and their sum in tyiyn."""

    count: int
    sum: Tyiyn


@dataclass(frozen=True, slots=True)
class Glance:
    """What waits: orders to prepare, orders unpaid, cases on the desk (counted to just beyond `MOST_COUNTED`)."""

    to_prepare: int
    unpaid: int
    odd: int
    today: Takings


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came on one of an order's payments, or counts for the order.

    `amount` (tyiyn) is None where the sum was not certain; `raw` is how xPay wrote it, `trx` its reference.
    `pays` is the number of the order that it pays, if it pays one.
    """

    amount: Tyiyn | None
    raw: str
    trx: str
    seen_at: datetime
    pays: int | None


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of an order's log: what happened, when, and by whom where a person did it."""

    at: datetime
    what: str
    by: str | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one order. Lists are the newest of each kind, the oldest of them first.

    `deciders` are names by the people's ids; `letters` counts those of the customer and those of the shop; `owed` is
    what came for a paid order and did not go back, `others` how many more orders the customer has placed.
    """

    order: Order
    customer: Person
    payments: tuple[Payment, ...]
    transfers: tuple[Transfer, ...]
    cases: tuple[Case, ...]
    deciders: dict[int, str]
    refunds: tuple[Refund, ...]
    steps: tuple[Step, ...]
    letters: tuple[int, int]
    log: tuple[Happening, ...]
    owed: Tyiyn
    others: int
