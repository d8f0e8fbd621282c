"""From the first word to a filled cart."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import select, text, update

from bot.messages.buttons import ChangeQuantity, ShowProduct
from bot.storage.tables import photos, products
from tests.conversation.conftest import CUSTOMER, GROUP, Street
from tests.test_wiring import FROM_THE_APP


@pytest.mark.parametrize(
    ("code", "greeting", "catalogue"),
    [("ky", "Саламатсызбы", "Каталог"), ("ru", "Здравствуйте", "Каталог"), ("en", "Hello", "Catalogue")],
)
async def test_the_bot_greets_in_the_language_of_the_app(
    street: Street, code: str, greeting: str, catalogue: str
) -> None:
    """With the shop's name as it is, whatever signs it has, and a way into the catalogue."""
    await street.customer.set_language(code)
    await street.customer.start()
    message = await street.customer.wait_for(greeting)
    assert "Айгүл & <Ко>" in message.text
    assert message.button(catalogue)


async def test_a_language_is_one_tap_away_and_is_remembered(street: Street) -> None:
    """The choice outlives the app's own language."""
    await street.customer.set_language("ru")
    await street.customer.start()
    await street.customer.wait_for("Здравствуйте")
    assert await street.customer.press("Кыргызча") == "Эми кыргызча сүйлөшөбүз."
    await street.customer.set_language("en")
    await street.customer.start()
    await street.customer.wait_for("Саламатсызбы")


async def test_a_product_is_shown_with_its_picture_price_and_rest(street: Street) -> None:
    """By way of section and page; the picture's bytes travel once."""
    customer = street.customer
    await customer.set_language("en")
    await customer.send("/catalogue")
    await customer.wait_for("What would you like to see?")
    await customer.press("Торттор")
    await customer.press("Медовик")
    message = await customer.wait_for(lambda message: message.photo is not None)
    assert "1,500\u00a0som · 3 left" in message.text
    assert "Сегиз катмар <бал> коржу & крем" in message.text
    first = message.photo
    await customer.press("← Back")
    await customer.press("Наполеон")
    await customer.wait_for("850.50\u00a0som · 1 left")
    await customer.press("← Back")
    await customer.press("Медовик")
    assert (await customer.wait_for("1,500\u00a0som · 3 left")).photo == first


async def test_a_forgotten_picture_is_sent_again_from_its_bytes(street: Street) -> None:
    """Telegram's ids belong to one bot: with a new token they mean nothing."""
    customer = street.customer
    await customer.set_language("en")
    await street.change(update(photos).values(file_id="of-another-bot"))
    for product in ("p_1", "p_2", "p_1"):
        asked = await customer.start(product)
        message = await customer.wait_for(lambda message: bool(message.buttons), after=asked)
        assert message.photo is not None
    ids = await street.database.read(lambda unit: unit.values(select(photos.c.file_id)))
    assert "of-another-bot" not in ids


async def test_fast_taps_all_count(street: Street) -> None:
    """Five taps at once are five units, and the screen ends at the truth."""
    customer = street.customer
    await customer.set_language("en")
    await customer.start("p_3")
    await customer.wait_for("Букет")
    await customer.press("Add to cart")
    await asyncio.gather(*(customer.press("+") for _ in range(5)))
    await customer.wait_for("In your cart: 6 · 12,000\u00a0som")


async def test_the_stock_is_the_limit(street: Street) -> None:
    """One more than there is gets a word instead of a unit."""
    customer = street.customer
    await customer.set_language("en")
    await customer.start("p_2")
    await customer.wait_for("Наполеон")
    await customer.press("Add to cart")
    assert await customer.press("+") == "No more can be added."
    await customer.press("Cart")
    message = await customer.wait_for("Your cart\n")
    assert "Total: 850.50\u00a0som" in message.text
    await customer.press("−")
    await customer.wait_for("Your cart is empty")


async def test_f035_a_button_of_a_product_that_is_gone_says_so(street: Street) -> None:
    """And leads to what there is."""
    customer = street.customer
    await customer.set_language("en")
    await customer.start("p_1")
    await customer.wait_for("Медовик")
    await street.change(update(products).where(products.c.id == 1).values(hidden=True))
    assert await customer.press("Add to cart") == "This product is no longer on sale."
    message = await customer.wait_for("The whole catalogue")
    assert not message.button("Медовик")


async def test_a_price_is_that_of_the_moment(street: Street) -> None:
    """A cart of yesterday shows today's prices."""
    customer = street.customer
    await customer.set_language("en")
    await customer.start("p_3")
    await customer.wait_for("Букет")
    await customer.press("Add to cart")
    await street.change(update(products).where(products.c.id == 3).values(price=1_00))
    await customer.send("/cart")
    await customer.wait_for("Total: 1\u00a0som")


