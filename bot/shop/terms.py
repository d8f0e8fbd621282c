"""On which terms a shop takes orders: how goods reach people, for when they can be wished, and whether it pauses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.shop.order import Handover

MOST_AREAS = 20
MOST_LEAD_HOURS = 30 * 24
MOST_DAYS_AHEAD = 31
SLOTS = (30, 60, 120, 180, 240)
"""How long a slot may be, in minutes."""


class Asks(StrEnum):
    """What a customer is asked about the time."""

    NOTHING = "nothing"
    DAY = "day"
    TIME = "time"
    """The day, then the time."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an owner has chosen.

    An order is wished for a time at least `lead_hours` from now (0: as soon as possible too), and at most `days_ahead`
    days from today. Outside the opening hours orders are taken if `takes_when_closed`, or if a day is asked for.
    """

    offers_pickup: bool = True
    offers_delivery: bool = True
    asks_when: Asks = Asks.NOTHING
    lead_hours: int = 0
    days_ahead: int = 14
    slot_minutes: int = 120
    takes_when_closed: bool = True

    @property
    def ways(self) -> tuple[Handover, ...]:
        """How goods can reach people, at least one."""
        offered = {Handover.PICKUP: self.offers_pickup, Handover.DELIVERY: self.offers_delivery}
        return tuple(way for way, yes in offered.items() if yes)


USUAL = Terms()
"""Those of a shop that has chosen nothing."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The shop takes no orders since `at`; `by` named themselves so, `why` is for customers, perhaps empty."""

    at: datetime
    by: str
    why: str = ""
