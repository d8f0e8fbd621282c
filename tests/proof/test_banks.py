"""Buttons into banking apps: an owner switches each on by itself, and customers' cards get them."""

from tests.journeys.world import link_of, order
from tests.proof.conftest import Door


async def test_an_owner_switches_one_on(door: Door) -> None:
    """All are off at first; the warning stands above; the card has the button with the same payment."""
    card = await order(door.customer)
    assert not [one for one in card.buttons if one.url and "mbank" in one.url]
    await door.owner.send("/settings")
    await door.owner.wait_for(lambda one: one.button("Банк тиркемелери") is not None)
    await door.owner.press("Банк тиркемелери")
    screen = await door.owner.wait_for("бири да күйгүзүлгөн эмес")
    assert "сынап көрө алган жокпуз" in screen.text
    assert all(label.startswith("▫️") for label in screen.labels[:-1])
    await door.owner.press("▫️ MBank")
    await door.owner.wait_for("күйүп турганы: MBank")
    await door.customer.press("Төлөдүм")
    await door.world.payer.scan(link_of(card))
    shown = await door.customer.wait_for(lambda one: one.button("MBank") is not None)
    button = shown.button("MBank")
    assert button is not None
    assert button.url == "https://app.mbank.kg/qr/#" + link_of(card).partition("#")[2]
    assert link_of(shown) == link_of(card)
    await door.owner.press("✅ MBank")
    await door.owner.wait_for("бири да күйгүзүлгөн эмес")
