"""Bills as people see them: the seller's chat, the card that is passed on, the group, an inline message."""

import asyncio

import pytest

from bot import doctor
from bot.sandbox.telegram.person import Message, PersonError
from bot.storage import bills, people, shops
from bot.storage.database import Database
from tests.journeys.words import KY
from tests.journeys.world import CUSTOMER, GROUP, SALE, SELLER, World, link_of, scanned

MADE, PAY, OPEN = "Эсеп түзүлдү", "төлөө", "Ботто ачуу"


async def bill(shop: World, line: str = "/bill 1500 Торт для Аиды") -> Message:
    """The seller asks for money: the card to pass on."""
    sent = await shop.seller.send(line)
    await shop.seller.wait_for(MADE, after=sent)
    return await shop.seller.wait_for(lambda one: bool(one.photo) and one.button(OPEN) is not None, after=sent)


def bot_link(card: Message) -> str:
    """The bill's own link."""
    button = card.button(OPEN)
    assert button is not None
    assert button.url is not None
    return button.url


async def screen(shop: World, *, after: int = 0) -> Message:
    """The bill's screen in the seller's chat."""
    return await shop.seller.wait_for(lambda one: one.button("Жөнөтүлчү карточка") is not None, after=after)


async def test_one_line_makes_a_card_that_survives_being_passed_on(shop: World) -> None:
    """Its QR is xPay's link, its buttons are links and nothing else, its text holds the bot's link."""
    card = await bill(shop)
    link = link_of(card)
    assert scanned(await shop.seller.photo(card)) == link
    assert "Торт для Аиды" in card.text
    assert "1\u00a0500\u00a0сом" in card.text
    assert all(button.url for button in card.buttons)
    assert bot_link(card) in card.text
    assert bot_link(card).startswith(f"{shop.telegram.url}/tolom_demo_bot?start=b_")


async def test_a_passed_on_card_is_paid_by_somebody_who_never_opens_the_bot(shop: World) -> None:
    """The seller's card turns to paid, the group has the sale without a customer, and nobody gets a receipt."""
    card = await bill(shop)
    await shop.payer.pay(link_of(card))
    paid = await shop.seller.wait_for(lambda one: one.id == card.id and KY.paid in one.text)
    assert not paid.buttons
    assert paid.photo != card.photo
    sale = await shop.seller.wait_for(SALE.format(1), chat_id=GROUP)
    assert "Торт для Аиды" in sale.text
    assert "Кардар" not in sale.text
    assert sale.button("кардарга") is None
    await asyncio.sleep(0.3)
    assert await shop.receipts(person=SELLER) == []


async def test_whoever_opens_the_link_gets_the_live_card(shop: World) -> None:
    """With all its buttons, paid and confirmed as any order; the second visitor reads a kind word."""
    card = await bill(shop)
    other = await shop.newcomer(1003)
    try:
        await shop.customer.set_language("ky")
        await shop.customer.open_link(bot_link(card))
        own = await shop.customer.wait_for(lambda one: one.button(KY.copy) is not None)
        assert link_of(own) == link_of(card)
        assert own.button(KY.cancel) is not None
        await other.open_link(bot_link(card))
        await other.wait_for("башка киши ачып койгон")
        await shop.payer.pay(link_of(own))
        await shop.customer.wait_for(KY.receipt)
        await shop.seller.wait_for(lambda one: one.id == card.id and KY.paid in one.text)
        sale = await shop.seller.wait_for(SALE.format(1), chat_id=GROUP)
        assert "Айда" in sale.text
        await other.open_link(bot_link(card))
        await other.wait_for("Бул эсеп төлөнгөн")
    finally:
        await other.close()


async def test_staff_who_open_the_link_see_the_bill_and_take_nothing(shop: World) -> None:
    """The link on their own card leads to what they can do with it."""
    card = await bill(shop)
    sent = await shop.seller.open_link(bot_link(card))
    shown = await screen(shop, after=sent)
    assert "азырынча эч ким ача элек" in shown.text


async def test_a_bare_command_asks_and_keeps_what_was_said(shop: World) -> None:
    """Sum, then title; a line without its sum, or with nothing but it, is completed and not thrown away."""
    for line, answers in (
        ("/bill", ("1 500", "Торт")),
        ("/bill Торт", ("1500 сом",)),
        ("/bill 1500", ("Торт",)),
    ):
        last = await shop.seller.send(line)
        for reply in answers:
            await shop.seller.wait_for("/cancel", after=last)
            last = await shop.seller.send(reply)
        made = await shop.seller.wait_for(MADE, after=last)
        assert "Торт" in made.text
        assert "1\u00a0500\u00a0сом" in made.text


