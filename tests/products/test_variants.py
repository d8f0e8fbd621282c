"""Variants: sizes and colours with a price and a stock of their own."""

from bot.sandbox.telegram.person import Message
from tests.journeys.words import RU
from tests.journeys.world import GROUP, confirm, link_of, to_summary
from tests.products.conftest import Seller, opens


async def add_variant(seller: Seller, label: str, price: str, stock: str) -> Message:
    """From the list of variants to the new one's card."""
    await seller.press("Добавить вариант", "Как называется вариант")
    await seller.say(label, "Сколько стоит")
    await seller.say(price, "Сколько есть")
    return await seller.say(stock, "Добавлено")


async def with_sizes(seller: Seller) -> None:
    """The cake is sold in two sizes; the small one is the last."""
    await seller.card("Медовик")
    await seller.press("Варианты", "Добавить вариант")
    await add_variant(seller, "2 кг", "2 500", "3")
    await seller.press("Назад", "Добавить вариант")
    await add_variant(seller, "500 г", "800", "1")


async def test_a_customer_chooses_and_buys_a_variant(seller: Seller) -> None:
    """From "from 800 som" to the sale: the variant's price, and the name that says which."""
    await with_sizes(seller)
    sent = await seller.customer.send("/catalogue")
    await seller.customer.wait_for(lambda one: one.button(RU.everything) is not None, after=sent)
    await seller.customer.press(RU.everything)
    await seller.customer.wait_for(lambda one: one.button("Медовик · от 800") is not None)
    await seller.customer.press("Медовик")
    chosen = await seller.customer.wait_for(lambda one: one.button("500 г") is not None)
    assert chosen.labels[:2] == ["2 кг · 2\u00a0500\u00a0сом", "500 г · 800\u00a0сом"]
    assert chosen.button(RU.add) is None
    assert chosen.photo
    await seller.customer.press("500 г")
    await seller.customer.wait_for("Медовик, 500 г")
    await seller.customer.press(RU.add)
    await seller.customer.wait_for("800\u00a0сом")
    await to_summary(seller.customer, RU)
    card = await confirm(seller.customer, RU)
    assert "Медовик, 500 г" in card.text
    again = await opens(seller.customer, "p_1")
    assert "500 г · нет в наличии" in again.labels
    assert again.text.startswith("Медовик\n2\u00a0500\u00a0сом")
    await seller.world.payer.pay(link_of(card))
    assert "Медовик, 500 г" in (await seller.owner.wait_for("№ 1", chat_id=GROUP)).text


async def test_a_cart_with_the_product_itself_is_emptied_of_it(seller: Seller) -> None:
    """It was put in before there were variants: it cannot be ordered any more, nor by an old button."""
    await opens(seller.customer, "p_1")
    await seller.customer.press(RU.add)
    await seller.customer.wait_for("В корзине: 1")
    await with_sizes(seller)
    await seller.customer.press("+")
    await seller.customer.wait_for(lambda one: one.button("500 г") is not None)
    sent = await seller.customer.send("/cart")
    await seller.customer.wait_for("Корзина пока пуста", after=sent)


async def test_the_parent_takes_its_variants_along(seller: Seller) -> None:
    """Hidden or deleted with their product, and out of carts; without one on sale, the product says so."""
    await with_sizes(seller)
    assert "2 кг" in (await opens(seller.customer, "p_3")).text
    await seller.customer.press(RU.add)
    await seller.customer.wait_for("В корзине: 1")
    card = await seller.card("Медовик")
    assert card.button("Варианты: 2") is not None
    assert card.button("Цена") is None
    await seller.press("Скрыть", "покупатели его не видят")
    assert "2 кг" not in (await opens(seller.customer, "p_3")).text
    sent = await seller.customer.send("/cart")
    await seller.customer.wait_for("Корзина пока пуста", after=sent)
    await seller.press("Показать", "Скрыть")
    for label in ("2 кг", "500 г"):
        await seller.press("Варианты", "Добавить вариант")
        await seller.press(label, "Скрыть")
        await seller.press("Скрыть", "Показать")
        await seller.press("Назад", "Добавить вариант")
        await seller.press("Назад", "Название")
    assert "Сейчас не продаётся" in (await opens(seller.customer, "p_1")).text
    await seller.press("Удалить", "Варианты удалятся вместе с ним")
    await seller.press("Да, удалить", "Добавить товар")
    for payload in ("p_1", "p_3", "p_4"):
        assert "Медовик" not in (await opens(seller.customer, payload)).text


async def test_without_variants_it_is_a_product_again(seller: Seller) -> None:
    """A variant is renamed and deleted: the product is sold by itself as before."""
    await seller.card("Медовик")
    await seller.press("Варианты", "Добавить вариант")
    await add_variant(seller, "2 кг", "2 500", "3")
    await seller.press("Название", "Как называется вариант")
    await seller.say("3 кг", "Медовик, 3 кг")
    await seller.press("Удалить", "Удалить «Медовик, 3 кг»?")
    await seller.press("Да, удалить", "Добавить вариант")
    assert (await opens(seller.customer, "p_1")).button(RU.add) is not None
