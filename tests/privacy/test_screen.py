"""`/privacy` as a customer goes it: refused, taken, deleted, and back as somebody new."""

import json

from tests.journeys.conftest import file, world
from tests.journeys.world import GROUP, SALE, World, link_of, order

__all__ = ["file", "world"]


async def test_from_the_question_to_the_new_beginning(world: World) -> None:
    """A paid order holds the person until it is handed over; then they go, and their old card is a kind word."""
    customer, owner = world.customer, world.seller
    await customer.set_language("ky")
    card = await order(customer)
    await world.payer.pay(link_of(card))
    await owner.wait_for(SALE.format(1), chat_id=GROUP)
    await customer.send("/privacy")
    told = await customer.wait_for("Сиздин маалыматтарыңыз")
    assert "90 күн" in told.text
    assert "жеткенден кийин 2 күн" in told.text
    assert "№ 1" in await customer.press("Маалыматтарымды өчүрүү")
    await owner.press("Даяр", GROUP)
    await owner.wait_for(lambda one: one.button("Кардарга берилди") is not None, chat_id=GROUP)
    await owner.press("Кардарга берилди", GROUP)
    await owner.wait_for("✓ Берилди", chat_id=GROUP)
    await customer.press("Менин маалыматтарым")
    sent = await customer.wait_for(lambda one: "document" in one.raw)
    data = json.loads(await customer.read(f"/control/media/{sent.raw['document']['file_id']}"))
    assert data["orders"][0]["phone"] == "+996555123456"
    await customer.press("Маалыматтарымды өчүрүү")
    await customer.wait_for("өчүрөлүбү")
    await customer.press("Ооба, баарын өчүрүү")
    await customer.wait_for("Маалыматтарыңыз өчүрүлдү")
    stale = await customer.press("Дүкөнгө жазуу")
    assert "заказ" in stale
    sale = await owner.send("/order 1")
    shown = await owner.wait_for("№ 1", after=sale)
    assert "өчүрүлгөн" in shown.text
    assert "Айда" not in shown.text
    asked = await customer.send("/orders")
    await customer.wait_for("заказыңыз жок", after=asked)