async def test_a_wrong_sum_is_said_with_an_example(shop: World) -> None:
    """The question stays open; /cancel leaves it."""
    sent = await shop.seller.send("/bill Торт")
    asked = await shop.seller.wait_for("/bill 1500", after=sent)
    sent = await shop.seller.send("көп")
    await shop.seller.wait_for("1500,50", after=asked.id)
    await shop.seller.send("/cancel")
    sent = await shop.seller.send("1500")
    with pytest.raises(PersonError):
        await shop.seller.wait_for(MADE, 0.5, after=sent)


async def test_options_are_changed_on_the_bills_screen(shop: World) -> None:
    """More than the sum, for many, another day by button and in writing, back again; each shows at once."""
    card = await bill(shop)
    await shop.seller.press("Көбүрөөк болот")
    await shop.seller.wait_for("Төлөөчү көбүрөөк төлөй алат")
    fresh = await shop.seller.wait_for(lambda one: one.id == card.id and link_of(one) != link_of(card))
    assert scanned(await shop.seller.photo(fresh)) == link_of(fresh)
    await shop.seller.press("Көп төлөөчүгө")
    many = await shop.seller.wait_for(lambda one: one.id == card.id and "өзүңүздүн кодуңузду" in one.text)
    assert scanned(await shop.seller.photo(many)) == bot_link(card)
    assert [button.url for button in many.buttons] == [bot_link(card)]
    await shop.seller.press("Башка күн")
    await shop.seller.wait_for(lambda one: one.button("3 күн") is not None)
    await shop.seller.press("3 күн")
    await screen(shop)
    await shop.seller.press("Башка күн")
    await shop.seller.wait_for(lambda one: one.button("Башка күн…") is not None)
    await shop.seller.press("Башка күн…")
    asked = await shop.seller.wait_for("30.11")
    sent = await shop.seller.send("32.13")
    await shop.seller.wait_for("бир жыл ичиндеги", after=asked.id)
    sent = await shop.seller.send("31.12")
    assert "31.12." in (await screen(shop, after=sent)).text


async def test_a_bill_is_cancelled_after_a_question(shop: World) -> None:
    """Its card says so where it stands, and its customer's does."""
    card = await bill(shop)
    await shop.customer.set_language("ky")
    await shop.customer.open_link(bot_link(card))
    await shop.customer.wait_for(lambda one: one.button(KY.copy) is not None)
    await shop.seller.press("Эсепти жокко чыгаруу")
    await shop.seller.wait_for("эсебин жокко чыгарасызбы")
    await shop.seller.press("Ооба, жокко чыгарылсын")
    await shop.seller.wait_for(lambda one: one.id == card.id and "Эсеп жокко чыгарылды" in one.text)
    await shop.customer.wait_for(KY.cancelled)


async def test_the_list_opens_from_the_board(shop: World) -> None:
    """Each bill with its state; a new one begins there too."""
    await bill(shop)
    await shop.seller.send("/shop")
    await shop.seller.wait_for(lambda one: one.button("Эсептер") is not None)
    await shop.seller.press("Эсептер")
    listed = await shop.seller.wait_for(lambda one: one.button("Жаңы эсеп") is not None)
    assert any("Торт для Аиды" in label and "төлөм күтүлүүдө" in label for label in listed.labels)
    await shop.seller.press("Торт для Аиды")
    await screen(shop)
    await shop.seller.press("← Эсептер")
    await shop.seller.wait_for(lambda one: one.button("Жаңы эсеп") is not None)
    await shop.seller.press("Жаңы эсеп")
    asked = await shop.seller.wait_for("Канча сом")
    await shop.seller.send("700 гүл")
    await shop.seller.wait_for("700\u00a0сом", after=asked.id)


async def test_in_the_group_the_card_comes_there(shop: World) -> None:
    """All who work there see it; a customer who writes the command is refused."""
    await shop.seller.send("/bill 900 Букет", GROUP)
    card = await shop.seller.wait_for(lambda one: bool(one.photo) and "Букет" in one.text, chat_id=GROUP)
    await shop.payer.pay(link_of(card))
    await shop.seller.wait_for(lambda one: one.id == card.id and KY.paid in one.text, chat_id=GROUP)
    sent = await shop.customer.send("/bill 900 Букет")
    refused = await shop.customer.wait_for(lambda one: one.sender_id != CUSTOMER, after=sent)
    assert MADE not in refused.text
    assert len(await shop.payer.payments()) == 1


