import io
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.messages.report import picture_of, read_comparison, write_comparison
from bot.shop.people import Language, Shop
from bot.shop.periods import Days, read_period
from bot.shop.reports import Bar, Comparison, Report, Sold, Unmatched
from bot.texts import comparison
from bot.texts import reports as texts
from bot.texts.forms import CAPTION, visible_length
from bot.texts.languages import translations

LONG = "Ө" * 200 + "<b>&\u202e" + "😀" * 200
TODAY = date(2026, 11, 23)
SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
BIG = 99_999_999_99


def report(days: Days, gross: int, titles: int) -> Report:
    window = days.window(SHOP.timezone)
    bars = tuple(Bar(piece.since, 7, gross) for piece in window.pieces(SHOP.timezone))
    sold = tuple(Sold(f"{number}{LONG}", 99_999, gross) for number in range(titles))
    hours = timedelta(hours=25) if gross else None
    return Report(window, 7, gross, 3, gross, gross, 9, 9, 9, hours, hours, 9, bars, sold, sold[::-1])


CASES = {
    "an empty day": report(Days(TODAY, TODAY), 0, 0),
    "a day": report(Days(TODAY, TODAY), 1, 1),
    "a month": report(read_period("2026-10", TODAY), BIG, 5),
}
COMPARED = Comparison(41, 60, tuple(Unmatched(BIG, None, 999_999, case=True) for _ in range(20)), 3, BIG)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", CASES)
def test_a_report_fits_everywhere(language: Language, name: str) -> None:
    """The text stands under a picture; the picture is small; the longest names and largest sums break neither."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        text = texts.report(CASES[name], SHOP)
        content = picture_of(CASES[name], SHOP)()
        compared = comparison.compared(COMPARED)
    assert visible_length(text) <= CAPTION
    assert visible_length(compared) <= CAPTION
    assert Image.open(io.BytesIO(content)).size == (1000, 1300)
    assert len(content) < 80_000


@pytest.mark.parametrize("found", [None, COMPARED, Comparison(0, 0, (), 0, 0)])
def test_a_comparison_is_kept_as_it_was(found: Comparison | None) -> None:
    """The summary is drawn from what was written down with it."""
    assert read_comparison(write_comparison(found)) == found
