"""From nothing to the first test purchase, as an owner goes it."""

import logging

import pytest

from tests.journeys.world import GROUP, link_of
from tests.team.conftest import Orphan

SALE = "Сыноо сатып алуу: № 1 заказ"


async def test_whoever_has_the_code_owns_the_shop_once(orphan: Orphan, caplog: pytest.LogCaptureFixture) -> None:
    """The code works once, is told on the console with a link, and stands in no log."""
    caplog.set_level(logging.DEBUG)
    code = await orphan.code()
    bare = code.replace("-", "")
    assert f"?start=claim_{bare}" in orphan.said
    await orphan.claim()
    await orphan.helper.set_language("ky")
    await orphan.helper.send(f"/claim {code}")
    await orphan.helper.wait_for("Бул код иштебейт")
    assert code not in caplog.text
    assert bare not in caplog.text


async def test_the_link_with_the_code_does_the_same(orphan: Orphan) -> None:
    """Opening it and pressing START is enough."""
    await orphan.owner.set_language("en")
    await orphan.owner.open_link("claim_" + (await orphan.code()).replace("-", ""))
    await orphan.owner.wait_for("You are the owner")


async def test_five_wrong_codes_an_hour(orphan: Orphan) -> None:
    """After that not even the right one works, until the hour is over; it may be written in small letters."""
    code = await orphan.code()
    await orphan.owner.set_language("en")
    for _ in range(5):
        sent = await orphan.owner.send("/claim WRONG")
        await orphan.owner.wait_for("does not work", after=sent)
    sent = await orphan.owner.send(f"/claim {code}")
    await orphan.owner.wait_for("in an hour", after=sent)
    orphan.world.clock.advance(minutes=61)
    await orphan.owner.send(f"/claim {code.lower()}")
    await orphan.owner.wait_for("You are the owner")


async def test_a_restart_makes_the_old_code_void(orphan: Orphan) -> None:
    """Without an owner a new one is told; with an owner none is."""
    old = await orphan.code()
    orphan.said = ""
    await orphan.world.restart_bot()
    assert await orphan.code() != old
    await orphan.owner.set_language("en")
    await orphan.owner.send(f"/claim {old}")
    await orphan.owner.wait_for("does not work")
    await orphan.owner.set_language("ky")
    await orphan.claim()
    orphan.said = ""
    await orphan.world.restart_bot()
    await orphan.owner.send("/setup")
    await orphan.owner.wait_for("алгачкы кадамдар")
    assert "/claim" not in orphan.hears()


async def test_from_the_claim_to_the_paid_test_purchase(orphan: Orphan) -> None:
    """Every step gets its tick, the group hears of a test, and then /start greets as it does everybody."""
    await orphan.claim()
    steps = await orphan.owner.wait_for("алгачкы кадамдар")
    assert "Чыныгы акча алынбайт" in steps.text
    assert "0,8" in steps.text
    await orphan.owner.press("Топту тандоо")
    await orphan.owner.wait_for("тандаңыз")
    await orphan.owner.share_chat(GROUP)
    await orphan.owner.wait_for(lambda one: one.button("Ооба") is not None)
    await orphan.owner.press("Ооба")
    asked = await orphan.owner.send("/start")
    steps = await orphan.owner.wait_for("алгачкы кадамдар", after=asked)
    assert steps.text.count("✅") == 3
    await orphan.owner.press("Сыноо сатып алуу · 1")
    card = await orphan.owner.wait_for(lambda one: bool(one.photo) and "Сыноо сатып алуу" in one.text)
    await orphan.owner.press("Сыноо сатып алуу · 1")
    again = await orphan.owner.wait_for(lambda one: bool(one.photo), after=card.id)
    assert "№ 1" in again.text
    await orphan.world.payer.pay(link_of(again))
    sale = await orphan.owner.wait_for(SALE, chat_id=GROUP)
    assert sale.buttons == []
    await orphan.owner.wait_for("билдирүүлөр иштеп жатат")
    await orphan.owner.press("Алгачкы кадамдар")
    await orphan.owner.wait_for("Соодаңыз жүрсүн")
    asked = await orphan.owner.send("/start")
    await orphan.owner.wait_for("Саламатсызбы", after=asked)


async def test_nobody_else_sees_or_buys_the_steps(orphan: Orphan) -> None:
    """A customer's /start greets them, and /setup is refused."""
    await orphan.customer.set_language("ky")
    await orphan.customer.start()
    await orphan.customer.wait_for("Саламатсызбы")
    await orphan.customer.send("/setup")
    await orphan.customer.wait_for("кызматкер")