async def test_where_strangers_read_along_the_card_comes_in_private(shop: World) -> None:
    """A public group hears that a bill was made, and nobody there can take its link."""
    database = Database.open(shop.settings.database_url)
    await database.write(shops.note_public, 1, public=True)
    await database.close()
    sent = await shop.seller.send("/bill 900 Букет", GROUP)
    said = await shop.seller.wait_for(MADE, chat_id=GROUP, after=sent)
    assert "start=b_" not in said.text
    await shop.seller.wait_for(lambda one: bool(one.photo) and "Букет" in one.text)


async def test_where_strangers_read_along_a_bills_buttons_show_nothing(shop: World) -> None:
    """A screen from before the group was public, and its list: each press is answered, and nothing is changed."""
    sent = await shop.seller.send("/bill 900 Букет", GROUP)
    made = await shop.seller.wait_for(MADE, chat_id=GROUP, after=sent)
    database = Database.open(shop.settings.database_url)
    await database.write(shops.note_public, 1, public=True)
    for label in ("← Эсептер", "Көп төлөөчүгө", "Башка күн", "Эсепти жокко чыгаруу"):
        said = await shop.seller.press(label, GROUP)
        assert said == "Бул чат ачык: эсептерди бот менен жеке чатта ачыңыз."
    assert not (await database.read(bills.load, 1)).many
    await database.close()
    (shown,) = [one for one in await shop.seller.messages(GROUP) if one.id == made.id]
    assert shown.text == made.text


async def test_what_cannot_be_made_now_is_said_where_it_was_asked_for(shop: World) -> None:
    """xPay is down: the group reads so, and the words of a question are not lost."""
    await shop.payer.down()
    sent = await shop.seller.send("/bill 900 Букет", GROUP)
    await shop.seller.wait_for(KY.unavailable, chat_id=GROUP, after=sent)
    last = await shop.seller.send("/bill 900")
    await shop.seller.wait_for("/cancel", after=last)
    last = await shop.seller.send("Букет")
    await shop.seller.wait_for(KY.unavailable, after=last)
    await shop.payer.up()
    last = await shop.seller.send("Букет")
    await shop.seller.wait_for(MADE, after=last)


# Inline.


async def sent_inline(shop: World, query: str = "1500 торт", chat_id: int = GROUP) -> int:
    """The seller chooses the bill that is offered; the message's number."""
    (offered,) = await shop.seller.inline(query)
    return await shop.seller.choose(query, offered["id"], chat_id)


async def inline_message(shop: World, number: int, words: str) -> Message:
    """The message as it reads once it holds these words."""
    return await shop.seller.wait_for(lambda one: one.id == number and words in one.text, chat_id=GROUP)


async def test_an_inline_bill_is_made_when_it_is_sent_and_paid_where_it_stands(shop: World) -> None:
    """Nothing is made while the seller types; chosen it becomes the card with Pay, and then it says paid."""
    for typed in ("1", "1500", "1500 т", "1500 торт"):
        await shop.seller.inline(typed)
    assert await shop.payer.payments() == []
    number = await sent_inline(shop)
    card = await inline_message(shop, number, "Төлөй турган сумма")
    pay, to_bot = card.buttons
    assert PAY in pay.label
    assert pay.url is not None
    assert to_bot.url is not None
    await shop.payer.pay(pay.url)
    paid = await inline_message(shop, number, KY.paid)
    assert not paid.buttons
    await shop.seller.wait_for(SALE.format(1), chat_id=GROUP)
    assert len(await shop.payer.payments()) == 1
    (found,) = [one for one in await doctor.examine(shop.settings) if one.part == "inline"]
    assert found.text.endswith("Telegram tells of them")


