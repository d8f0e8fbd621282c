"""A product's card: every change is seen by customers, and nothing reaches orders that are placed."""

import asyncio

from tests.journeys.words import RU
from tests.journeys.world import GROUP, link_of, order
from tests.products.conftest import Seller, opens


async def test_words_and_price_are_changed_one_by_one(seller: Seller) -> None:
    """Title, price, description, category: each is asked for, saved and shown; cancel changes nothing."""
    await seller.card("Медовик")
    await seller.press("Название", "Как называется")
    await seller.say("Букет", "Такое название уже есть")
    await seller.say("Медовик большой", "Сохранено")
    await seller.press("Цена", "Сколько стоит")
    await seller.say("1 750", "Сохранено")
    await seller.press("Описание", "Опишите")
    await seller.press("Без описания", "Сохранено")
    await seller.press("Раздел", "Выберите или напишите")
    await seller.press("Гүлдөр", "Раздел: Гүлдөр")
    await seller.press("Цена", "Сколько стоит")
    card = await seller.press("Отмена", "Удалить")
    assert card.text == "Медовик большой\n1\u00a0750\u00a0сом · осталось 5 штук\n\nРаздел: Гүлдөр"
    assert "1\u00a0750" in (await opens(seller.customer, "p_1")).text


async def test_stock_by_one_press(seller: Seller) -> None:
    """One more, one fewer, sold out, unlimited, a number: customers see each."""
    await seller.card("Медовик")
    await seller.press("+", "Остаток: 6")
    await seller.press("−", "Остаток: 5")
    await seller.press("Закончился", "Остаток: 0")
    assert "нет в наличии" in (await opens(seller.customer, "p_1")).text
    await seller.press("−", "Остаток: 0")
    await seller.press("Не ограничен", "Остаток не ограничен")
    assert "в наличии" in (await opens(seller.customer, "p_1")).text
    await seller.press("Остаток", "Сколько есть")
    await seller.say("12", "осталось 12 штук")


async def test_hiding_moving_and_deleting(seller: Seller) -> None:
    """Hidden ones are marked for staff and gone for customers; deleting asks once more."""
    await seller.card("Медовик")
    await seller.press("Скрыть", "покупатели его не видят")
    assert "Медовик" not in (await opens(seller.customer, "p_1")).text
    assert "🙈 Медовик" in (await seller.list()).text
    await seller.press("Медовик", "Показать")
    await seller.press("Показать", "Скрыть")
    assert await seller.owner.press("↑") == "Дальше двигать некуда."
    await seller.press("Раздел", "Выберите или напишите")
    await seller.press("Гүлдөр", "Раздел: Гүлдөр")
    assert await seller.owner.press("↓") == "Перемещено."
    text = (await seller.list()).text
    assert text.index("Букет") < text.index("Медовик")
    await seller.card("Медовик")
    await seller.press("Удалить", "Удалить «Медовик»?")
    await seller.press("Нет, оставить", "Название")
    await seller.press("Удалить", "Удалить «Медовик»?")
    text = (await seller.press("Да, удалить", "Добавить товар")).text
    assert "Медовик" not in text
    assert "Медовик" not in (await opens(seller.customer, "p_1")).text


async def test_an_order_keeps_what_it_had(seller: Seller) -> None:
    """Price and title change and the product goes while it is ordered: the order is paid as it was, and told so."""
    card = await order(seller.customer, RU)
    await seller.card("Медовик")
    await seller.press("Цена", "Сколько стоит")
    await seller.say("9 999", "осталось 4")
    await seller.press("Остаток", "Сколько есть")
    await seller.say("10", "Сохранено")
    await seller.press("Удалить", "Удалить «Медовик»?")
    await seller.press("Да, удалить", "Добавить товар")
    await seller.world.payer.pay(link_of(card))
    sale = await seller.owner.wait_for("№ 1", chat_id=GROUP)
    assert "Медовик" in sale.text
    assert "1\u00a0500\u00a0сом" in sale.text


async def test_units_come_back_to_the_shelf(seller: Seller) -> None:
    """Staff count 10 on the shelf while an order holds one: it is cancelled, and there are 11."""
    await order(seller.customer, RU)
    await seller.card("Медовик")
    await seller.press("Остаток", "Сколько есть")
    await seller.say("10", "осталось 10")
    await seller.customer.press(RU.cancel)
    await seller.customer.wait_for(lambda one: one.button(RU.surely) is not None)
    await seller.customer.press(RU.surely)
    await seller.customer.wait_for(RU.cancelled)
    assert "осталось 11" in (await seller.card("Медовик")).text


async def test_two_of_the_staff_at_once(seller: Seller) -> None:
    """Every + counts, whoever pressed it."""
    await seller.card("Медовик")
    await asyncio.gather(*(seller.owner.press("+") for _ in range(4)))
    await seller.sees("Остаток: 9")


async def test_only_staff_and_only_in_private(seller: Seller) -> None:
    """A customer is told that it is not for them; in the group there is the way to the private chat."""
    sent = await seller.customer.send("/products")
    refused = await seller.customer.wait_for(lambda one: one.sender_id != seller.customer.id, after=sent)
    assert "Добавить" not in " ".join(refused.labels)
    sent = await seller.owner.send("/products", GROUP)
    pointed = await seller.owner.wait_for("Товарлар мени менен жеке чатта", chat_id=GROUP, after=sent)
    link = next(button.url for button in pointed.buttons if button.url)
    sent = await seller.owner.open_link(link)
    assert (await seller.owner.wait_for("Товары", after=sent)).button("Медовик") is not None
