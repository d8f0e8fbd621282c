"""The group's sentences in every language: valid for Telegram, and short enough for where they stand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.chats import Lacking, Place
from bot.shop.fulfilment import Stage, Step
from bot.shop.letters import MOST_UNITS
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.people import Language, Person, Purpose, Role, Shop
from bot.texts import forms, fulfilment, group, letters
from bot.texts.languages import translations

LONG = "Ө" * 300 + "<b>&\u202e" + "😀" * 300
NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
PERSON = Person(1, 1, 4242, LONG, None, Language.KY, None, Role.CUSTOMER)
ORDER = Order(
    1, 1, 1, 17, "t", OrderState.PAID, 100, Wishes(Handover.PICKUP), (), NOW, NOW, NOW, False, None, None, None
)  # fmt: skip


def rendered() -> Iterator[tuple[Callable[[], str], int]]:
    """Each sentence with hard arguments, and the most units that it may have."""
    yield partial(letters.to_customer, 17, SHOP, "<" * MOST_UNITS), 1024
    yield partial(letters.to_shop, 17, PERSON, "&" * MOST_UNITS), 1024
    for one in (letters.not_taken, letters.too_many, letters.write_in_private, group.ask_quiet, group.how_to_choose):
        yield one, 200
    for stage in Stage:
        yield partial(fulfilment.made, stage), 32
        yield partial(fulfilment.move, stage), 32
        yield partial(fulfilment.overtaken, stage, LONG[:64]), 200
        for handover in Handover:
            order = replace(ORDER, fulfilment=stage, wishes=Wishes(handover))
            yield partial(fulfilment.ready, order, SHOP), 4096
            yield partial(_joined, order), 4096
    for lacking in Lacking:
        yield partial(group.lacks, lacking), 200
        yield partial(group.connected, Place(-1, LONG, is_public=True, lacking=lacking)), 4096
    for purpose in Purpose:
        yield partial(group.here, purpose), 40
    for shows in (True, False):
        yield partial(group.phones_line, replace(SHOP, shows_phones=shows)), 200
    yield partial(group.chat_line, replace(SHOP, merchant_chat_id=0)), 200
    yield partial(group.quiet_line, 1_500_00), 200
    yield partial(fulfilment.number_of, 10**9, "+996555123456"), 200
    yield partial(fulfilment.number_of, 10**9, None), 200


def _joined(order: Order) -> str:
    return "\n".join([*fulfilment.history([Step(order.fulfilment, LONG, NOW)], order, SHOP), fulfilment.on_card(order)])


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_valid_and_short_enough(language: Language) -> None:
    """Also with names full of tags, direction marks and emoji; alerts have at most 200 units."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for one, most in rendered():
            text = one()
            assert text.strip()
            assert forms.visible_length(text) <= most, text
            assert "\u202e" not in text
            assert "{" not in text


def test_the_day_stands_only_where_it_is_another() -> None:
    """What was done on the day of the payment has the time alone."""
    i18n = translations()
    later = replace(ORDER, paid_at=datetime(2026, 11, 20, tzinfo=UTC))
    with i18n.context(), i18n.use_locale(Language.EN):
        assert fulfilment.history([Step(Stage.TAKEN, "Aida", NOW)], ORDER, SHOP) == ["✓ Taken · Aida, 02:30"]
        assert fulfilment.history([Step(Stage.REJECTED, "<b>", NOW)], later, SHOP) == [
            "✗ Not filled · &lt;b&gt;, 24.11.2026, 02:30"
        ]
