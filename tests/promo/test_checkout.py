"""What a promo code does in checkout: counted where the order is placed, paid at xPay, kept as it was."""

import asyncio
import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.checkout import EmptyCart, OutsideLimits, PromoRefused, SumChanged
from bot.checkout.terms import priced
from bot.services.desk import Desk
from bot.services.exports import Exports, Table
from bot.services.promotions import CodeTaken, DaysCrossed, Promotions, TooManyPromos
from bot.shop.cart import Cart, CartLine
from bot.shop.catalogue import Product
from bot.shop.deeds import Deed
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.people import Person
from bot.shop.periods import Window
from bot.shop.promo import MOST_CODES, Discount, Promo, Why
from bot.staff import GoneMissing, NotAllowed
from bot.storage import carts, people
from bot.texts.languages import translations
from bot.xpay import Point
from tests.money.world import OWNER, World, make_world

PICKED_UP = Wishes(Handover.PICKUP, "+996555123456")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path) as made:
        yield made


class Side:
    """An owner with their codes, and customers with a cake of 1 500 som in the cart."""

    def __init__(self, world: World, owner: Person) -> None:
        self.world, self.owner = world, owner
        self.promotions = Promotions(world.database, world.clock)

    async def code(self, discount: Discount, code: str = "ЖАЗ10", **terms: int) -> Promo:
        promo = await self.promotions.make(self.owner, code, discount)
        for name, value in terms.items():
            promo = await self.promotions.change(self.owner, promo.id, name, value)
        return promo

    async def customer(self, number: int = 1001, price: int = 1_500_00) -> Person:
        person, cake = await self.world.person(number), await self.world.product(price=price, stock=None)
        await self.world.database.write(carts.change, person, cake, 1)
        return person

    async def confirm(self, person: Person, promo: Promo, to_pay: int | None = None) -> Order:
        return await self.world.checkout.confirm(person, PICKED_UP, None, to_pay, promo.id)

    async def expire(self, order: Order) -> None:
        self.world.clock.advance(minutes=31)
        for _ in range(8):  # an older QR is asked about by itself before the order ends
            await self.world.ask_due()
            self.world.clock.advance(seconds=15)
        assert (await self.world.reload(order)).state is OrderState.EXPIRED


@pytest.fixture
async def side(world: World) -> Side:
    owner = await world.database.read(people.find, world.shop.id, OWNER)
    assert owner is not None
    return Side(world, owner)


async def why(refused: object) -> Why:
    """Why something was refused."""
    with pytest.raises(PromoRefused) as error:
        await refused  # type: ignore[misc]  # a coroutine of whatever result
    return error.value.denial.why


async def test_the_discounted_sum_is_paid_at_xpay(world: World, side: Side) -> None:
    """Quote, order, payment and xPay agree, and the order keeps code and discount whatever becomes of the code."""
    promo, person = await side.code(Discount(percent=10)), await side.customer()
    found = await world.checkout.find_promo(person, " жаз 10")
    quote = await world.checkout.quote(person, None, found.id)
    assert (quote.price.discount, quote.price.total) == (150_00, 1_350_00)
    order = await side.confirm(person, found, quote.to_pay)
    await side.promotions.delete(side.owner, promo.id)
    order = await world.reload(order)
    assert (order.total, order.discount, order.promo, order.price.total) == (1_350_00, 150_00, "ЖАЗ10", 1_350_00)
    assert (await world.payer.payments())[-1]["amount"] == 1_350_00


async def test_a_double_tap_finds_the_order_although_its_code_is_used_up(world: World, side: Side) -> None:
    """The basket with its code is the same: the order is given again, whatever the code says by now."""
    promo, person = await side.code(Discount(percent=10), most_uses=1), await side.customer()
    order = await side.confirm(person, promo)
    await side.customer()
    assert (await side.confirm(person, promo)).id == order.id
    await side.customer()
    other = await world.checkout.confirm(person, PICKED_UP)
    assert other.id != order.id
    assert other.total == 1_500_00


async def test_confirm_repeated_with_an_empty_cart_says_so(side: Side) -> None:
    """After a crash the order is there and the cart is empty: the code, used up by that order, is not looked at."""
    promo, person = await side.code(Discount(percent=10), most_uses=1), await side.customer()
    await side.confirm(person, promo)
    with pytest.raises(EmptyCart):
        await side.confirm(person, promo)


async def test_nothing_left_to_pay_is_too_little_at_any_point(world: World) -> None:
    """Also for goods of less than a som, at a point without a least sum."""
    point = Point("u", "sandbox", "Пункт", "Айгүл")
    cart = Cart((CartLine(Product(1, "Жип", "", "Майда", 50, None, None), 1),))
    promo = Promo(1, 1, "ЖАЗ10", Discount(amount=100_00))
    with pytest.raises(PromoRefused) as refused:
        priced(cart, None, point, world.clock.now(), promo)
    assert refused.value.denial.why is Why.LITTLE_LEFT


