"""What the counter says is short enough and harmless, whatever titles and names people write."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.messages.staff_buttons import CounterAct, CounterButton
from bot.shop.counter import Counter, CounterState
from bot.shop.order import Handover, Order, OrderLine, OrderState, Wishes
from bot.shop.people import Language, Person, Role, Shop
from bot.shop.proof import Standing
from bot.texts import banks, counter, forms, proof
from bot.texts.languages import translations
from tests.test_locales import assert_balanced

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
LONG = "Ө" * 300 + "<b>&\u202e" + "😀" * 300
SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
PERSON = Person(1, 1, 4242, LONG, None, Language.KY, None, Role.CASHIER)


def order(state: OrderState, lines: int = 60) -> Order:
    values: dict[str, Any] = dict.fromkeys(Order.__dataclass_fields__)
    values |= {"id": 1, "number": 10**8, "token": "t", "state": state, "total": 9_000_000_00, "placed_at": NOW}
    paid_at = NOW if state is OrderState.PAID else None
    wishes = Wishes(Handover.DELIVERY, "+996555123456", LONG, 42.87, 74.59, LONG)
    goods = (OrderLine(None, LONG, 1_500_00, 3),) * lines
    return Order(**(values | {"lines": goods, "expires_at": NOW, "paid_at": paid_at, "wishes": wishes}))


def code(state: CounterState, *, overdue: bool = False) -> Counter:
    values: dict[str, Any] = dict.fromkeys(Counter.__dataclass_fields__)
    facts = {"id": 2**60, "title": LONG, "amount": 9_000_000_00, "state": state, "since": NOW, "overdue": overdue}
    return Counter(**(values | facts))


@pytest.mark.parametrize("language", list(Language))
def test_every_state_has_its_words(language: Language) -> None:
    """The live message for each pair of states, receipts for each standing; all valid for Telegram."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for state in OrderState:
            for of_code in CounterState:
                for overdue in (False, True):
                    one = code(of_code, overdue=overdue)
                    text = counter.live(order(state), one, PERSON, "07:38", SHOP)
                    assert_balanced(text, f"{state} {of_code}")
                    assert forms.visible_length(text) <= 1024
                    assert_balanced(counter.overdue(one), of_code)
                    assert ("⚠️" in counter.overdue(one)) is overdue
        for how in Standing:
            text = proof.proof(order(OrderState.PAID), SHOP, how, 50, NOW)
            assert_balanced(text, how)
            assert forms.visible_length(text) <= 1024
            for secret in ("+996", "42.87", "74.59"):
                assert secret not in text
        assert_balanced(banks.overview([]), "banks")
        for refusal in (counter.busy(LONG), counter.wait_until_locked(), counter.too_many(), counter.not_made()):
            assert forms.visible_length(refusal) <= forms.TOAST


def test_a_public_chat_does_not_learn_who_sells() -> None:
    """The seller's name is left out where strangers read along."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        named = replace(PERSON, name="Nurlan")
        shown = counter.live(order(OrderState.PAID), code(CounterState.LOCKED), named, "", SHOP)
        hidden = counter.live(order(OrderState.PAID), code(CounterState.LOCKED), None, "", SHOP)
    assert "Nurlan" in shown
    assert "Nurlan" not in hidden


@pytest.mark.parametrize("act", list(CounterAct))
def test_buttons_fit(act: CounterAct) -> None:
    """64 bytes, with the largest id."""
    assert len(CounterButton(act=act, counter_id=2**63 - 1).pack().encode()) <= 64
