"""The order's card in every state it can be in, in every language; and what a public chat does not learn."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.addresses import Addresses
from bot.messages import Message, render
from bot.pictures import CardImpossible
from bot.shop.cart import Cart, CartLine
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Language, Person, Shop
from bot.storage import orders, payments, shops
from bot.storage.database import Database
from bot.storage.outbox import Kind, Priority, Row
from bot.storage.tables import orders as order_table
from bot.storage.tables import payments as payment_table
from bot.storage.tables import people as people_table
from bot.storage.tables import shops as shop_table
from bot.texts.forms import CAPTION, visible_length
from bot.texts.languages import translations
from tests.databases import SQLiteFiles
from tests.storage.world import LATER, NOON, meet, new_order, new_shop, sell

LINK = "https://pay.xpay.kg#00020101021232450012ab2b.xpay.kg0101110140040720231024712021133290025174522619063044e70"
WISHES = Wishes(Handover.DELIVERY, "+996555123456", "Чуй 105 <кв>", 42.87, 74.59, "Домофон & 7")
OPEN = [PaymentState.CREATING, PaymentState.UNKNOWN, PaymentState.REFUSED, PaymentState.ACTIVE, PaymentState.SCANNED,
        PaymentState.PROCESSING, PaymentState.DECLINED, PaymentState.COMPLETED]  # fmt: skip


ADDRESSES = Addresses("", "https://t.me", "tolom_bot", asks_check=False)


@dataclass
class Desk:
    """One order with one payment, whose states the tests set."""

    database: Database
    shop: Shop
    person: Person
    order: Order
    payment: Payment

    async def set(self, order: OrderState, payment: PaymentState, link: str | None = LINK) -> None:
        paid_at = NOON if order is OrderState.PAID else None
        await self.database.write(lambda unit: unit.run(update(order_table).values(state=order, paid_at=paid_at)))
        values = {"state": payment, "link": link, "request_amount": 30_500_00, "payable": 29_000_00}
        await self.database.write(lambda unit: unit.run(update(payment_table).values(**values)))

    async def speak(self, language: Language) -> None:
        await self.database.write(lambda unit: unit.run(update(people_table).values(language=language)))

    async def message(self, kind: Kind, chat_id: int = 0, **facts: Any) -> Message:
        row = Row(
            id=1,
            shop_id=self.shop.id,
            chat_id=chat_id or self.person.telegram_id,
            topic_id=None,
            kind=kind,
            order_id=self.order.id,
            facts=facts,
            priority=Priority.CARD,
            created_at=NOON,
            attempts=0,
            fate_unknown=False,
        )
        message = await self.database.read(render, row, translations(), ADDRESSES)
        assert message is not None
        return message


@pytest.fixture
async def desk(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database.open(sqlite_files.fresh(tmp_path))
    shop = await database.write(shops.ensure, new_shop("Дүкөн <&>"), NOON)
    person = await meet(database, shop, 4242, name="<b>PAID ✅")
    products = [await sell(database, shop, f"Торт <{number}> " + "узун " * 20, None, 1000_00) for number in range(30)]
    cart = Cart(tuple(CartLine(product, 1) for product in products))
    order = await database.write(orders.place, person, new_order(cart, "b", "t", WISHES), NOON)
    payment = await database.write(payments.begin, order, "token", NOON, LATER)
    yield Desk(database, shop, person, order, payment)
    await database.close()


def labels(message: Message) -> list[str]:
    return [button.text for row in message.keyboard.inline_keyboard for button in row] if message.keyboard else []


@pytest.mark.parametrize("language", list(Language))
async def test_f053_the_card_fits_in_every_state(desk: Desk, language: Language) -> None:
    """A caption within its limit, the right buttons' data, and a picture that can be drawn where there is one."""
    await desk.speak(language)
    for order, payment in itertools.product(OrderState, PaymentState):
        await desk.set(order, payment)
        message = await desk.message(Kind.CARD)
        assert visible_length(message.text) <= CAPTION
        assert "1" in message.text
        assert (message.picture is None) == (message.picture_name is None)
        for row in message.keyboard.inline_keyboard if message.keyboard else []:
            assert all(len((button.callback_data or "").encode()) <= 64 for button in row)