async def test_who_saw_another_sum_is_asked_first(world: World, side: Side) -> None:
    """Confirm carries the sum of the summary, with the code in it."""
    promo, person = await side.code(Discount(amount=100_00)), await side.customer()
    with pytest.raises(SumChanged) as changed:
        await side.confirm(person, promo, 1_500_00)
    assert changed.value.quote.to_pay == 1_400_00
    assert changed.value.quote.promo == promo
    assert await world.rows("orders") == []


async def test_a_crowd_at_checkout_uses_the_code_as_often_as_it_may(side: Side) -> None:
    """Twelve confirm at once, three uses."""
    promo = await side.code(Discount(percent=50), most_uses=3)
    buyers = [await side.customer(3000 + each) for each in range(12)]
    made = await asyncio.gather(*(side.confirm(one, promo) for one in buyers), return_exceptions=True)
    assert len([one for one in made if isinstance(one, Order)]) == 3
    assert [one.denial.why for one in made if isinstance(one, PromoRefused)] == [Why.USED_UP] * 9
    assert (await side.promotions.find(side.owner, promo.id)).uses == 3


async def test_an_ended_order_takes_its_code_again_or_is_refused(world: World, side: Side) -> None:
    """Paid again while the code holds; refused once it went to others, and the order stays ended."""
    promo, person = await side.code(Discount(percent=10), most_uses=1), await side.customer()
    order = await side.confirm(person, promo)
    await side.expire(order)
    assert (await side.promotions.find(side.owner, promo.id)).uses == 0
    assert (await world.checkout.pay_again(person, order.number)).id == order.id
    assert (await side.promotions.find(side.owner, promo.id)).uses == 1
    await side.expire(order)
    await side.confirm(await side.customer(1005), promo)
    with pytest.raises(PromoRefused) as refused:
        await world.checkout.pay_again(person, order.number)
    assert refused.value.is_placed
    assert (await world.reload(order)).state is OrderState.EXPIRED


@pytest.mark.parametrize("is_taken", [False, True])
async def test_late_money_pays_with_a_use_that_is_left(tmp_path: Path, *, is_taken: bool) -> None:
    """As with stock: where the use went to another order, a person decides at the desk."""
    async with make_world(tmp_path, accepts_late=True) as world:
        owner = await world.database.read(people.find, world.shop.id, OWNER)
        assert owner is not None
        side = Side(world, owner)
        promo, person = await side.code(Discount(percent=10), most_uses=1), await side.customer()
        order = await side.confirm(person, promo)
        link = await world.link(await world.reload(order))
        await side.expire(order)
        if is_taken:
            await side.confirm(await side.customer(1005), promo)
        await world.payer.pay(link, check=False)
        await world.payer.heard(link)
        await world.settle()
        state = (await world.reload(order)).state
        assert state is (OrderState.EXPIRED if is_taken else OrderState.PAID)
        assert (await side.promotions.find(owner, promo.id)).uses == 1
        assert len(await world.rows("desk_cases")) == int(is_taken)


async def test_a_person_at_the_desk_may_overrule_the_number_of_uses(world: World, side: Side) -> None:
    """The money has come for the sum that was agreed: the order is paid, and the use is counted beyond the number."""
    promo, person = await side.code(Discount(percent=10), most_uses=1), await side.customer()
    order = await side.confirm(person, promo)
    link = await world.link(await world.reload(order))
    await side.expire(order)
    await side.confirm(await side.customer(1005), promo)
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    (case,) = await world.rows("desk_cases")
    await Desk(world.database, world.clock).accept(side.owner, case["id"])
    assert (await world.reload(order)).state is OrderState.PAID
    found = await side.promotions.find(side.owner, promo.id)
    assert (found.uses, found.most_uses) == (2, 1)


