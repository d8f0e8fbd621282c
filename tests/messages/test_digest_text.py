"""The words of a digest and of what an owner reads: they fit, whatever they are filled with."""

import re
from dataclasses import replace

import pytest

from bot.shop.order import OrderState
from bot.shop.people import Language
from bot.storage.digests import MOST
from bot.texts import delivery, digest
from bot.texts.forms import TEXT, visible_length
from bot.texts.languages import translations
from tests.test_locales import LONG, PERSON, assert_balanced, order

LINK = "https://t.me/" + "b" * 32 + "?start=s_999999999"


@pytest.mark.parametrize("language", list(Language))
def test_f053_the_longest_digest_fits_into_a_message(language: Language) -> None:
    """Also with names of many signs, the largest sums, and every order rejected; Telegram keeps 100 marked places."""
    i18n = translations()
    one = order(OrderState.PAID)
    with i18n.context(), i18n.use_locale(language):
        for why in (None, LONG):
            longest = replace(one, rejected_why=why, number=999_999_999)
            text = digest.sales([digest.line(longest, PERSON, LINK)] * MOST, 10**14)
            assert visible_length(text) <= TEXT - 50, "with room for the mark of a repeat"
            assert_balanced(text, "digest")
            assert len(re.findall(r"<\w", text)) <= 100
        assert PERSON.name[:5] not in digest.line(one, None, LINK)
        assert digest.line(one, None, "").startswith("№ 17 · ")
        for words in (digest.not_delivered(True, LONG), digest.not_delivered(False, LONG)):
            assert_balanced(words, "digest")


@pytest.mark.parametrize("language", list(Language))
def test_what_an_owner_reads_fits_too(language: Language) -> None:
    """With fifty orders of nine digits."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        text = delivery.undeliverable(10_000, [999_999_999] * 50, LONG)
        assert visible_length(text) <= TEXT
        assert_balanced(text, "undeliverable")
        assert visible_length(delivery.undeliverable(1, [], "x")) < visible_length(text)
        assert delivery.no_photos().startswith("⚠️")
