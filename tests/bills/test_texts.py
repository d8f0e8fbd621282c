"""Whatever a seller writes, Telegram takes what is made of it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from bot.shop.bills import MOST_TITLE, Bill, BillState, Standing, read_wish
from bot.shop.fulfilment import Stage
from bot.shop.order import Handover, OrderState, Wishes
from bot.shop.people import Language, Shop
from bot.texts import bills as texts
from bot.texts import fulfilment, inline_bills, staff_bills
from bot.texts.forms import CAPTION, TEXT, TOAST, visible_length
from bot.texts.languages import translations
from handlers.staff.bills.buttons import prepared, preparing
from tests.test_locales import assert_balanced, order

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
_, TITLE = read_wish("1 " + "<b>&\u202e" + "Ө😀" * 200)
VALUES: dict[str, Any] = dict.fromkeys(Bill.__dataclass_fields__) | {
    "title": TITLE,
    "amount": 99_999_999_00,
    "id": 10**12,
}
BILL = Bill(**(VALUES | {"many": False, "may_raise": True, "due_at": NOW, "token": "t" * 32}))
SHOP = Shop(1, "<Г>&" * 40, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
LINK = "https://t.me/" + "b" * 32 + "?start=b_" + "t" * 32


@pytest.mark.parametrize("language", list(Language))
def test_every_text_fits_and_is_valid(language: Language) -> None:
    """Cards fit under a picture, alerts and toasts into 200 units, the line above inline results into 64."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for state, many in product(BillState, (True, False)):
            bill = replace(BILL, many=many)
            one = Standing(bill, state, 12345, 10**12, None if many else order(OrderState.WAITING, 1))
            card, screen = texts.card(one, SHOP, "…" * 250, LINK), staff_bills.screen(one, SHOP, LINK)
            assert visible_length(card) <= CAPTION
            assert visible_length(screen) <= TEXT
            assert_balanced(card, "card")
            assert_balanced(screen, "screen")
            assert 0 < len(staff_bills.row(one)) <= 128
        for alert in (
            inline_bills.feedback_off, inline_bills.wait, staff_bills.is_paid, staff_bills.ended,
            staff_bills.still_open, staff_bills.is_taken, staff_bills.no_terminal, staff_bills.is_for_many,
            staff_bills.only_in_private, staff_bills.nobody_there, staff_bills.done,
        ):  # fmt: skip
            assert visible_length(alert()) <= TOAST, alert
        assert len(inline_bills.how()) <= 64
        assert len(inline_bills.to_shop(SHOP)) <= 64
        assert_balanced(inline_bills.preparing(1, TITLE), "inline")
        assert_balanced(staff_bills.made(BILL), "made")
        assert_balanced(staff_bills.surely(BILL), "surely")


def test_a_title_is_one_short_line() -> None:
    """However long it was, and without marks that turn the line round."""
    assert len(TITLE) <= MOST_TITLE
    assert "\u202e" not in TITLE


@pytest.mark.parametrize("title", ["торт", "a:b:c", "торт для Аиды, свечи", "ю" * 27, "ю" * 28, "ю" * 100])
def test_the_button_under_an_inline_bill_carries_it_whole_or_not_at_all(title: str) -> None:
    """64 bytes are what Telegram lets a button carry; half a title is none."""
    data = preparing(1_500_00, title)
    assert len(data.encode()) <= 64
    assert prepared(data) in {(1_500_00, title), None}
    assert (prepared(data) is None) == (len(f"ib:150000:{title}".encode()) > 64)


@pytest.mark.parametrize("data", ["ib::x", "ib:x:y", "ib:150000:", "ib:-5:x"])
def test_a_button_that_says_nothing_makes_nothing(data: str) -> None:
    """Whatever an odd client sends."""
    assert prepared(data) is None


def test_a_bill_that_is_ready_promises_no_delivery() -> None:
    """Nobody said how it is handed over, so nobody is told that it will be brought."""
    ready = replace(order(OrderState.PAID, 1), wishes=Wishes(Handover.NONE), fulfilment=Stage.READY)
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        assert fulfilment.on_card(ready) == "It is ready."
        assert "brought" not in fulfilment.ready(ready, SHOP)
