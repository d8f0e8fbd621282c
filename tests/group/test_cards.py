"""The group works with the cards: taken, ready, handed over; the card says who did what."""

import asyncio

from tests.group.conftest import Counter
from tests.journeys.world import CUSTOMER, GROUP


async def test_an_order_goes_from_hand_to_hand(counter: Counter) -> None:
    """Each step stands on the card with its name; the customer hears that it is ready, and the card at home knows."""
    card = await counter.sell()
    assert card.labels[:4] == ["Кабыл алуу", "Даяр болду", "Кардарга жазуу", "📞 Номери"]
    assert card.labels[4:] == ["Аткара албайбыз…", "Толугу менен"]
    assert await counter.cashier.press("Кабыл алуу", GROUP) == "Кабыл алынды"
    card = await counter.owner.wait_for(lambda one: one.id == card.id and "Нурлан" in one.text, chat_id=GROUP)
    assert "✓ Кабыл алынды · Нурлан" in card.text
    assert card.labels[:2] == ["Даяр болду", "Кардарга берилди"]
    await counter.customer.wait_for("Дүкөн даярдап жатат.")
    await counter.owner.press("Даяр болду", GROUP)
    told = await counter.customer.wait_for("1 заказ даяр")
    assert told.labels == ["Дүкөнгө жазуу"]
    assert "<Гүл & Ко>" in told.text
    await counter.cashier.press("Кардарга берилди", GROUP)
    card = await counter.owner.wait_for(lambda one: one.id == card.id and "Берилди" in one.text, chat_id=GROUP)
    assert [line.split(" · ")[0] for line in card.text.splitlines() if line.startswith("✓")] == [
        "✓ Кабыл алынды",
        "✓ Даяр",
        "✓ Берилди",
    ]
    assert card.labels == ["Кардарга жазуу", "📞 Номери", "Толугу менен"]
    await counter.customer.wait_for("Заказ берилди.")


async def test_two_at_once_take_it_once(counter: Counter) -> None:
    """One of them takes the order, the other reads who did."""
    card = await counter.sell()
    answers = await asyncio.gather(counter.owner.press("Кабыл алуу", GROUP), counter.cashier.press("Кабыл алуу", GROUP))
    assert min(answers, key=len) == "Кабыл алынды"
    assert max(answers, key=len) in {"Кабыл алынды: Нурлан", "Кабыл алынды: Бакыт"}
    card = await counter.owner.wait_for(lambda one: one.id == card.id and "✓" in one.text, chat_id=GROUP)
    assert card.text.count("✓ Кабыл алынды") == 1


async def test_a_customers_press_moves_nothing(counter: Counter) -> None:
    """The buttons are for staff, and the right is read anew: whoever was staff a moment ago is none now."""
    card = await counter.sell()
    await counter.stage.change_chat(GROUP, "members", user_id=CUSTOMER, status="member")
    for person in (counter.stranger, counter.customer):
        for button in ("Кабыл алуу", "Кардарга жазуу", "📞 Номери", "Аткара албайбыз…"):
            assert "кызматкер" in await person.press(button, GROUP)
    last = await counter.owner.last(GROUP)
    assert (last.id, "✓" in last.text) == (card.id, False)


async def test_a_phone_is_behind_a_button_unless_the_shop_wants_it_on_the_card(counter: Counter) -> None:
    """The number is shown to whoever presses, and stands on later cards once an owner says so."""
    card = await counter.sell()
    assert "+996555123456" not in card.text
    assert "+996555123456" in await counter.cashier.press("📞 Номери", GROUP)
    await counter.owner.send("/settings")
    await counter.owner.wait_for("баскыч менен гана")
    await counter.owner.press("Телефонду көрсөтүү")
    await counter.owner.wait_for("телефон: көрсөтүлөт")
    assert "+996555123456" in (await counter.sell(title="Букет", number=2)).text


async def test_what_is_handed_over_cannot_be_rejected(counter: Counter) -> None:
    """Its goods are gone; an old button says so."""
    card = await counter.sell()
    reject = card.button("Аткара албайбыз…")
    assert reject is not None
    await counter.owner.press("Даяр болду", GROUP)
    await counter.owner.wait_for(lambda one: one.id == card.id and "✓ Даяр" in one.text, chat_id=GROUP)
    await counter.owner.press("Кардарга берилди", GROUP)
    card = await counter.owner.wait_for(lambda one: one.id == card.id and "✓ Берилди" in one.text, chat_id=GROUP)
    assert card.button("Аткара албайбыз…") is None


async def test_chatter_is_no_answer_to_a_question(counter: Counter) -> None:
    """The bot may hear everything in the group; only a reply to its question rejects the order."""
    await counter.sell()
    await counter.owner.press("Аткара албайбыз…", GROUP)
    await counter.owner.wait_for("бир сап менен", chat_id=GROUP)
    await counter.owner.send("Балдар, түшкү тамакка кеттик", GROUP, reply_to=0)
    question = await counter.owner.wait_for("бир сап менен", chat_id=GROUP)
    asked = await counter.owner.send("Меш бузулду", GROUP, reply_to=question.id)
    await counter.owner.wait_for("Даяр.", chat_id=GROUP, after=asked)
    told = await counter.customer.wait_for("Меш бузулду")
    assert "түшкү" not in told.text


async def test_a_public_group_sees_no_names_and_no_buttons(counter: Counter) -> None:
    """The owner works in private instead, with /order."""
    await counter.change(merchant_chat_public=True)
    card = await counter.sell()
    for secret in ("Айда", "+996", "Бакыт"):
        assert secret not in card.text
    assert card.buttons == []
    asked = await counter.owner.send("/order 1", GROUP)
    assert (await counter.owner.wait_for("1 заказ", chat_id=GROUP, after=asked)).buttons == []
    await counter.owner.send("/order 1")
    mine = await counter.owner.wait_for("Айда")
    assert await counter.owner.press("Кабыл алуу") == "Кабыл алынды"
    await counter.owner.wait_for(lambda one: one.id == mine.id and "✓ Кабыл алынды · Бакыт" in one.text)
    assert "Бакыт" not in (await counter.owner.wait_for("Сатуу", chat_id=GROUP)).text
