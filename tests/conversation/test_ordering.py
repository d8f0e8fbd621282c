"""From the cart to the card, and what can be done with the card."""

import asyncio

from sqlalchemy import select, update

from bot.sandbox.telegram.person import Message, Person
from bot.storage.tables import orders, people, products
from tests.conversation.conftest import GROUP, Street, answered, fill_cart, to_summary

FOREIGN = {"phone_number": "996700000001", "first_name": "Эже", "user_id": 1}


async def card(customer: Person) -> Message:
    return await customer.wait_for(lambda message: message.photo is not None and "To pay" in message.text)


async def order_number(street: Street) -> int:
    return int(await street.database.read(lambda unit: unit.value(select(orders.c.number))))


async def test_an_order_with_everything_reaches_the_seller(street: Street) -> None:
    """Delivery to a place on the map, one's own contact, a comment: asked once, shown to both."""
    customer = street.customer
    await fill_cart(customer, "Медовик")
    await customer.press("Cart")
    await customer.wait_for("Your cart\n")
    await customer.press("Check out")
    await answered(customer, "How would you like", "Delivery")
    asked = await customer.wait_for("Where shall we deliver")
    await customer.share_location(42.8746, 74.5698)
    await customer.wait_for("Which number", after=asked.id)
    await customer.press("Send my number")
    await customer.wait_for("Is there anything")
    await customer.send("Домофон <42>\nКарта 4242 4242 4242 4242")
    summary = await customer.wait_for("To pay: 1,500\u00a0som")
    assert "Домофон <42>\nКарта ••••" in summary.text
    assert await customer.press("Confirm and pay") == "One moment, placing your order…"
    await customer.wait_for("Order № 1 is placed.")
    shown = await card(customer)
    link = await customer.link("Pay 1,500")
    assert link in shown.text
    assert (await street.payer.pay(link)).paid
    assert "asking the bank" in await customer.press("I have paid")
    await customer.wait_for("The payment has arrived")
    sale = await street.seller.wait_for("№ 1 заказ", chat_id=GROUP)
    assert "Домофон <42>" in sale.text
    assert "Комиссиядан кийин: 1\u00a0488\u00a0сом" in sale.text
    assert any(entity.get("url", "").endswith("42.874600,74.569800") for entity in sale.entities)
    assert any(entity["type"] == "text_mention" for entity in sale.entities)
    await customer.wait_for(lambda message: message.id == shown.id and "Paid on" in message.text)


async def test_every_question_can_be_answered_wrongly_and_taken_back(street: Street) -> None:
    """What cannot be understood is asked again with the reason; back and cancel work at each step."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await customer.press("Cart")
    await customer.wait_for("Your cart\n")
    await customer.press("Check out")
    await answered(customer, "How would you like", "by donkey", then="Please choose one of the buttons.")
    await answered(customer, "How would you like", "Delivery")
    await answered(customer, "Where shall we", "?", then="Please write the address in words")
    await answered(customer, "Where shall we", "x" * 301, then="within 300 characters")
    await answered(customer, "Where shall we", "Чуй 105, кв. 7", then="Which number")
    asked = await customer.share_contact(FOREIGN)
    await customer.wait_for("someone else's contact", after=asked)
    await answered(customer, "Which number", "12345", then="does not look like a phone number")
    await answered(customer, "Which number", "← Back", then="Where shall we")
    await answered(customer, "Where shall we", "Чуй 105, кв. 7", then="Which number")
    await answered(customer, "Which number", "996 700 111 222", then="Is there anything")
    await answered(customer, "Is there anything", "Skip", then="To pay:")
    await customer.press("← Back")
    await answered(customer, "Is there anything", "ring twice", then="ring twice")
    assert "Your cart is kept" in await customer.press("Cancel")
    await customer.wait_for("Your cart\n")
    await customer.press("Check out")
    await answered(customer, "How would you like", "I will pick it up", then="Which number")
    assert "+996700111222" in str(await customer.get(f"/control/chats/{customer.id}"))
    await answered(customer, "Which number", "Cancel", then="Your cart is kept")


async def test_a_command_leaves_the_questions_and_keeps_the_cart(street: Street) -> None:
    """The answer buttons go; the next words are no answer any more."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await customer.press("Cart")
    await customer.press("Check out")
    await customer.wait_for("How would you like")
    asked = await customer.send("/help")
    await customer.wait_for("Your cart is kept", after=asked)
    await customer.wait_for("How to order", after=asked)
    asked = await customer.send("Delivery")
    await customer.wait_for("did not quite understand", after=asked)


