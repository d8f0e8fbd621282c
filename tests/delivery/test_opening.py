"""Opening hours: set in words, and what customers read outside them."""

from tests.delivery.conftest import Shopfront
from tests.delivery.test_wanted import open_nine_to_seven
from tests.journeys.words import KY
from tests.journeys.world import answer, confirm, press

CLOSED = "Дүкөн азыр жабык"


async def test_at_night_customers_read_when_it_opens_and_may_order(front: Shopfront) -> None:
    """The default: cakes are ordered at night."""
    await front.set_hours()
    front.set_clock(22, weekday=4)
    asked = await front.customer.start()
    greeting = await front.customer.wait_for(CLOSED, after=asked)
    assert "Ачылабыз: эртең, саат 09:00. Заказды азыр эле берсеңиз болот." in greeting.text
    await front.check_out()
    first = await front.customer.wait_for(KY.handover)
    assert CLOSED in first.text
    await answer(front.customer, KY.handover, KY.pickup)
    await front.finish()
    await confirm(front.customer)


async def test_a_shop_may_refuse_orders_at_night_and_the_cart_stays(front: Shopfront) -> None:
    """On Saturday night, with Sunday closed: Monday is named, and in the morning the cart can be ordered."""
    await open_nine_to_seven(front)
    await front.click("No orders outside these hours", then="Take orders outside these hours")
    await front.fill_cart()
    front.set_clock(22, weekday=5)
    await press(front.customer, KY.cart, then=KY.check_out)
    await front.customer.press(KY.check_out)
    refused = await front.customer.wait_for("Себетиңиз сакталды")
    assert CLOSED in refused.text
    assert "дүйшөмбү, саат 09:00" in refused.text
    front.set_clock(9, weekday=0)
    await press(front.customer, KY.cart, then=KY.check_out)
    await front.customer.press(KY.check_out)
    await front.customer.wait_for(KY.handover)


async def test_dates_on_which_the_shop_stays_closed(front: Shopfront) -> None:
    """Written as a date or a span, listed, and taken back with one tap; nonsense is asked for again."""
    await front.settings("Opening hours")
    await front.click("Closed on a date", then="On which dates are you closed?")
    await front.write("жаңы жыл", then="I did not understand the dates")
    shown = await front.write("31.12, 1.01-2.01", then="Closed on:")
    labels = [row[0].label for row in shown.rows if row[0].label.startswith("✕")]
    assert [label.split()[-2:] for label in labels] == [["31", "Dec"], ["1", "Jan"], ["2", "Jan"]]
    shown = await front.click("31 Dec", then="Closed on:")
    await front.owner.wait_for(lambda one: one.button("1 Jan") is not None and one.button("31 Dec") is None)
    await front.click("Always open", then="None are set")


async def test_hours_that_nobody_can_mean_are_asked_for_again(front: Shopfront) -> None:
    """The question stays until it is answered, and only the chosen days change."""
    await front.settings("Opening hours")
    await front.click("Monday to Friday", then="when are you open?")
    await front.write("25-30", then="I did not understand the hours")
    shown = await front.write("9-13, 14-18", then="Monday: 09:00–13:00, 14:00–18:00")
    assert "Saturday: around the clock" in shown.text
