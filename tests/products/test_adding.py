"""A product added in conversation."""

from tests.products.conftest import Seller, opens, picture


async def describe(seller: Seller, title: str = "Чак-чак") -> None:
    """From the list to the last question."""
    await seller.list()
    await seller.press("Добавить товар", "Пришлите фото")
    sent = await seller.owner.send_photo(picture(colour="gold"))
    await seller.owner.wait_for("Как называется", after=sent)
    await seller.say(title, "Сколько стоит")
    await seller.say("1500.5 сом", "Опишите")
    await seller.say("Мёд и орехи,\nсвежий", "раздел")
    await seller.press("Торттор", "Сколько есть")


async def test_a_product_from_photo_to_stock(seller: Seller) -> None:
    """Six answers, and customers see the product with its picture, price, words and stock."""
    await describe(seller)
    card = await seller.say("7", "Добавлено")
    assert "1\u00a0500,50\u00a0сом · осталось 7 штук" in card.text
    assert await seller.owner.photo(card) == picture(colour="gold")
    shown = await opens(seller.customer, "p_3")
    assert shown.text.startswith("Чак-чак")
    assert "Мёд и орехи,\nсвежий" in shown.text
    assert await seller.customer.photo(shown) == picture(colour="gold")


async def test_wrong_answers_are_asked_again_and_nothing_is_lost(seller: Seller) -> None:
    """Each wrong answer has its sentence; one can go back, and what was said stays."""
    await seller.list()
    await seller.press("Добавить товар", "Пришлите фото")
    await seller.say("вот фото", "Это не фото")
    await seller.press("Пропустить", "Как называется")
    await seller.say("x" * 65, "Слишком длинно: символов — 65")
    await seller.say("Медовик", "Такое название уже есть")
    await seller.say("Пахлава", "Сколько стоит")
    await seller.say("даром", "Не могу прочитать цену")
    await seller.say("0", "Не могу прочитать цену")
    await seller.press("Назад", "Как называется")
    await seller.say("Пахлава медовая", "Сколько стоит")
    await seller.say("1 200", "Опишите")
    await seller.press("Пропустить", "раздел")
    await seller.say("Восточные сладости", "Сколько есть")
    await seller.say("много", "целое число от 0")
    card = await seller.press("Не ограничен", "Добавлено")
    assert "Пахлава медовая" in card.text
    assert "Восточные сладости" in card.text
    assert not card.photo
    assert "Восточные сладости" in (await seller.list()).text


async def test_a_conversation_can_be_left(seller: Seller) -> None:
    """Cancel and any command leave it; what is written next is no answer, and an old button says that it is old."""
    await seller.list()
    await seller.press("Добавить товар", "Пришлите фото")
    await seller.press("Отмена", "Добавить товар")
    await seller.press("Добавить товар", "Пришлите фото")
    await seller.press("Пропустить", "Как называется")
    await seller.list()
    await seller.say("Не товар", "Вас понять")
    assert "устарела" in await seller.owner.press("Отмена")
    assert "Не товар" not in (await seller.list()).text


async def test_a_restart_loses_nothing(seller: Seller) -> None:
    """The bot goes down in the middle of the questions: the next answer goes on where they were."""
    await describe(seller, "Пахлава")
    await seller.world.restart_bot()
    card = await seller.say("3", "Добавлено")
    assert card.photo
    assert "Пахлава" in card.text


async def test_a_picture_sent_as_a_file(seller: Seller) -> None:
    """Not compressed by Telegram: taken all the same, and shown as a picture; a text file is none."""
    await seller.card("Букет")
    await seller.press("Фото", "Пришлите фото")
    sent = await seller.owner.send_document(b"hello", "note.txt")
    await seller.owner.wait_for("Это не фото", after=sent)
    sent = await seller.owner.send_document(picture(colour="red", form="PNG")[:500], "cut.png")
    await seller.owner.wait_for("Эта картинка не подходит", after=sent)
    sent = await seller.owner.send_document(picture(colour="red", form="PNG"), "red.png")
    card = await seller.owner.wait_for("Сохранено", after=sent)
    assert await seller.owner.photo(card) == picture(colour="red", form="PNG")
    assert (await opens(seller.customer, "p_2")).photo


async def test_a_photo_that_telegram_does_not_give_out(seller: Seller) -> None:
    """The other answers are kept, and the photo is asked for again."""
    await describe(seller)
    await seller.world.stage.fault("error", "getFile", status=400, description="Bad Request: file is too big")
    await seller.say("7", "Фото не загрузилось")
    sent = await seller.owner.send_photo(picture(colour="blue"))
    card = await seller.owner.wait_for("Добавлено", after=sent)
    assert "Чак-чак" in card.text
    assert await seller.owner.photo(card) == picture(colour="blue")