async def test_a_restart_in_the_middle_of_a_question_loses_nothing(street: Street) -> None:
    """Also when the language changed meanwhile: the buttons of the old one still count."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await customer.press("Cart")
    await customer.press("Check out")
    await answered(customer, "How would you like", "I will pick it up")
    await answered(customer, "Which number", "0555123456", then="Is there anything")
    await street.restart()
    await customer.set_language("ru")
    await customer.send("Skip")
    await customer.wait_for("К оплате: 2\u00a0000\u00a0сом")
    await customer.press("Подтвердить и оплатить")
    await customer.wait_for("Заказ № 1 оформлен")


async def test_f034_a_double_tap_places_one_order(street: Street) -> None:
    """Both taps are answered, and there is one order."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await asyncio.gather(customer.press("Confirm and pay"), customer.press("Confirm and pay"))
    await card(customer)
    assert await order_number(street) == 1
    assert len(await street.payer.payments()) == 1


async def test_f035_another_price_is_shown_before_anything_is_placed(street: Street) -> None:
    """The sum that was confirmed is the sum that is paid."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await street.change(update(products).where(products.c.id == 3).values(price=2_500_00))
    await customer.press("Confirm and pay")
    message = await customer.wait_for("A price has changed meanwhile")
    assert "To pay: 2,500\u00a0som" in message.text
    assert not await street.payer.payments()
    await customer.press("Confirm and pay")
    await customer.wait_for("Order № 1 is placed")


async def test_what_is_sold_meanwhile_is_said_by_name(street: Street) -> None:
    """The cart stays, and the way to it is offered."""
    customer = street.customer
    await fill_cart(customer, "Наполеон")
    await to_summary(customer)
    await street.change(update(products).where(products.c.id == 2).values(stock=0))
    await customer.press("Confirm and pay")
    message = await customer.wait_for("not enough of “Наполеон”")
    assert message.button("Cart")
    await customer.press("Cart")
    await customer.wait_for("⚠️ sold out")


async def test_payments_that_cannot_be_made_keep_the_cart(street: Street) -> None:
    """xPay is down from the first: a sentence, and everything is as before."""
    customer = street.customer
    await street.xpay.stop()
    await fill_cart(customer, "Букет")
    await customer.press("Cart")
    await customer.press("Check out")
    await customer.wait_for("Nothing is lost")
    asked = await customer.send("/cart")
    await customer.wait_for("Total: 2,000\u00a0som", after=asked)


async def test_a_qr_that_cannot_be_made_leaves_a_card_to_try_again(street: Street) -> None:
    """xPay goes down while confirming: the order is kept, and can be cancelled too."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await street.xpay.stop()
    await customer.press("Confirm and pay")
    shown = await customer.wait_for("The QR code could not be made")
    assert shown.labels == ["Try again", "Cancel the order"]
    await customer.press("Cancel the order")
    await customer.press("Yes, cancel it")
    await customer.wait_for("The order is cancelled")