async def test_inline_answers_are_nobody_elses(shop: World) -> None:
    """They are personal and kept for nobody; a stranger is offered the way to the shop, and is not written down."""
    answer = await shop.seller.ask_inline("1500 торт")
    assert answer["is_personal"]
    (offered,) = answer["results"]
    assert offered["description"] == "торт"
    assert "1\u00a0500\u00a0сом" in offered["title"]
    stranger = await shop.newcomer(1009, "Жат", "ru")
    try:
        theirs = await stranger.ask_inline("1500 торт")
        assert (theirs["results"], theirs["is_personal"]) == ([], True)
        assert "<Гүл & Ко>" in theirs["button"]["text"]
        database = Database.open(shop.settings.database_url)
        assert await database.read(people.find, 1, 1009) is None
        await database.close()
        sent = await stranger.start(theirs["button"]["start_parameter"])
        await stranger.wait_for("Здравствуйте", after=sent)
    finally:
        await stranger.close()
    customer = await shop.customer.ask_inline("1500 торт")
    assert customer["results"] == []


async def test_what_cannot_be_read_is_explained(shop: World) -> None:
    """No result, a line that says how to write it, and a way to the list of bills."""
    for query in ("", "торт", "1500", "0 торт"):
        answer = await shop.seller.ask_inline(query)
        assert answer["results"] == []
        assert "Сумманы" in answer["button"]["text"]
    sent = await shop.seller.start(answer["button"]["start_parameter"])
    await shop.seller.wait_for(lambda one: one.button("Жаңы эсеп") is not None, after=sent)


async def test_without_feedback_the_sellers_press_makes_the_bill(shop: World) -> None:
    """Anybody else's press says to wait; the seller's makes it once, however often it is pressed."""
    await shop.stage.set_inline(feedback=False)
    number = await sent_inline(shop)
    await inline_message(shop, number, "даярдалып жатат")
    await shop.stage.change_chat(GROUP, "members", user_id=CUSTOMER, status="member")
    await shop.customer.set_language("ky")
    assert "даярдап" in await shop.customer.press("Даярдалууда", GROUP)
    assert await shop.payer.payments() == []
    await shop.seller.press("Даярдалууда", GROUP)
    card = await inline_message(shop, number, "Төлөй турган сумма")
    assert "торт" in card.text
    assert len(await shop.payer.payments()) == 1


async def test_a_long_bill_without_feedback_says_how_to_turn_it_on(shop: World) -> None:
    """What the button cannot carry is not made up."""
    await shop.stage.set_inline(feedback=False)
    number = await sent_inline(shop, "1500 " + "узун аталыш " * 6)
    await inline_message(shop, number, "даярдалып жатат")
    assert "/setinlinefeedback" in await shop.seller.press("Даярдалууда", GROUP)
    assert await shop.payer.payments() == []


async def test_an_inline_bill_that_xpay_does_not_take_can_be_tried_again(shop: World) -> None:
    """The message says so where it stands; the seller's press makes it later."""
    await shop.payer.down()
    number = await sent_inline(shop)
    await inline_message(shop, number, "түзүлбөй калды")
    await shop.payer.up()
    await shop.seller.press("Кайра аракет кылуу", GROUP)
    await inline_message(shop, number, "Төлөй турган сумма")


async def test_a_deleted_inline_message_loses_nothing(shop: World) -> None:
    """The bill is still paid and told; nothing is sent in the message's place."""
    number = await sent_inline(shop)
    card = await inline_message(shop, number, "Төлөй турган сумма")
    await shop.seller.delete_message(number, GROUP)
    link = card.buttons[0].url
    assert link is not None
    await shop.payer.pay(link)
    await shop.seller.wait_for(SALE.format(1), chat_id=GROUP)
    await asyncio.sleep(0.3)
    assert [
        row["text"] for row in await shop.stage.ledger(method="sendMessage", chat_id=SELLER) if "торт" in row["text"]
    ] == []


async def test_a_restart_between_choosing_and_the_edit_loses_nothing(shop: World) -> None:
    """The edit waits in the outbox; the news that it was sent waits at Telegram."""
    (offered,) = await shop.seller.inline("1500 торт")
    await shop.stop_bot()
    number = await shop.seller.choose("1500 торт", offered["id"], GROUP)
    await shop.start_bot()
    await inline_message(shop, number, "Төлөй турган сумма")


async def test_many_inline_bills_do_not_keep_the_seller_waiting(shop: World) -> None:
    """Each is edited where it stands, and the seller's own chat goes on."""
    numbers = [await sent_inline(shop, f"{100 + number} торт") for number in range(5)]
    for number in numbers:
        await inline_message(shop, number, "Төлөй турган сумма")
    await bill(shop)
