"""The shop pauses with one tap, and goes on with another."""

from tests.delivery.conftest import Shopfront
from tests.journeys.words import KY
from tests.journeys.world import GROUP, confirm, link_of, press, to_summary

PAUSE, RESUME = "Дүкөндү токтотуп туруу", "Заказдарды кайра алуу"
NO_ORDERS = "Дүкөн азырынча жаңы заказ албай турат"


async def test_one_tap_pauses_for_everybody_and_one_resumes(front: Shopfront) -> None:
    """A cashier may; the group is told once by whom; customers read it above the catalogue, and order nothing."""
    await front.fill_cart()
    await front.cashier.send("/shop")
    await front.click(PAUSE, then="Токтотулду: Нурлан", person=front.cashier)
    told = await front.owner.wait_for("Дүкөн токтотулду", chat_id=GROUP)
    assert "Нурлан" in told.text
    asked = await front.customer.send("/catalogue")
    await front.customer.wait_for(NO_ORDERS, after=asked)
    await press(front.customer, KY.cart, then=KY.check_out)
    await front.customer.press(KY.check_out)
    await front.customer.wait_for("Себетиңиз сакталды")
    await front.owner.set_language("ky")
    await front.owner.send("/shop")
    shown = await front.click(RESUME, then=PAUSE)
    assert "Токтотулду" not in shown.text
    await front.owner.wait_for("кайра заказ алып жатат", chat_id=GROUP)
    await to_summary(front.customer)
    ledger = await front.stage.ledger(method="sendMessage", chat_id=GROUP)
    assert len([one for one in ledger if "Дүкөн" in one["text"]]) == 2


async def test_a_pause_in_the_middle_of_ordering_keeps_everything(front: Shopfront) -> None:
    """Confirm is refused with the shop's own word; after the pause the same button places the order."""
    await front.fill_cart()
    await to_summary(front.customer)
    await front.owner.set_language("ky")
    await front.owner.send("/shop")
    await front.click(PAUSE, then="Себебин айтуу")
    await front.click("Себебин айтуу", then="Кардарлар эмнени окусун")
    await front.write("Дүйшөмбүдө <кайра> ачылабыз", then="Токтотулду")
    await front.customer.press(KY.confirm)
    refused = await front.customer.wait_for(NO_ORDERS)
    assert "Дүйшөмбүдө <кайра> ачылабыз" in refused.text
    assert await front.world.payer.payments() == []
    await front.click(RESUME, then=PAUSE)
    await confirm(front.customer)


async def test_what_was_ordered_before_the_pause_can_be_paid(front: Shopfront) -> None:
    """Its QR goes on, and so does a fresh one; only what has ended is not taken up again."""
    await front.fill_cart()
    await to_summary(front.customer)
    card = await confirm(front.customer)
    await front.owner.set_language("ky")
    await front.owner.send("/shop")
    await front.click(PAUSE, then=RESUME)
    await front.world.payer.pay(link_of(card))
    await front.customer.wait_for(KY.receipt)


async def test_strangers_do_not_read_who_paused(front: Shopfront) -> None:
    """In a chat that everybody can read the message has no name."""
    await front.change(merchant_chat_public=True)
    await front.cashier.send("/shop")
    await front.click(PAUSE, then="Токтотулду: Нурлан", person=front.cashier)
    told = await front.owner.wait_for("Дүкөн токтотулду", chat_id=GROUP)
    assert "Нурлан" not in told.text
