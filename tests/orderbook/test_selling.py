"""A day at the counter: what waits, one order with everything, notes, the search, what is ordered again."""

from bot.shop.orderbook import PAGE_SIZE
from bot.shop.payment import DeskReason
from bot.storage import desk, orders, payments
from bot.storage.database import Database, Unit
from tests.group.conftest import Counter
from tests.journeys.world import GROUP

NOTE = "Күмүш түстүү лента менен, саат 5ке"


async def test_from_the_board_to_one_order_and_back(counter: Counter) -> None:
    """The board says what waits and what came today; the list leads to the order, whose stages work there too."""
    await counter.owner.send("/shop")
    await counter.owner.wait_for("Азыр күткөн иш жок.")
    await counter.sell()
    asked = await counter.owner.send("/shop")
    board = await counter.owner.wait_for("Даярдоо керек: 1", after=asked)
    assert "Бүгүн төлөндү: 1 заказ, 1\u00a0500\u00a0сом" in board.text
    await counter.owner.press("Заказдар")
    book = await counter.owner.wait_for("Заказдар: Даярдоо")
    assert book.labels == [
        "🆕 № 1 · 1\u00a0500\u00a0сом · Айда",
        "• Даярдоо · 1", "Төлөнө элек", "Даяр", "Бүттү", "Чечим күткөн", "Баары",
        "🔍 Издөө", "← Дүкөн",
    ]  # fmt: skip
    assert "🆕 жаңы" in book.text
    await counter.owner.press("🆕 № 1")
    order = await counter.owner.wait_for("№ 1 заказ · 1\u00a0500\u00a0сом")
    assert order.id == book.id
    for part in ("төлөндү · Жаңы", "Медовик × 1", "Кардар: Айда", "Келген акча", "ушул заказ төлөндү", "акча келди"):
        assert part in order.text
    assert "+996555123456" not in order.text
    assert "+996555123456" in await counter.owner.press("📞 Номери")
    assert await counter.owner.press("Даяр болду") == "Даяр"
    order = await counter.owner.wait_for(lambda one: one.id == book.id and "✓ Даяр · Бакыт" in one.text)
    await counter.owner.wait_for("✓ Даяр · Бакыт", chat_id=GROUP)
    await counter.owner.press("← Заказдар")
    await counter.owner.wait_for("Азыр бул жерде заказ жок.")
    await counter.owner.press("Даяр · 1")
    await counter.owner.wait_for(lambda one: "📦 № 1 · 1\u00a0500\u00a0сом · Айда" in one.labels)


async def test_a_note_is_for_the_staff_alone(counter: Counter) -> None:
    """It stands on the order, on its sale's card and marks it in the lists; the customer reads nothing of it."""
    card = await counter.sell()
    await counter.cashier.press("Толугу менен", GROUP)
    await counter.cashier.wait_for("№ 1 заказ · ", chat_id=GROUP, after=card.id)
    await counter.cashier.send("/order 1")
    await counter.cashier.wait_for("№ 1 заказ · ")
    await counter.cashier.press("Эскертме кошуу")
    question = await counter.cashier.wait_for("500 белгиге чейин")
    await counter.cashier.send("ө" * 501)
    await counter.cashier.wait_for("Кайра жазыңыз", after=question.id)
    answered = await counter.cashier.send(NOTE)
    order = await counter.cashier.wait_for(lambda one: f"📝 {NOTE}" in one.text, after=answered)
    assert "эскертме жазылды · Нурлан" in order.text
    await counter.owner.wait_for(lambda one: one.id == card.id and f"📝 {NOTE}" in one.text, chat_id=GROUP)
    await counter.cashier.press("← Заказдар")
    await counter.cashier.wait_for(lambda one: "🆕 № 1 · 1\u00a0500\u00a0сом · Айда 📝" in one.labels)
    await counter.cashier.press("🆕 № 1")
    await counter.cashier.wait_for(lambda one: one.button("📝 Өчүрүү") is not None)
    await counter.cashier.press("📝 Өчүрүү")
    await counter.cashier.wait_for(lambda one: "эскертме өчүрүлдү · Нурлан" in one.text and "📝" not in one.text)
    await counter.owner.wait_for(lambda one: one.id == card.id and "📝" not in one.text, chat_id=GROUP)
    assert not any(NOTE in message.text for message in await counter.customer.messages())


async def test_an_order_is_found_by_command_and_by_button(counter: Counter) -> None:
    """By number, name and phone; words without a match, and signs without words, get a sentence."""
    await counter.sell()
    for words in ("1", "айда", "0555 12 34 56", "медовик"):
        asked = await counter.cashier.send(f"/find {words}")
        found = await counter.cashier.wait_for("1 заказ табылды:", after=asked)
        assert found.labels[0] == "🆕 № 1 · 1\u00a0500\u00a0сом · Айда"
    await counter.cashier.press("🔍 Издөө")
    question = await counter.cashier.wait_for("Кайсы заказды издейбиз?")
    await counter.cashier.send("!!!")
    await counter.cashier.wait_for("/find 17", after=question.id)
    asked = await counter.cashier.send("Жокбек")
    await counter.cashier.wait_for("Мындай заказ табылган жок.", after=asked)
    asked = await counter.cashier.send("/find")
    await counter.cashier.wait_for("Заказдар: Даярдоо", after=asked)