@pytest.mark.parametrize("state", OPEN)
async def test_the_buttons_are_those_that_make_sense(desk: Desk, state: PaymentState) -> None:
    """Pay comes first while a QR can be paid; nobody is offered to pay twice."""
    await desk.speak(Language.EN)
    await desk.set(OrderState.WAITING, state, LINK if state not in OPEN[:3] else None)
    message = await desk.message(Kind.CARD)
    pay = ["Pay 30,500\u00a0som", "Copy the link"]
    wanted = {
        PaymentState.CREATING: [],
        PaymentState.UNKNOWN: ["Try again", "Cancel the order"],
        PaymentState.REFUSED: ["Try again", "Cancel the order"],
        PaymentState.ACTIVE: [*pay, "I have paid", "Cancel the order"],
        PaymentState.SCANNED: [*pay, "I have paid"],
        PaymentState.PROCESSING: ["I have paid"],
        PaymentState.DECLINED: [*pay, "New QR code", "I have paid", "Cancel the order"],
        PaymentState.COMPLETED: [],
    }
    assert labels(message) == wanted[state]
    assert (LINK in message.text) == (labels(message)[:1] == pay[:1])


async def test_the_link_can_be_paid_and_copied_whole(desk: Desk) -> None:
    """The same link is behind the button, in the text and on the picture."""
    await desk.set(OrderState.WAITING, PaymentState.ACTIVE)
    message = await desk.message(Kind.CARD)
    assert message.keyboard is not None
    assert message.picture is not None
    [[pay], [copy], *_] = message.keyboard.inline_keyboard
    assert pay.url == LINK
    assert copy.copy_text is not None
    assert copy.copy_text.text == LINK
    assert f'<a href="{LINK}">{LINK}</a>' in message.text
    assert message.picture().startswith(b"\x89PNG")


async def test_f052_a_link_too_long_for_a_picture_still_goes_as_text(desk: Desk) -> None:
    """The picture refuses; text and button have the link all the same."""
    await desk.set(OrderState.WAITING, PaymentState.ACTIVE, "https://pay.xpay.kg#" + "0" * 3000)
    message = await desk.message(Kind.CARD)
    assert message.picture is not None
    with pytest.raises(CardImpossible):
        message.picture()
    assert visible_length(message.text) <= CAPTION
    assert "0" * 3000 in message.text


async def test_a_closed_order_shows_no_qr(desk: Desk) -> None:
    """Its picture is another one, with a stamp, and its link is gone."""
    await desk.set(OrderState.WAITING, PaymentState.ACTIVE)
    names = {(await desk.message(Kind.CARD)).picture_name}
    for state in (OrderState.PAID, OrderState.EXPIRED, OrderState.CANCELLED):
        await desk.set(state, PaymentState.ACTIVE)
        message = await desk.message(Kind.CARD)
        assert "pay.xpay.kg" not in message.text
        assert message.picture is not None
        assert message.picture().startswith(b"\x89PNG")
        names.add(message.picture_name)
    assert len(names) == 4


async def test_a_public_chat_learns_neither_who_nor_where(desk: Desk) -> None:
    """Phone, address, comment and name are for a private chat alone."""
    await desk.set(OrderState.PAID, PaymentState.COMPLETED)
    await desk.database.write(lambda unit: unit.run(update(shop_table).values(shows_phones=True)))
    private = (await desk.message(Kind.SALE, chat_id=-100)).text
    for secret in ("+996555123456", "Чуй 105 &lt;кв&gt;", "maps.google", "Домофон &amp; 7", "tg://user?id=4242"):
        assert secret in private
    await desk.database.write(lambda unit: unit.run(update(shop_table).values(merchant_chat_public=True)))
    public = (await desk.message(Kind.SALE, chat_id=-100)).text
    for secret in ("+996", "Чуй", "maps", "Домофон", "tg://", "PAID ✅"):
        assert secret not in public


async def test_a_strangers_name_cannot_fake_a_line(desk: Desk) -> None:
    """A customer called "PAID ✅" stays a name."""
    await desk.set(OrderState.PAID, PaymentState.COMPLETED)
    sale = (await desk.message(Kind.SALE, chat_id=-100)).text
    assert ">&lt;b&gt;PAID ✅</a>" in sale


@pytest.mark.parametrize(
    "what", ["xpay_keys_refused", "undeliverable", "foreign", "checksum", "bad_link", "scanned", "something new"]
)
async def test_an_owner_gets_a_sentence_for_every_alert(desk: Desk, what: str) -> None:
    """Also for one that nobody has thought of."""
    message = await desk.message(Kind.OWNER, what=what, order=17, why="<Forbidden>")
    assert message.text.startswith("⚠️")
    assert "<Forbidden>" not in message.text
