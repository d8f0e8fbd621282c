"""A receipt that anyone may check: paid or not, and nothing about the person."""

import io
import re

import zxingcpp
from PIL import Image
from sqlalchemy import select

from bot.storage.tables import orders
from tests.counter.conftest import on_file
from tests.journeys.words import KY
from tests.journeys.world import link_of, order
from tests.proof.conftest import Door

PERSONAL = ("Айда", "0555", "555123456", "+996", "123")


def qr_on(picture: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("RGB"))
    return str(found.text)


async def token_of(door: Door) -> str:
    return str(await on_file(door.world.settings.database_url, select(orders.c.token), reading=True))


async def test_a_courier_sees_that_it_is_paid(door: Door) -> None:
    """The customer's confirmation carries the link; a stranger's own Telegram says PAID, how much, when and what."""
    receipt = await door.buy()
    link = await door.customer.link("Төлөмдү көрсөтүү")
    copied = next(one.copy_text for one in receipt.buttons if one.copy_text)
    assert copied == link
    seen = await door.look(link)
    assert seen.text.startswith("✅ ТӨЛӨНДҮ")
    for fact in ("№ 1 заказ", KY.sum, "<Гүл & Ко>", "Медовик", "Төлөнгөн убактысы", "фискалдык чек эмес", "скриншот"):
        assert fact in seen.text
    assert re.search(r"Текшерилди: \d\d\.\d\d\.\d{4}, \d\d:\d\d:\d\d", seen.text)
    assert not [one for one in PERSONAL if one in seen.text]
    assert seen.photo is not None
    assert qr_on(await door.courier.photo(seen)) == link


async def test_an_unpaid_order_says_so(door: Door) -> None:
    """NOT PAID, in red; once it is paid the button shows so at once."""
    card = await order(door.customer)
    seen = await door.look(f"r_{await token_of(door)}")
    assert seen.text.startswith("❌ ТӨЛӨНГӨН ЖОК")
    assert "Азырынча эч нерсе бербеңиз" in seen.text
    assert "https://" not in seen.text
    await door.world.payer.pay(link_of(card))
    await door.customer.wait_for("Төлөмүңүз келди")
    await door.courier.press("Азыр кайра текшерүү")
    await door.courier.wait_for("✅ ТӨЛӨНДҮ", after=seen.id)


async def test_money_that_went_back_pays_nothing_any_more(door: Door) -> None:
    """Rejected, then sent back: neither looks like paid."""
    await door.buy()
    link = await door.customer.link("Төлөмдү көрсөтүү")
    await door.owner.send("/refund 1 500 бир бөлүгү")
    await door.customer.wait_for(lambda one: " 500\u00a0сом" in one.text)
    part = await door.look(link)
    assert part.text.startswith("✅")
    assert "Кайтарылды: 500\u00a0сом" in part.text
    await door.owner.send("/refund 1 1000 калганы")
    await door.customer.wait_for("1\u00a0000\u00a0сом")
    whole = await door.look(link)
    assert whole.text.startswith("↩️ АКЧА КАЙТАРЫЛДЫ")


async def test_an_order_link_still_opens_for_its_person_alone(door: Door) -> None:
    """The same token behind `o_` shows a stranger nothing."""
    await door.buy()
    seen = await door.look(f"o_{await token_of(door)}")
    assert "Медовик" not in seen.text


async def test_no_wrong_token_is_told_from_another(door: Door) -> None:
    """Unknown, malformed, empty, somebody's number: one sentence, and the same."""
    await door.buy()
    token = await token_of(door)
    answers = set()
    for wrong in ("A" * 32, token[:-1], token + "A", token.swapcase(), "", "1", "-", "a" * 60):
        seen = await door.look(f"r_{wrong}")
        assert seen.photo is None
        answers.add((seen.text, tuple(seen.labels)))
    assert answers == {("Мындай ырастоо жок. Шилтемени кайра сураңыз.", ())}


async def test_each_reader_reads_their_own_language(door: Door) -> None:
    """The courier's phone speaks Russian, so the receipt does."""
    await door.buy()
    link = await door.customer.link("Төлөмдү көрсөтүү")
    guard = await door.world.newcomer(1008, "Игорь", "ru")
    try:
        assert (await door.look(link, guard)).text.startswith("✅ ОПЛАЧЕН")
    finally:
        await guard.close()
