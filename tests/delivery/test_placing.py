"""What is looked at again in the very transaction that places an order."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.checkout import AreaGone, OutsideLimits, ShopClosed, ShopPaused, SumChanged, TimeGone, TooLate, WayGone
from bot.sandbox.xpay import default_points
from bot.services.shopkeeping import NameTaken, Shopkeeping
from bot.shop import when
from bot.shop.hours import Hours
from bot.shop.order import Handover, OrderState, Wishes
from bot.shop.people import Person
from bot.shop.terms import Asks, Terms
from bot.staff import NotAllowed
from bot.storage import carts, delivery_areas, people, shops
from tests.money.world import OWNER, World, make_world

BROUGHT = Wishes(Handover.DELIVERY, "+996555123456", "Чүй 1")
PICKED_UP = Wishes(Handover.PICKUP, "+996555123456")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path) as made:
        yield made


async def keeper(world: World) -> tuple[Shopkeeping, Person]:
    owner = await world.database.read(people.find, world.shop.id, OWNER)
    assert owner is not None
    return Shopkeeping(world.database, world.clock), owner


async def shopping(world: World, telegram_id: int = 1001) -> Person:
    person, cake = await world.person(telegram_id), await world.product()
    await world.database.write(carts.change, person, cake, 1)
    return person


async def test_the_fee_is_part_of_the_order_and_of_its_payment(world: World) -> None:
    """Total, fee and the area's name are kept as they were, whatever becomes of the area."""
    shopkeeping, owner = await keeper(world)
    person, area = await shopping(world), await shopkeeping.add_area(owner, "Борбор", 200_00)
    quote = await world.checkout.quote(person, area.id)
    order = await world.checkout.confirm(person, BROUGHT, area.id, quote.to_pay)
    await shopkeeping.rename_area(owner, area.id, "Чет")
    await shopkeeping.price_area(owner, area.id, 999_00)
    order = await world.reload(order)
    assert (order.total, order.delivery_fee, order.wishes.area) == (1_700_00, 200_00, "Борбор")
    assert order.price.total == order.total
    assert (await world.rows("payments"))[0]["amount"] == 1_700_00


async def test_another_sum_than_the_customer_saw_places_nothing(world: World) -> None:
    """The refusal carries the new price; nothing is held."""
    shopkeeping, owner = await keeper(world)
    person, area = await shopping(world), await shopkeeping.add_area(owner, "Борбор", 200_00)
    seen = (await world.checkout.quote(person, area.id)).to_pay
    await shopkeeping.price_area(owner, area.id, 300_00)
    with pytest.raises(SumChanged) as refused:
        await world.checkout.confirm(person, BROUGHT, area.id, seen)
    assert refused.value.quote.price.delivery == 300_00
    assert await world.rows("orders") == []


async def test_the_limits_of_the_point_count_the_whole_sum(tmp_path: Path) -> None:
    """A fee may lift an order over the most that the point takes."""
    points = default_points("Shop")
    async with make_world(tmp_path, points=points) as world:
        shopkeeping, owner = await keeper(world)
        high = (await world.client.point()).limits.max
        assert high is not None
        person, cake = await world.person(), await world.product(price=high)
        await world.database.write(carts.change, person, cake, 1)
        area = await shopkeeping.add_area(owner, "Борбор", 1)
        await world.checkout.quote(person)
        with pytest.raises(OutsideLimits):
            await world.checkout.quote(person, area.id)


async def test_what_is_not_on_offer_any_more_is_refused_by_name(world: World) -> None:
    """The way, the area, the time: each has its own refusal, so that only that is asked for anew."""
    shopkeeping, owner = await keeper(world)
    person, area = await shopping(world), await shopkeeping.add_area(owner, "Борбор", 200_00)
    with pytest.raises(AreaGone):
        await world.checkout.confirm(person, BROUGHT)
    with pytest.raises(AreaGone):
        await world.checkout.confirm(person, PICKED_UP, area.id)
    await shopkeeping.change_terms(owner, lambda terms: replace(terms, offers_pickup=False, asks_when=Asks.DAY))
    with pytest.raises(WayGone):
        await world.checkout.confirm(person, PICKED_UP)
    with pytest.raises(TimeGone):
        await world.checkout.confirm(person, BROUGHT, area.id)
    assert await world.rows("orders") == []


