"""What is kept of a stranger's words."""

import pytest

from bot.shop.letters import MOST_UNITS, passed_on


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("4242424242424242", "••••"),
        ("карта 4242 4242 4242 4242, CVC 123", "карта ••••, CVC 123"),
        ("378282246310005!", "••••!"),
        ("телефон +996 555 123 456", "телефон +996 555 123 456"),
        ("заказ 1234567890123", "заказ 1234567890123"),
        ("4242 4242 4242 4243", "4242 4242 4242 4243"),
    ],
)
def test_card_numbers_are_not_kept(written: str, kept: str) -> None:
    """Whatever passes the check of card numbers is hidden; other numbers stay."""
    assert passed_on(written) == kept


def test_lines_stay_and_tricks_go() -> None:
    """Direction marks and control characters vanish, heaps of empty lines shrink."""
    assert passed_on("  бир \n\n\n\n\u202eэки\x00 ") == "бир\n\nэки"
    assert passed_on(" \n\u200b\n ") == ""


@pytest.mark.parametrize("sign", ["ө", "😀"])
def test_a_letter_fits_under_a_photo(sign: str) -> None:
    """Telegram counts UTF-16 units; what is cut says so."""
    kept = passed_on(sign * 3000)
    assert len(kept.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert kept.endswith("…")
    assert passed_on(sign * (MOST_UNITS // 2)) == sign * (MOST_UNITS // 2)
