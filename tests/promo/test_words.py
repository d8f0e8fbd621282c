"""Every sentence about promo codes, in every language: valid for Telegram, short enough, and for the right eyes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest

from bot.shop.deeds import Deed, Entry
from bot.shop.order import Handover, Order, OrderLine, OrderState, Wishes
from bot.shop.people import Language, Person, Role, Shop
from bot.shop.pricing import Price
from bot.shop.promo import LONGEST, MOST_CODES, Denial, Discount, Promo, Why
from bot.texts import audit, checkout, forms, merchant, orders, promo
from bot.texts.languages import translations
from tests.test_locales import assert_balanced

NOW, DAY = datetime(2026, 11, 23, 20, 30, tzinfo=UTC), date(2026, 12, 31)
SHOP = Shop(1, "Дүкөн", Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
PERSON = Person(1, 1, 4242, "Айда", None, Language.KY, "+996555123456", Role.CUSTOMER)
CODE = Promo(
    1, 1, "Ө" * LONGEST, Discount(amount=99_999_999_99), DAY, DAY, 1_000_000, least_goods=99_999_999_99, uses=999_999
)
PLAIN = Promo(1, 1, "ЖАЗ10", Discount(percent=10))
LANGUAGES = pytest.mark.parametrize("language", list(Language))
_ENTRY = Entry(1, NOW, "А", Deed.PROMO_CHANGED, "promo:1", {"code": "ЖАЗ10"})
_PLACED = Order(
    1, 1, 1, 7, "t", OrderState.PAID, 1_350_00, Wishes(Handover.PICKUP), (OrderLine(1, "Торт", 1_500_00, 1),),
    NOW, NOW, NOW, False, None, None, None, discount=150_00, promo_id=1, promo="ЖАЗ10",
)  # fmt: skip


def rendered() -> Iterator[tuple[Callable[[], str], int]]:
    """Each sentence with hard arguments, and the most units that it may have."""
    own = [one for one in vars(promo).values() if getattr(one, "__module__", "") == promo.__name__]
    for function in own:
        if not function.__code__.co_argcount and not function.__code__.co_kwonlyargcount:
            yield function, 4096 if function.__name__.startswith(("ask", "not")) else 200
    for why in Why:
        denial = Denial(why, "<Ө>" * 100, DAY, 99_999_999_99)
        yield partial(promo.refused, denial), 512
        yield partial(promo.order_anew, denial), 512
    for one in (CODE, PLAIN, replace(PLAIN, first_day=DAY), replace(CODE, first_day=None, is_on=False)):
        yield partial(promo.card, one), 4096
        yield partial(promo.row, one), 64
        yield partial(promo.surely_delete, one), 200
        yield partial(promo.applied, one), 512
        yield partial(promo.overview, [one] * MOST_CODES), 4096
    yield partial(promo.overview, []), 4096
    yield partial(promo.take_off, CODE.code), 64
    fields = {"is_off": True, "once_each": False, "most_uses": 5, "least_goods": None, "first_day": "2026-12-31"}
    for field, to in (fields | {"last_day": None}).items():
        facts = {"code": "<Ө>", "field": field, "to": to, "percent": 10}
        for what in (Deed.PROMO_MADE, Deed.PROMO_CHANGED, Deed.PROMO_DELETED):
            yield partial(audit.sentence, replace(_ENTRY, what=what, facts=facts)), 512


@LANGUAGES
def test_every_sentence_is_whole(language: Language) -> None:
    """Within its limit, balanced, with nothing left to fill in."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for text, most in rendered():
            words = text()
            assert words.strip(), text
            assert "{" not in words, words
            assert forms.visible_length(words) <= most, words
            assert_balanced(words, words)


def test_strangers_do_not_read_the_code() -> None:
    """In a chat that anyone reads the sale says how much was taken off, and not by which code."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.RU):
        shown = merchant.sale(_PLACED, SHOP, None, PERSON)
        hidden = merchant.sale(_PLACED, SHOP, None, None)
    assert "Промокод ЖАЗ10: −150\u00a0сом" in shown
    assert "ЖАЗ10" not in hidden
    assert "Скидка: −150\u00a0сом" in hidden


def test_where_the_customer_reads_what_was_taken_off() -> None:
    """Details, card, receipt and summary have the goods, the code and the rest below each other."""
    wishes, i18n = Wishes(Handover.DELIVERY, area="Борбор"), translations()
    with i18n.context(), i18n.use_locale(Language.KY):
        for text in (
            orders.details(_PLACED, SHOP.timezone),
            orders.card(_PLACED, SHOP.timezone, 1_350_00, "…"),
            orders.receipt(_PLACED, SHOP, 0, None),
        ):
            assert "Товарлар: 1\u00a0500\u00a0сом\nПромокод ЖАЗ10: −150\u00a0сом\n" in text
        lines = checkout.price_lines(Price(1_500_00, 200_00, 150_00), wishes, "ЖАЗ10")
        assert [line.partition(":")[0] for line in lines] == ["Товарлар", "Промокод ЖАЗ10", "Жеткирүү"]
        assert checkout.price_lines(Price(1_500_00), Wishes(Handover.PICKUP), None) == []