async def test_a_paused_or_closed_shop_places_nothing_and_what_is_open_goes_on(world: World) -> None:
    """An order of before gets another QR; one that has ended is not taken up again."""
    shopkeeping, owner = await keeper(world)
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    await world.database.write(carts.change, person, cake, 1)
    await shopkeeping.pause(owner, paused=True)
    for refused in (world.checkout.quote(person), world.checkout.confirm(person, PICKED_UP)):
        with pytest.raises(ShopPaused):
            await refused
    assert (await world.checkout.pay_again(person, order.number)).id == order.id
    world.clock.advance(minutes=31)
    await world.ask_due()
    assert (await world.reload(order)).state is OrderState.EXPIRED
    with pytest.raises(ShopPaused):
        await world.checkout.pay_again(person, order.number)
    await shopkeeping.pause(owner, paused=False)
    closed = Hours(((),) * 7)
    await shopkeeping.change_hours(owner, lambda _hours: closed)
    await shopkeeping.change_terms(owner, lambda terms: replace(terms, takes_when_closed=False))
    with pytest.raises(ShopClosed):
        await world.checkout.confirm(person, PICKED_UP)
    await shopkeeping.change_terms(owner, lambda terms: replace(terms, takes_when_closed=True))
    assert (await world.checkout.confirm(person, PICKED_UP)).state.is_open


async def test_an_ended_order_whose_time_is_over_is_not_paid_again(world: World) -> None:
    """The cake would come too late."""
    shopkeeping, owner = await keeper(world)
    person = await shopping(world)
    shop = await shopkeeping.change_terms(owner, lambda terms: replace(terms, asks_when=Asks.TIME))
    now = world.clock.now()
    slot = next(slot for day in when.days(shop, now) for slot in when.slots(shop, day, now))
    wishes = replace(PICKED_UP, wanted_from_at=slot.starts, wanted_until_at=slot.ends)
    order = await world.checkout.confirm(person, wishes)
    assert (await world.reload(order)).wishes == wishes
    world.clock.advance(hours=3)
    await world.ask_due()
    with pytest.raises(TooLate):
        await world.checkout.pay_again(person, order.number)


async def test_two_who_pause_at_once_are_told_once(world: World) -> None:
    """And the pause stays with whoever was first; a customer can neither pause nor set anything."""
    shopkeeping, owner = await keeper(world)
    person = await world.person()
    await asyncio.gather(*(shopkeeping.pause(owner, paused=True) for _ in range(5)))
    assert len(await world.rows("outbox", kind="pause")) == 1
    for deed in (
        shopkeeping.pause(person, paused=False),
        shopkeeping.explain(person, "x"),
        shopkeeping.add_area(person, "x", 1),
        shopkeeping.change_terms(person, lambda _terms: Terms()),
        shopkeeping.change_hours(person, lambda hours: hours),
    ):
        with pytest.raises(NotAllowed):
            await deed
    assert (await world.database.read(shops.load, world.shop.id)).pause is not None


async def test_areas_keep_their_order_and_their_names_apart(world: World) -> None:
    """Moving up, adding, removing; two areas never share a name, not even in other letters' case."""
    shopkeeping, owner = await keeper(world)
    made = [await shopkeeping.add_area(owner, name, 0) for name in ("А", "Б", "В")]
    with pytest.raises(NameTaken):
        await shopkeeping.add_area(owner, "б", 0)
    with pytest.raises(NameTaken):
        await shopkeeping.rename_area(owner, made[0].id, "В")
    await shopkeeping.move_area_up(owner, made[2].id)
    await shopkeeping.move_area_up(owner, made[0].id)
    await shopkeeping.remove_area(owner, made[1].id)
    await shopkeeping.remove_area(owner, made[1].id)
    names = [area.name for area in await world.database.read(delivery_areas.of_shop, world.shop.id)]
    assert names == ["А", "В"]
