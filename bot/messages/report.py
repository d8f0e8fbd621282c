"""A report of sales as a message and as a picture, and the daily summary in the merchant's chat."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.messages.message import Message
from bot.pictures import SalesPicture, sales_picture
from bot.shop.people import Shop
from bot.shop.periods import Window
from bot.shop.reports import Comparison, Report, Unmatched
from bot.storage import reports, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import board, chart, comparison
from bot.texts import reports as texts
from bot.texts.forms import CAPTION, money, visible_length

_LINES = 4


def picture_of(report: Report, shop: Shop) -> Callable[[], bytes]:
    """Draws the report with the words of the language of this moment; for a thread."""
    what = SalesPicture(
        shop=shop.name,
        period=texts.heading(report.window, shop),
        figures=(
            (texts.gross(), money(report.gross)),
            (board.orders(), str(report.orders)),
            (texts.net(), money(report.net)),
        ),
        bars=tuple(
            (bar.gross, f"{bar.at:%H:%M}" if report.window.is_hourly else f"{bar.at:%d.%m}") for bar in report.bars
        ),
        best=texts.best(),
        products=tuple((one.title, texts.units(one.units), money(one.gross)) for one in report.by_sum),
        shares=tuple(one.gross * 100 // max(1, report.by_sum[0].gross) for one in report.by_sum),
        foot=_foot(report),
        empty=chart.nothing_sold(),
    )
    lines = [(at, chart.chart_sum(at)) for at in _lines(max((bar.gross for bar in report.bars), default=0))]
    return lambda: sales_picture(what, lines)


async def summary(unit: Unit, row: Row) -> Message | None:
    """To the merchant's chat: how the day was, and how it agrees with xPay's list."""
    shop = await shops.load(unit, row.shop_id)
    window = Window(datetime.fromisoformat(row.facts["since"]), datetime.fromisoformat(row.facts["until"]))
    report = await reports.load(unit, shop, window)
    compared = comparison.compared(read_comparison(row.facts.get("xpay")))
    text = f"{texts.report(report, shop)}\n\n{compared}"
    fits = visible_length(text) <= CAPTION
    name = f"summary:{window.until.isoformat()}"
    return Message(text, picture=picture_of(report, shop) if fits else None, picture_name=name if fits else None)


def write_comparison(found: Comparison | None) -> dict[str, Any] | None:
    """A comparison as it is kept with the message that tells it."""
    if found is None:
        return None
    there = [
        {
            "amount": one.amount,
            "at": one.at.isoformat() if one.at else None,
            "order": one.order_number,
            "case": one.case,
        }
        for one in found.only_there
    ]
    own = {"ours": found.ours, "theirs": found.theirs, "here": found.only_here, "here_sum": found.only_here_sum}
    return own | {"there": there}


def read_comparison(facts: dict[str, Any] | None) -> Comparison | None:
    """The comparison that `write_comparison` has written."""
    if facts is None:
        return None
    there = tuple(
        Unmatched(one["amount"], datetime.fromisoformat(one["at"]) if one["at"] else None, one["order"], one["case"])
        for one in facts["there"]
    )
    return Comparison(facts["ours"], facts["theirs"], there, facts["here"], facts["here_sum"])


def _foot(report: Report) -> str:
    parts = [texts.customers(report)] if report.orders else []
    if report.median_to_pay is not None:
        parts.append(texts.time_to_pay(report.median_to_pay))
    return " · ".join(parts)


def _lines(highest: int) -> list[int]:
    """Round sums for at most four lines, up to the highest bar: 1, 2 or 5 with noughts."""
    power = 100
    while True:
        for step in (power, power * 2, power * 5):
            if highest // step <= _LINES:
                return [step * times for times in range(1, highest // step + 1)]
        power *= 10
