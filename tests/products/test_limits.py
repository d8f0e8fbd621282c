"""Whatever a seller writes, a card fits under a picture."""

import pytest

from bot.shop.catalogue import Product, Stocked
from bot.texts import products, shopfront
from bot.texts.forms import CAPTION, visible_length
from bot.texts.languages import translations


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("sign", ["Ө", "😀", "<", "&\n"])
def test_a_card_is_never_too_long(language: str, sign: str) -> None:
    """The longest title, category and description, hidden and with a remark."""
    i18n = translations()
    product = Product(1, sign * 64, sign * 700, sign * 64, 99_999_999_99, None, 1)
    with i18n.context(), i18n.use_locale(language):
        card = products.card(Stocked(product, hidden=True), products.added())
        assert visible_length(card) <= CAPTION
        assert visible_length(shopfront.product(product, 99)) <= CAPTION