async def test_the_export_has_code_and_discount(world: World, side: Side, tmp_path: Path) -> None:
    """In columns of their own, in som; empty where there was no code."""
    person = await side.customer()
    await side.confirm(person, await side.code(Discount(percent=10)))
    await side.customer()
    await world.checkout.confirm(person, PICKED_UP)
    now, i18n = world.clock.now(), translations()
    window = Window(now - timedelta(days=1), now + timedelta(days=1))
    with i18n.context(), i18n.use_locale("ru"):
        await Exports(world.database).csv(world.shop, window, Table.ORDERS, tmp_path / "orders.csv")
    head, *rows = csv.reader((tmp_path / "orders.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    at = head.index("Скидка, сом")
    assert head[at + 1] == "Промокод"
    assert [row[at : at + 2] for row in rows] == [["150,00", "ЖАЗ10"], ["", ""]]


async def test_too_little_left_is_said_and_not_ordered(world: World, side: Side) -> None:
    """A sum as large as the goods leaves nothing to pay; what is too little without any code is another matter."""
    point = await world.client.point()
    assert point.limits.min is not None
    promo, person = await side.code(Discount(amount=2_000_00)), await side.customer()
    with pytest.raises(PromoRefused) as refused:
        await world.checkout.find_promo(person, "ЖАЗ10")
    assert refused.value.denial.why is Why.LITTLE_LEFT
    assert refused.value.denial.least == max(100, point.limits.min)
    assert await why(side.confirm(person, promo)) is Why.LITTLE_LEFT
    poor = await side.customer(1007, price=max(1, point.limits.min - 1))
    if point.limits.min > 1:
        with pytest.raises(OutsideLimits):
            await side.confirm(poor, promo)


async def test_nobody_finds_a_code_out_by_trying(world: World, side: Side) -> None:
    """After ten codes that do not exist not even the right one is looked up for an hour; others may go on."""
    promo, person = await side.code(Discount(percent=10)), await side.customer()
    other = await side.customer(1007)
    for number in range(10):
        assert await why(world.checkout.find_promo(person, f"ЖАЗ{20 + number}")) is Why.UNKNOWN
    assert await why(world.checkout.find_promo(person, "ЖАЗ10")) is Why.TOO_MANY_TRIES
    assert (await world.checkout.find_promo(other, "ЖАЗ10")).id == promo.id
    world.clock.advance(hours=1, seconds=1)
    assert (await world.checkout.find_promo(person, "ЖАЗ10")).id == promo.id


async def test_every_reason_has_its_name(world: World, side: Side) -> None:
    """Wrong, not yet, over, too few goods, off, deleted, used before."""
    today = world.clock.now().astimezone(world.shop.zone).date()
    promo, person = await side.code(Discount(percent=10)), await side.customer()

    async def find(text: str = "ЖАЗ10") -> Why:
        return await why(world.checkout.find_promo(person, text))

    for text in ("ЖАЗ11", "?", "", "х" * 500):
        assert await find(text) is Why.UNKNOWN
    change = side.promotions.change
    await change(side.owner, promo.id, "first_day", today + timedelta(days=1))
    assert await find() is Why.NOT_YET
    with pytest.raises(DaysCrossed):
        await change(side.owner, promo.id, "last_day", today)
    world.clock.advance(days=1)
    await change(side.owner, promo.id, "last_day", today + timedelta(days=1))
    assert (await world.checkout.find_promo(person, "ЖАЗ10")).id == promo.id
    world.clock.advance(days=1)
    assert await find() is Why.OVER
    await change(side.owner, promo.id, "last_day", None)
    await change(side.owner, promo.id, "least_goods", 1_500_01)
    assert await find() is Why.FEW_GOODS
    await change(side.owner, promo.id, "least_goods", None)
    assert not (await side.promotions.flip(side.owner, promo.id, "is_off")).is_on
    assert await find() is Why.OVER
    assert (await side.promotions.flip(side.owner, promo.id, "is_off")).is_on
    await side.promotions.flip(side.owner, promo.id, "once_each")
    await side.confirm(person, promo)
    await side.customer()
    assert await find() is Why.USED_BEFORE
    await side.promotions.delete(side.owner, promo.id)
    assert await find() is Why.UNKNOWN
    assert await why(side.confirm(person, Promo(999, 1, "?"))) is Why.UNKNOWN


async def test_codes_are_owners_business_and_written_down(world: World, side: Side) -> None:
    """Nobody else sees or moves them; every deed stands in the log; no two are written alike; not too many fit."""
    promo, person = await side.code(Discount(percent=10)), await world.person()
    promotions = side.promotions
    for deed in (
        promotions.list(person),
        promotions.find(person, promo.id),
        promotions.make(person, "БАШКА", Discount(percent=5)),
        promotions.flip(person, promo.id, "is_off"),
        promotions.change(person, promo.id, "most_uses", 1),
        promotions.delete(person, promo.id),
    ):
        with pytest.raises(NotAllowed):
            await deed
    with pytest.raises(CodeTaken):
        await side.code(Discount(percent=5), "жаз10")
    await promotions.flip(side.owner, promo.id, "once_each")
    for _ in range(2):
        await promotions.delete(side.owner, promo.id)
    with pytest.raises(GoneMissing):
        await promotions.find(side.owner, promo.id)
    log = [(row["what"], row["facts"]["code"]) for row in await world.rows("audit")]
    assert log == [(deed, "ЖАЗ10") for deed in (Deed.PROMO_MADE, Deed.PROMO_CHANGED, Deed.PROMO_DELETED)]
    for number in range(MOST_CODES):
        await side.code(Discount(percent=5), f"код{number}")
    with pytest.raises(TooManyPromos):
        await side.code(Discount(percent=5), "дагы")
