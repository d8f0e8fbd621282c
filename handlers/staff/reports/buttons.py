"""What the buttons of the reports carry. A period is written as `bot.shop.periods.read_period` reads it."""

from aiogram.filters.callback_data import CallbackData

from bot.shop.people import Summary


class ShowSales(CallbackData, prefix="rsa"):
    """Show the report of a period."""

    period: str


class ShowMonths(CallbackData, prefix="rmo"):
    """Show the months that have sales; with `exports` to have one as a file."""

    exports: bool


class DrawSales(CallbackData, prefix="rdr"):
    """Send the report of a period as a picture."""

    period: str


class CompareSales(CallbackData, prefix="rco"):
    """Compare a day with xPay's list."""

    period: str


class ShowSummary(CallbackData, prefix="rsu"):
    """Show how the daily summary is set."""


class ChooseSummary(CallbackData, prefix="rsc"):
    """Choose when the daily summary comes."""

    summary: Summary


class ChooseSummaryTime(CallbackData, prefix="rst"):
    """Ask when the day ends."""


class AskExport(CallbackData, prefix="rex"):
    """Choose in which form a period is exported."""

    period: str


class Export(CallbackData, prefix="rfi"):
    """Send a period's tables as files: `xlsx` or `csv`."""

    period: str
    form: str
