"""Pure rules: how an order stands for whoever checks it, and the table of banking apps."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.messages import keyboards
from bot.shop.banks import BANKS, chosen, in_pairs, switched
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.payment import Payment, PaymentState
from bot.shop.proof import Standing, standing
from bot.texts.languages import translations

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LINK = "https://pay.xpay.kg#00020101"


def order(state: OrderState, **changes: Any) -> Order:
    values: dict[str, Any] = dict.fromkeys(Order.__dataclass_fields__)
    values |= {"id": 1, "number": 1, "state": state, "total": 1_500_00, "lines": (), "expires_at": NOW}
    return Order(**(values | {"wishes": Wishes(Handover.PICKUP)} | changes))


def payment(state: PaymentState) -> Payment:
    values: dict[str, Any] = dict.fromkeys(Payment.__dataclass_fields__)
    return Payment(**(values | {"state": state, "link": LINK}))


@pytest.mark.parametrize("state", [state for state in OrderState if state is not OrderState.PAID])
def test_only_paid_is_paid(state: OrderState) -> None:
    """Whatever else is true of the order."""
    assert standing(order(state), 0) is Standing.NOT_PAID


@pytest.mark.parametrize(
    ("refunded", "rejected", "how"),
    [
        (0, None, Standing.PAID),
        (1_499_99, None, Standing.PAID),
        (1_500_00, None, Standing.SENT_BACK),
        (0, "меш бузулду", Standing.REJECTED),
        (500_00, "меш бузулду", Standing.REJECTED),
        (1_500_00, "меш бузулду", Standing.SENT_BACK),
    ],
)
def test_refunds_and_rejections_show(refunded: int, rejected: str | None, how: Standing) -> None:
    """Nobody hands over what was given back."""
    assert standing(replace(order(OrderState.PAID), rejected_why=rejected), refunded) is how


def test_the_table_of_banks_is_sound() -> None:
    """Every link is https and ends where the ELQR text begins; keys are short and single words."""
    assert len({bank.key for bank in BANKS}) == len({bank.prefix for bank in BANKS}) == len(BANKS)
    for bank in BANKS:
        parts = urlsplit(bank.link("0002"))
        assert (parts.scheme, parts.fragment) == ("https", "0002")
        assert bank.prefix.count("#") == 1
        assert bank.key.isalpha()
        assert len(bank.key) <= 16


def test_switching_keeps_the_order_of_the_table() -> None:
    """On, off, unknown keys fall away."""
    assert chosen("") == ()
    on = switched(switched("", "bakai"), "mbank")
    assert [bank.key for bank in chosen(on)] == ["mbank", "bakai"]
    assert switched(on, "mbank") == "bakai"
    assert switched("gone bakai", "nobody") == "bakai"
    assert [len(pair) for pair in in_pairs(BANKS)] == [2, 2, 2, 2, 2, 1]


def test_bank_buttons_stand_below_the_main_one_while_it_can_be_paid() -> None:
    """Two in a row; none when nothing can be paid."""
    i18n = translations()
    with i18n.context(), i18n.use_locale("ky"):
        for state in PaymentState:
            markup = keyboards.card(order(OrderState.WAITING), payment(state), chosen("mbank bakai odengi"))
            rows = [[one.url for one in row] for row in markup.inline_keyboard] if markup else []
            banks = [row for row in rows if any("mbank" in (url or "") for url in row)]
            payable = any(LINK in row for row in rows)
            assert bool(banks) is payable
            if payable:
                assert rows[0] == [LINK]
                assert rows[1] == ["https://app.mbank.kg/qr/#00020101", "https://api.dengi.o.kg/#00020101"]
                assert rows[2] == ["https://bakai.app/#00020101"]