async def test_an_order_is_cancelled_only_surely(street: Street) -> None:
    """Asked first, in place; the card then says that its QR is dead."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await customer.press("Confirm and pay")
    shown = await card(customer)
    assert await customer.press("Cancel the order") == "Cancel order № 1?"
    await customer.press("No, keep it")
    await customer.wait_for(lambda message: message.id == shown.id and bool(message.button("I have paid")))
    await customer.press("Cancel the order")
    await customer.press("Yes, cancel it")
    await customer.wait_for(lambda message: message.id == shown.id and "The order is cancelled" in message.text)
    assert "moved on" in await press_old(street, shown, "Cancel the order", "or:cancel:1")


async def test_the_list_shows_own_orders_and_opens_them(street: Street) -> None:
    """An open one brings its card down, a closed one its story; others' do not exist."""
    customer = street.customer
    await customer.set_language("en")
    await customer.send("/orders")
    await customer.wait_for("You have no orders yet")
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await customer.press("Confirm and pay")
    shown = await card(customer)
    await customer.send("/orders")
    await customer.wait_for("Your latest orders")
    assert await customer.press("№ 1 · 2,000\u00a0som · awaiting payment") == "The card of order № 1 is below."
    await customer.wait_for(lambda message: message.photo is not None, after=shown.id)
    assert shown.id not in {message.id for message in await customer.messages()}
    token = await street.database.read(lambda unit: unit.value(select(orders.c.token)))
    await street.seller.set_language("en")
    await street.seller.start(f"o_{token}")
    await street.seller.wait_for("This order is not among yours")


async def test_the_way_back_from_the_payment_page_shows_the_order(street: Street) -> None:
    """The card while it waits; the story once it is paid."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await customer.press("Confirm and pay")
    shown = await card(customer)
    back = (await street.payer.payments())[0]["return_url"]
    await customer.open_link(back)
    again = await customer.wait_for(lambda message: message.photo is not None, after=shown.id)
    await street.payer.pay(again.button("Pay").url)  # type: ignore[union-attr,arg-type]  # the card has it
    await customer.press("I have paid")
    await customer.wait_for("The payment has arrived")
    asked = await customer.open_link(back)
    message = await customer.wait_for("Order № 1 · paid", after=asked)
    assert "Phone: +996555123456" in message.text


async def test_a_customer_has_a_handful_of_open_orders_at_most(street: Street) -> None:
    """The sixth is refused with the number and what to do."""
    customer = street.customer
    for number in range(1, 6):
        await fill_cart(customer, f"Эклер {number}")
        await to_summary(customer)
        await customer.press("Confirm and pay")
        await customer.wait_for(f"Order № {number} is placed")
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await customer.press("Confirm and pay")
    await customer.wait_for("You have 5 unpaid orders")


async def test_a_phone_is_remembered_for_the_next_order(street: Street) -> None:
    """As E.164, offered as one tap."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    phone = await street.database.read(
        lambda unit: unit.value(select(people.c.phone).where(people.c.telegram_id == customer.id))
    )
    assert phone == "+996555123456"


async def test_an_order_whose_time_ran_out_gets_a_new_qr_with_one_tap(street: Street) -> None:
    """From its story, a fresh card comes."""
    customer = street.customer
    await fill_cart(customer, "Букет")
    await to_summary(customer)
    await customer.press("Confirm and pay")
    shown = await card(customer)
    await street.change(update(orders).values(state="expired"))
    asked = await customer.send("/orders")
    await customer.wait_for("Your latest orders", after=asked)
    await customer.press("№ 1 · 2,000\u00a0som · time ran out")
    await customer.wait_for("Order № 1 · time ran out")
    await customer.press("New QR code")
    await customer.wait_for(
        lambda message: message.photo is not None and bool(message.button("Pay 2,000")), after=shown.id
    )
    assert len(await street.payer.payments()) == 2


async def press_old(street: Street, message: Message, label: str, data: str) -> str:
    """Press a button that the message had before."""
    kept = street.telegram.world.chats[street.customer.id].messages[message.id]
    kept.markup = {"inline_keyboard": [[{"text": label, "callback_data": data}]]}
    return await street.customer.press(label)