async def test_strangers_find_nothing(counter: Counter) -> None:
    """Neither a customer by the command, nor the readers of a public group."""
    await counter.sell()
    for words in ("/find 1", "/find"):
        asked = await counter.customer.send(words)
        await counter.customer.wait_for("кызматкерлери", after=asked)
    await counter.change(merchant_chat_public=True)
    asked = await counter.owner.send("/find Айда", GROUP)
    refused = await counter.owner.wait_for("жеке чатта", chat_id=GROUP, after=asked)
    assert "Айда" not in refused.text
    asked = await counter.owner.send("/shop", GROUP)
    await counter.owner.wait_for("Даярдоо керек: 1", chat_id=GROUP, after=asked)
    assert "жеке чатта" in await counter.owner.press("Заказдар", GROUP)


async def test_a_part_that_went_back_stands_on_the_card_with_its_reason(counter: Counter) -> None:
    """Sum, by whom, when and why; owners read how it is recorded, cashiers do not."""
    card = await counter.sell()
    await counter.owner.send("/order 1")
    assert "/refund 1 1500" in (await counter.owner.wait_for("№ 1 заказ · ")).text
    await counter.cashier.send("/order 1")
    assert "/refund" not in (await counter.cashier.wait_for("№ 1 заказ · ")).text
    await counter.owner.send("/refund 1 500 МБанкка, шам жетпей калды")
    line = "↩︎ 500\u00a0сом · Бакыт, "
    shown = await counter.owner.wait_for(lambda one: one.id == card.id and line in one.text, chat_id=GROUP)
    assert "«МБанкка, шам жетпей калды»" in shown.text
    asked = await counter.owner.send("/order 1")
    order = await counter.owner.wait_for("Кайтарылган акча", after=asked)
    assert line in order.text
    assert "акча кайтарылды: 500\u00a0сом · Бакыт" in order.text
    assert "/refund 1 1000" in order.text


async def test_the_same_again_with_one_tap(counter: Counter) -> None:
    """At today's prices, on top of what is in the cart; what is gone or short is named."""
    await counter.sell()
    await counter.customer.send("/orders")
    await counter.customer.wait_for(lambda one: one.button("№ 1 заказды кайталоо") is not None)
    assert "бүгүнкү баалар" in await counter.customer.press("№ 1 заказды кайталоо")
    await counter.customer.wait_for("Медовик\n1 × 1\u00a0500")
    await counter.customer.send("/orders")
    await counter.customer.wait_for(lambda one: one.button("№ 1 ·") is not None)
    await counter.customer.press("№ 1 ·")
    await counter.customer.wait_for(lambda one: one.button("Кайра заказ берүү") is not None)
    await counter.customer.press("Кайра заказ берүү")
    await counter.customer.wait_for("Медовик\n2 × 1\u00a0500")


async def test_a_long_desk_is_one_list_that_is_turned(counter: Counter) -> None:
    """Each line opens its case's card; a decided one is gone from the list, and its card tells who decided."""
    await counter.sell()
    await _contradict(counter, PAGE_SIZE + 2)
    asked = await counter.owner.send("/desk")
    listed = await counter.owner.wait_for(f"Чечим күтүп жатат: {PAGE_SIZE + 2}", after=asked)
    rows = [label for label in listed.labels if label.startswith("№ 1 · 1\u00a0500\u00a0сом · ")]
    assert len(rows) == PAGE_SIZE
    assert "›" in listed.labels
    await counter.owner.press("№ 1 ·")
    card = await counter.owner.wait_for("өткөн жок деп жатат", after=listed.id)
    await counter.owner.press("Каралды")
    await counter.owner.wait_for(lambda one: one.id == card.id and "Бакыт" in one.text and not one.labels)
    asked = await counter.owner.send("/desk")
    listed = await counter.owner.wait_for(f"Чечим күтүп жатат: {PAGE_SIZE + 1}", after=asked)
    await counter.owner.press("›")
    await counter.owner.wait_for(lambda one: one.id == listed.id and one.labels.count("‹") == 1)


async def _contradict(counter: Counter, times: int) -> None:
    """As often as xPay never would: cases without money."""

    async def run(unit: Unit) -> None:
        order = await orders.of_shop(unit, 1, 1)
        assert order is not None
        payment = await payments.newest(unit, order.id)
        assert payment is not None
        for _ in range(times):
            await desk.open_case(unit, payment, DeskReason.CONTRADICTION, None, counter.world.clock.now())

    database = Database.open(counter.world.settings.database_url)
    try:
        await database.write(run)
    finally:
        await database.close()


async def test_the_help_lists_the_commands_of_the_staff_to_the_staff(counter: Counter) -> None:
    """Customers read of none of them."""
    for person, has_them in ((counter.cashier, True), (counter.customer, False)):
        asked = await person.send("/help")
        text = (await person.wait_for("/catalogue", after=asked)).text
        assert ("/find — " in text, "/desk — " in text) == (has_them, has_them)
