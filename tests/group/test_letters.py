"""Customers and the shop write to each other through the bot, both ways."""

from bot.services.relay import MOST_AN_HOUR
from tests.group.conftest import Counter
from tests.journeys.words import KY
from tests.journeys.world import GROUP, fill_cart

CARD_NUMBER = "4242 4242 4242 4242"
LETTER, ASKED = "кардардын каты", "кардарга эмне деп айтайын?"


async def write(counter: Counter, text: str, number: int = 1) -> None:
    """The cashier writes to the customer by the button."""
    await counter.cashier.press("Кардарга жазуу", GROUP)
    await counter.cashier.wait_for(f"{number} заказ: {ASKED}", chat_id=GROUP)
    sent = await counter.cashier.send(text, GROUP)
    await counter.cashier.wait_for("✓ Жөнөтүлдү: Айда", chat_id=GROUP, after=sent)


async def test_there_and_back_and_there_again(counter: Counter) -> None:
    """Words arrive as they were written, harmless; the answer hangs on the sale card; a reply to it goes back."""
    card = await counter.sell()
    await write(counter, "Кремди <b>кандай</b> & канча?")
    letter = await counter.customer.wait_for("Кремди")
    assert letter.text.endswith("Кремди <b>кандай</b> & канча?")
    assert letter.text.startswith("✉️ <Гүл & Ко>, № 1 заказ боюнча:")
    assert "Нурлан" not in letter.text
    assert len([entity for entity in letter.entities if entity["type"] == "bold"]) == 1

    await counter.customer.press("Жооп берүү")
    await counter.customer.send(f"Ак <i>крем</i>\u202e, картам {CARD_NUMBER}")
    await counter.customer.wait_for("дүкөнгө жеткирдик")
    came = await counter.cashier.wait_for(LETTER, chat_id=GROUP)
    assert came.text.endswith("Ак <i>крем</i>, картам ••••")
    assert came.raw["reply_to_message"]["message_id"] == card.id
    assert came.labels == ["Жооп берүү", "Каттарын токтотуу"]

    sent = await counter.owner.send("Макул, ак крем болот", GROUP, reply_to=came.id)
    await counter.owner.wait_for("✓ Жөнөтүлдү", chat_id=GROUP, after=sent)
    again = await counter.customer.wait_for("Макул, ак крем болот")
    assert again.labels == ["Жооп берүү"]


async def test_a_plain_reply_answers_the_shop(counter: Counter) -> None:
    """Nobody has to press "answer": replying to the shop's letter is enough, even amid an order."""
    await counter.sell()
    await write(counter, "Саат канчада келесиз?")
    letter = await counter.customer.wait_for("Саат канчада")
    await counter.customer.send("Бешке", reply_to=letter.id)
    assert (await counter.owner.wait_for(LETTER, chat_id=GROUP)).text.endswith("Бешке")


async def test_a_customer_can_begin(counter: Counter) -> None:
    """The receipt has the button; a photo goes along; an order that was being filled in is put aside."""
    await counter.sell()
    await fill_cart(counter.customer, title="Букет")
    await counter.customer.press(KY.cart)
    await counter.customer.press(KY.check_out)
    await counter.customer.wait_for(KY.handover)
    await counter.write_to_shop()
    asked = await counter.customer.wait_for("дүкөнгө текст же сүрөт")
    picture = await counter.customer.photo(await counter.customer.wait_for(lambda one: bool(one.photo)))
    await counter.customer.send_photo(picture, "Ушундай болсунбу?")
    await counter.customer.wait_for("жеткирдик", after=asked.id)
    came = await counter.owner.wait_for(LETTER, chat_id=GROUP)
    assert came.text.endswith("Ушундай болсунбу?")
    assert await counter.owner.photo(came) == picture
    await counter.write_to_shop()
    left = await counter.customer.send("/cancel")
    await counter.customer.wait_for("жөнөтүлгөн жок", after=left)


async def test_whoever_abuses_it_is_blocked_and_can_be_let_in_again(counter: Counter) -> None:
    """Any member of staff can; the customer is told, can still buy, and nothing of theirs comes through."""
    await counter.sell()
    await counter.write_to_shop()
    await counter.customer.send("Акмактар!")
    await counter.cashier.wait_for("Акмактар!", chat_id=GROUP)
    assert "кызматкер" in await counter.stranger.press("Каттарын токтотуу", GROUP)
    assert "токтотулду" in await counter.cashier.press("Каттарын токтотуу", GROUP)
    came = await counter.cashier.wait_for(lambda one: one.button("Каттарын алуу") is not None, chat_id=GROUP)
    assert "кат албайт" in await counter.write_to_shop()
    assert "Макул" not in came.text
    assert "кайра келет" in await counter.owner.press("Каттарын алуу", GROUP)
    assert await counter.write_to_shop() == ""
    await counter.customer.send("Кечиресиз")
    await counter.cashier.wait_for("Кечиресиз", chat_id=GROUP)


async def test_letters_have_a_limit(counter: Counter) -> None:
    """A flood ends after so many in an hour."""
    await counter.sell()
    for number in range(MOST_AN_HOUR):
        await counter.write_to_shop()
        asked = await counter.customer.send(f"кат {number}")
        await counter.customer.wait_for("жеткирдик", after=asked)
    assert "өтө көп" in await counter.write_to_shop()


async def test_a_letter_that_cannot_arrive_is_told(counter: Counter) -> None:
    """The customer has closed the chat: staff read so, and may call instead."""
    await counter.sell()
    await counter.customer.block()
    await write(counter, "Торт даяр")
    lost = await counter.cashier.wait_for("жеткен жок", chat_id=GROUP)
    assert "№ 1" in lost.text


async def test_a_public_groups_letters_come_to_the_owners(counter: Counter) -> None:
    """What a customer writes is nobody else's business; the owner answers in private."""
    await counter.change(merchant_chat_public=True)
    await counter.owner.start()
    await counter.sell()
    await counter.write_to_shop()
    await counter.customer.send("Дарегим: Чүй 1")
    came = await counter.owner.wait_for(LETTER)
    sent = await counter.owner.send("Жетишет", reply_to=came.id)
    await counter.owner.wait_for("✓ Жөнөтүлдү", after=sent)
    await counter.customer.wait_for("Жетишет")
    told = await counter.stage.ledger(chat_id=GROUP)
    assert not [entry for entry in told if "Чүй" in (entry["text"] or "") or "Жетишет" in (entry["text"] or "")]
