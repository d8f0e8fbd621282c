"""The report of sales as the seller reads it: a period's figures and facts."""

from datetime import timedelta

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.people import Shop
from bot.shop.periods import Window
from bot.shop.reports import Report, Sold
from bot.texts import periods
from bot.texts.forms import bold, money, safe

_WIDTH = 30
"""Signs of a line of figures: what fits beside each other on a small phone."""


def report(found: Report, shop: Shop) -> str:
    """A period's sales, short enough to stand under a picture."""
    parts = [bold(heading(found.window, shop)), figures(found), *facts(found)]
    parts += (
        ["", bold(best()), *(_product(place, one) for place, one in enumerate(found.by_sum, 1))] if found.by_sum else []
    )
    return "\n".join(parts + _most_often(found))


def heading(window: Window, shop: Shop) -> str:
    """What the report is about."""
    return _("Sales: {period}").format(period=periods.period(window, shop.timezone))


def figures(found: Report) -> str:
    """The sums below each other, aligned."""
    rows = [(orders(), str(found.orders)), (gross(), money(found.gross))]
    if found.fees:
        rows.append((fees(), f"−{money(found.fees)}"))
    if found.refunded:
        rows.append((refunds(), f"−{money(found.refunded)}"))
    if found.fees or found.refunded:
        rows.append((net(), money(found.net)))
    return "<pre>" + "\n".join(_aligned(label, value) for label, value in rows) + "</pre>"


def facts(found: Report) -> list[str]:
    """What is known beside the sums, a line each."""
    lines = []
    if found.fees_unknown:
        said = ngettext("Fee not known for {count} order.", "Fee not known for {count} orders.", found.fees_unknown)
        lines.append(said.format(count=found.fees_unknown))
    if found.orders:
        lines.append(customers(found))
    if found.median_to_pay is not None and found.average_to_pay is not None:
        median, average = duration(found.median_to_pay), duration(found.average_to_pay)
        both = _("Time to pay: {median}, on average {average}").format(median=median, average=average)
        lines.append(time_to_pay(found.median_to_pay) if median == average else both)
    if found.unpaid:
        lines.append(_("Orders left unpaid: {count}").format(count=found.unpaid))
    return lines


def orders() -> str:
    """How many were paid."""
    return _("Paid orders")


def gross() -> str:
    """What they came to."""
    return _("Sold for")


def fees() -> str:
    """What xPay keeps back."""
    return _("xPay's fee")


def refunds() -> str:
    """What went back."""
    return _("Refunded")


def net() -> str:
    """What stays."""
    return _("What stays")


def best() -> str:
    """Above the products that brought most."""
    return _("Sold best")


def customers(found: Report) -> str:
    """New and known ones."""
    counts = {"new": found.new_customers, "returning": found.returning_customers}
    return _("Customers: {new} new, {returning} returning").format(**counts)


def time_to_pay(median: timedelta) -> str:
    """How long it takes, in one figure."""
    return _("Time to pay: {median}").format(median=duration(median))


def duration(time: timedelta) -> str:
    """A time to pay, in the largest units that say something."""
    seconds = int(time.total_seconds())
    if seconds < 60:
        return _("{seconds} s").format(seconds=seconds)
    minutes = (seconds + 30) // 60
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def units(count: int) -> str:
    """How many of a product."""
    return _("{count} pcs").format(count=count)


def _aligned(label: str, value: str) -> str:
    return label + " " * max(1, _WIDTH - len(label) - len(value)) + value


def _product(place: int, one: Sold) -> str:
    return f"{place}. {safe(one.title, 40)} × {one.units} — {money(one.gross)}"


def _most_often(found: Report) -> list[str]:
    """What goes most often, where that is not what brings most."""
    if not found.by_count or found.by_count[0].title == found.by_sum[0].title:
        return []
    first = found.by_count[0]
    return [_("Most often: {title}, {units}").format(title=safe(first.title, 40), units=units(first.units))]


def picture() -> str:
    """Button: the report as a picture."""
    return _("As a picture")


def compare() -> str:
    """Button: compare a day with xPay's list."""
    return _("Compare with xPay")


def export() -> str:
    """Button: the period as files."""
    return _("As a file…")


def back_to_sales() -> str:
    """Button: back to the report."""
    return _("← Sales")
