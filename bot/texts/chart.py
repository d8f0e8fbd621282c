"""What stands in the chart of a report."""

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn


def nothing_sold() -> str:
    """In the middle of an empty chart."""
    return _("No sales in this time")


def chart_sum(amount: Tyiyn) -> str:
    """A sum at the chart's edge: whole som, thousands made short."""
    som = amount // 100
    if som >= 1_000_000 and som % 100_000 == 0:
        return _("{number} m").format(number=_tenths(som // 100_000))
    if som >= 10_000 and som % 100 == 0:
        return _("{number} k").format(number=_tenths(som // 100))
    return str(som)


def _tenths(number: int) -> str:
    whole, tenth = divmod(number, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
