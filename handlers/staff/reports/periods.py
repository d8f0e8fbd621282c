"""The period that a button speaks of."""

from bot.clock import Clock
from bot.shop.people import Shop
from bot.shop.periods import Days, NoPeriod, local_date, read_period
from bot.staff import GoneMissing


def days_behind(period: str, shop: Shop, clock: Clock) -> Days:
    """The days that a button speaks of, as seen from today.

    Raises:
        GoneMissing: when it speaks of none; only a forged one does.
    """
    try:
        return read_period(period, local_date(clock.now(), shop.timezone))
    except NoPeriod:
        raise GoneMissing from None
