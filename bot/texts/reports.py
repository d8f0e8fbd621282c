"""The report of sales, the daily summary, and the comparison with xPay's list, as the seller reads them."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.shop.periods import Days, Span, Window
from bot.shop.reports import Comparison, Report, Sold, Unmatched
from bot.texts.forms import bold, money, safe

_WIDTH = 30
"""Signs of a line of figures: what fits beside each other on a small phone."""

_MOST_UNMATCHED = 5


def report(found: Report, shop: Shop) -> str:
    """A period's sales, short enough to stand under a picture."""
    parts = [bold(heading(found.window, shop)), figures(found), *facts(found)]
    parts += (
        ["", bold(best()), *(_product(place, one) for place, one in enumerate(found.by_sum, 1))] if found.by_sum else []
    )
    return "\n".join(parts + _most_often(found))


def heading(window: Window, shop: Shop) -> str:
    """What the report is about."""
    return _("Sales: {period}").format(period=period(window, shop.timezone))


def period(window: Window, timezone: str) -> str:
    """A window as people say it: a day, a month, two days; with the hours where it is no whole days."""
    zone = ZoneInfo(timezone)
    since, until = window.since.astimezone(zone), window.until.astimezone(zone)
    if since.time() == until.time() == since.time().min:
        return of_days(Days(since.date(), until.date() - timedelta(days=1)))
    return f"{since:%d.%m, %H:%M} – {until:%d.%m.%Y, %H:%M}"


def of_days(days: Days) -> str:
    """Whole days as people say them."""
    if days.is_one:
        return f"{days.first:%d.%m.%Y}"
    if days.is_month:
        return month(days.first)
    return f"{days.first:%d.%m} – {days.last:%d.%m.%Y}"


def month(day: date) -> str:
    """The month of a day, with its year."""
    names = (
        _("January {year}"),
        _("February {year}"),
        _("March {year}"),
        _("April {year}"),
        _("May {year}"),
        _("June {year}"),
        _("July {year}"),
        _("August {year}"),
        _("September {year}"),
        _("October {year}"),
        _("November {year}"),
        _("December {year}"),
    )
    return names[day.month - 1].format(year=day.year)


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


def nothing_sold() -> str:
    """In the middle of an empty chart."""
    return _("No sales in this time")


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


def span(which: Span) -> str:
    """Button: a span that is counted from today."""
    match which:
        case Span.TODAY:
            return _("Today")
        case Span.YESTERDAY:
            return _("Yesterday")
        case Span.WEEK:
            return _("7 days")
        case Span.THIRTY:
            return _("30 days")
        case Span.THIS_MONTH:
            return _("This month")
        case Span.LAST_MONTH:
            return _("Last month")


def other_month() -> str:
    """Button: the list of months."""
    return _("Another month…")


def which_month(found: Sequence[Days]) -> str:
    """Above the list of months."""
    return _("Which month?") if found else _("Nothing has been sold yet.")


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


def compared(found: Comparison | None) -> str:
    """How the transfers of a period agree with xPay's list."""
    if found is None:
        return _("This could not be compared with xPay: its list of payments did not come, or cannot be read.")
    if not found.ours and not found.theirs:
        return _("Compared with xPay: no payments on either side.")
    if not found.only_there and not found.only_here:
        return _("Compared with xPay: all {count} payments agree.").format(count=found.ours)
    lines = [_("Compared with xPay: ours {ours}, xPay {theirs}.").format(ours=found.ours, theirs=found.theirs)]
    if found.only_there:
        count = len(found.only_there)
        said = ngettext("⚠️ {count} is only at xPay:", "⚠️ {count} are only at xPay:", count)
        lines += [said.format(count=count), *map(_unmatched, found.only_there[:_MOST_UNMATCHED])]
        if count > _MOST_UNMATCHED:
            lines.append("…")
    if found.only_here:
        sentence = ngettext(
            "{count} of ours, {sum}, is not in xPay's list (yet).",
            "{count} of ours, {sum}, are not in xPay's list (yet).",
            found.only_here,
        )
        lines.append(sentence.format(count=found.only_here, sum=money(found.only_here_sum)))
    return "\n".join(lines)


def _unmatched(one: Unmatched) -> str:
    amount = _("sum not clear") if one.amount is None else money(one.amount)
    what = f"{amount}, {one.at:%H:%M}" if one.at is not None else amount
    if one.order_number is None:
        return _("• {what}: no QR of this bot; perhaps another till").format(what=what)
    if one.case:
        return _("• {what}: QR of order № {number}; it is at /desk now").format(what=what, number=one.order_number)
    return _("• {what}: QR of order № {number}; please look at it").format(what=what, number=one.order_number)


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