async def test_pages_turn_and_stay_within_the_catalogue(street: Street) -> None:
    """A page number from another time gives the nearest page."""
    customer = street.customer
    await customer.set_language("en")
    await customer.send("/catalogue")
    await customer.wait_for("What would you like to see?")
    await customer.press("Everything")
    await customer.wait_for("Page 1 of 2")
    await customer.press("›")
    message = await customer.wait_for("Page 2 of 2")
    assert message.button("‹")
    assert not message.button("›")
    await press_data(street, message.id, "pg:77:999")
    await customer.wait_for("Page 2 of 2")


@pytest.mark.parametrize("payload", ["p_0", "p_999999999999999999999", "p_1_1", "o_nothing", "x", "-"])
async def test_unknown_links_lead_to_a_useful_screen(street: Street, payload: str) -> None:
    """Whatever stands in a link, the answer has the menu."""
    await street.customer.set_language("en")
    asked = await street.customer.start(payload)
    message = await street.customer.wait_for(lambda message: bool(message.buttons), after=asked)
    assert message.button("Catalogue")


async def test_anything_unexpected_gets_a_useful_answer(street: Street) -> None:
    """A word, a picture, a place, a contact: nothing is met with silence."""
    customer = street.customer
    await customer.set_language("en")
    sends = (
        partial(customer.send, "what do you have?"),
        partial(customer.send, "/nonsense"),
        partial(customer.share_location, 42.87, 74.59),
        partial(customer.share_contact),
    )
    for send in sends:
        asked = await send()
        message = await customer.wait_for("I did not quite understand", after=asked)
        assert message.button("Catalogue")


async def test_buttons_of_another_time_are_answered(street: Street) -> None:
    """Data that no handler knows, and data with numbers that mean nothing."""
    customer = street.customer
    await customer.set_language("en")
    await customer.start()
    message = await customer.wait_for("Hello")
    for data in ("gone:1", "or:open:77", "la:xx", ShowProduct(product_id=10**15, section=0, number=0).pack(),
                 ChangeQuantity(product_id=-1, by=10**9, section=0, number=0).pack()):  # fmt: skip
        await press_data(street, message.id, data)
        message = await customer.wait_for(lambda message: bool(message.buttons))


async def test_groups_are_left_alone(street: Street) -> None:
    """The seller's chat is for sales, not for menus."""
    await street.seller.send("/start", chat_id=GROUP)
    await street.seller.send("How is everybody?", chat_id=GROUP)
    await street.customer.start()
    await street.customer.wait_for(lambda message: bool(message.buttons))
    assert all(message.sender_id != 4242 for message in await street.seller.messages(GROUP))


async def press_data(street: Street, message_id: int, data: str) -> None:
    """Press a button of an earlier version of the bot: put under the message first, since the server is strict."""
    message = street.telegram.world.chats[CUSTOMER].messages[message_id]
    message.markup = {"inline_keyboard": [[{"text": "old", "callback_data": data}]]}
    await street.customer.press("old")


async def test_f055_an_update_that_comes_twice_is_handled_once(street: Street) -> None:
    """Telegram repeats what it believes unanswered."""
    await street.customer.start()
    await street.customer.wait_for(lambda message: bool(message.buttons))
    dispatcher = street.app._dispatcher
    assert dispatcher is not None
    person = {"id": CUSTOMER, "is_bot": False, "first_name": "Айда"}
    message = {
        "message_id": 99,
        "date": 0,
        "chat": {"id": CUSTOMER, "type": "private"},
        "from": person,
        "text": "/cart",
    }
    for _ in range(2):
        await dispatcher.feed_raw_update(street.app._bot, {"update_id": 10**9, "message": message})
    assert len([one for one in await street.customer.messages() if one.sender_id != CUSTOMER]) == 2


async def test_f056_a_broken_update_is_answered_and_the_next_one_works(street: Street) -> None:
    """Our own fault: an apology, and the chat goes on."""
    await street.customer.set_language("en")
    await street.customer.start()
    await street.customer.wait_for("Hello")
    await street.change(text("ALTER TABLE products RENAME TO gone"))
    await street.customer.send("/catalogue")
    await street.customer.wait_for("Something went wrong on our side")
    await street.change(text("ALTER TABLE gone RENAME TO products"))
    await street.customer.send("/catalogue")
    await street.customer.wait_for("What would you like to see?")


async def test_the_app_gives_handlers_what_they_ask_for(street: Street) -> None:
    """The names that the wiring test counts on are those that the app wires."""
    await street.customer.start()
    await street.customer.wait_for(lambda message: bool(message.buttons))
    dispatcher = street.app._dispatcher
    assert dispatcher is not None
    assert {name: type(dispatcher[name]) for name in FROM_THE_APP} == FROM_THE_APP
