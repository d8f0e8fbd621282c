"""The life of a bill: made, opened by one or by many, changed, cancelled, paid in time and too late."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.checkout import MOST_OPEN_ORDERS, OutsideLimits, PaymentsUnavailable
from bot.sandbox.xpay import Point, default_points
from bot.services.billing import (
    BillEnded,
    BillIsPaid,
    BillStillOpen,
    BillTaken,
    ForManyPayers,
    NoTerminal,
    Place,
    Visit,
)
from bot.services.relay import NobodyThere, Relay, Words
from bot.shop.bills import BillState
from bot.shop.order import Handover, OrderState
from bot.shop.schedule import next_question
from bot.staff import GoneMissing, NotAllowed
from bot.storage import bills, orders, payments, shops
from bot.workers.janitor import Janitor
from tests.bills.conftest import Till, open_till
from tests.money.world import GROUP, OWNER, START, make_world

WEEK = timedelta(days=7)
CUSTOMERS = {"card", "receipt", "odd_money", "ruling", "rejected", "refund", "ready", "delayed"}


async def test_a_bill_for_one_has_an_order_that_nobody_owns_yet(till: Till) -> None:
    """One line, its own QR that leads back to the bill, waiting a week to the end of the day in the shop's zone."""
    bill = await till.bill()
    order = await till.order(bill)
    assert (order.state, order.total, order.unclaimed) == (OrderState.WAITING, 1_500_00, True)
    assert [(line.product_id, line.title) for line in order.lines] == [(None, "Торт")]
    assert order.wishes.handover is Handover.NONE
    assert order.expires_at == datetime.fromisoformat("2026-11-30T23:59+06:00")
    (qr,) = await till.world.payer.payments()
    assert qr["return_url"] == f"https://t.me/tolom_bot?start=b_{bill.token}"
    assert not await till.world.database.read(orders.recent, till.seller)
    assert await till.told(OWNER) == ["bill"]


async def test_a_forwarded_qr_is_paid_without_anybody_opening_the_bot(till: Till) -> None:
    """The group gets its sale and the seller's card follows; nothing goes to the seller as if they had bought."""
    bill = await till.bill()
    await till.world.payer.pay(await till.link(bill))
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    assert (await till.billing.look(till.seller, bill.id)).state is BillState.PAID
    assert await till.told(GROUP) == ["sale"]
    assert not CUSTOMERS & set(await till.told(OWNER))
    late = await till.visits.open(await till.world.person(), bill.token)
    assert late.what is Visit.PAID
    with pytest.raises(NobodyThere):
        await Relay(till.world.database, till.world.clock).to_customer(till.seller, 1, Words("Даяр"))


async def test_two_visitors_race_for_one_bill(till: Till) -> None:
    """One gets the order with its card, the other a polite word; coming again changes nothing."""
    bill, people = await till.bill(), [await till.world.person(number) for number in range(2001, 2011)]
    visits = await asyncio.gather(*(till.visits.open(person, bill.token) for person in people))
    found = [visited.what for visited in visits]
    assert (found.count(Visit.CARD), found.count(Visit.TAKEN)) == (1, 9)
    winner = people[found.index(Visit.CARD)]
    order = await till.order(bill)
    assert (order.person_id, order.unclaimed) == (winner.id, False)
    assert await till.told(winner.telegram_id) == ["card"]
    assert (await till.visits.open(winner, bill.token)).what is Visit.CARD
    await till.world.payer.pay(await till.link(bill))
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    assert "receipt" in await till.told(winner.telegram_id)
    loser = people[found.index(Visit.TAKEN)]
    assert (await till.visits.open(loser, bill.token)).what is Visit.PAID
    assert await till.told(loser.telegram_id) == []


async def test_the_qr_of_a_claimed_bill_is_the_same_one(till: Till) -> None:
    """Opening the link makes no second QR, and the forwarded one pays for whoever opened it."""
    bill = await till.bill()
    await till.visits.open(await till.world.person(), bill.token)
    assert len(await till.world.payer.payments()) == 1


async def test_bills_do_not_fill_a_customers_limit(till: Till) -> None:
    """However many bills a person has open, they can still order as always; nor are they counted for the seller."""
    customer, product = await till.world.person(), await till.world.product()
    for _ in range(MOST_OPEN_ORDERS + 7):
        bill = await till.bill()
        if _ < MOST_OPEN_ORDERS:
            await till.visits.open(customer, bill.token)
    await till.world.order(customer, product)
    assert (await till.world.order(till.seller, product)).state is OrderState.WAITING


async def test_the_same_message_makes_one_bill(till: Till) -> None:
    """Telegram may deliver a message again after a restart, and several times at once."""
    wish = (till.seller, "message:1:2", 100_00, "Торт")
    made = await asyncio.gather(*(till.billing.make(*wish, card=Place(OWNER)) for _ in range(4)))
    assert len({bill.id for bill in made}) == 1
    assert len(await till.world.payer.payments()) == 1


async def test_without_xpay_nothing_is_made(till: Till) -> None:
    """The seller hears of it, and can write the same line again; a sum outside the point's limits is named."""
    await till.world.payer.down()
    with pytest.raises(PaymentsUnavailable):
        await till.bill()
    await till.world.payer.up()
    with pytest.raises(OutsideLimits):
        await till.bill(10_000_000_00)
    assert await till.world.rows("bills") == []


async def test_a_bill_whose_qr_failed_can_get_another(till: Till) -> None:
    """Order and payment were written before xPay was asked; a fresh QR takes the place of the missing one."""
    await till.world.client.login()
    await till.world.payer.fault("create", "500")
    bill = await till.bill()
    standing = await till.billing.look(till.seller, bill.id)
    assert standing.payment is not None
    assert standing.payment.link is None
    standing = await till.billing.renew(till.seller, bill.id)
    assert standing.payment is not None
    assert standing.payment.link


async def test_a_fresh_qr_leaves_the_old_one_watched(till: Till) -> None:
    """Whoever still has the old card can pay by it, and the bill is paid; a second payment goes to the desk."""
    bill = await till.bill()
    old = await till.link(bill)
    await till.billing.let_raise(till.seller, bill.id, may_raise=True)
    assert await till.link(bill) != old
    await till.world.payer.pay(old, check=False)
    await till.world.payer.heard(old)
    await till.world.settle()
    assert (await till.order(bill)).state is OrderState.PAID
    await till.world.payer.pay(await till.link(bill), check=False)
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    assert [case["reason"] for case in await till.world.rows("desk_cases")] == ["second_payment"]


async def test_the_order_ends_with_its_day_and_not_before(till: Till) -> None:
    """No half hour for bills: they wait to the end of their day, and are then over, for visitors too."""
    bill = await till.bill()
    till.world.clock.advance(days=6)
    await till.world.ask_due()
    assert (await till.order(bill)).state is OrderState.WAITING
    till.world.clock.advance(days=1, hours=12)
    await till.world.ask_due()
    assert (await till.order(bill)).state is OrderState.EXPIRED
    assert (await till.billing.look(till.seller, bill.id)).state is BillState.OVER
    assert (await till.visits.open(await till.world.person(), bill.token)).what is Visit.OVER
    with pytest.raises(BillEnded):
        await till.billing.renew(till.seller, bill.id)


def test_asking_xpay_stays_cheap() -> None:
    """A bill that waits for a week is asked about some hundreds of times, not thousands."""
    now, asked = START, 0
    while (due_at := next_question(now, START, START + WEEK, callbacks=True)) is not None and now < START + WEEK:
        now, asked = due_at, asked + 1
    assert asked < 500


@pytest.mark.parametrize("accepts_late", [True, False])
async def test_money_after_the_day(till: Till, accepts_late: bool) -> None:
    """It pays the bill where the shop takes late money, and goes to the desk where a person decides."""
    await till.world.database.write(shops.choose_late_policy, till.world.shop.id, accepts_late=accepts_late)
    bill = await till.bill()
    till.world.clock.advance(days=8)
    await till.world.ask_due()
    await till.world.payer.pay(await till.link(bill), check=False)
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    standing = await till.billing.look(till.seller, bill.id)
    assert standing.state is (BillState.PAID if accepts_late else BillState.OVER)
    assert await till.told(GROUP) == ["sale" if accepts_late else "desk"]
    assert not CUSTOMERS & set(await till.told(OWNER))


async def test_check_url_knows_the_day(till: Till) -> None:
    """xPay is let through while the bill waits, and refused once it is cancelled."""
    first, second = await till.bill(), await till.bill()
    till.world.clock.advance(days=3)
    assert (await till.world.payer.pay(await till.link(first))).paid
    link = await till.link(second)
    await till.billing.cancel(till.seller, second.id)
    assert (await till.world.payer.pay(link)).reason == "check_refused"


async def test_another_day_opens_a_bill_again(till: Till) -> None:
    """Prolonged in time the QR stays; after its day a fresh one is made, for whoever had opened it."""
    bill, customer = await till.bill(), await till.world.person()
    await till.visits.open(customer, bill.token)
    later = till.world.clock.now() + timedelta(days=20)
    await till.billing.set_due(till.seller, bill.id, later)
    assert (await till.order(bill)).expires_at == later
    assert len(await till.world.payer.payments()) == 1
    till.world.clock.advance(days=21)
    await till.world.ask_due()
    assert (await till.order(bill)).state is OrderState.EXPIRED
    await till.billing.set_due(till.seller, bill.id, later + WEEK)
    order = await till.order(bill)
    assert (order.state, order.person_id) == (OrderState.WAITING, customer.id)
    assert len(await till.world.payer.payments()) == 2


async def test_a_shorter_day_is_noticed(till: Till) -> None:
    """The end comes when it is due, not when xPay would have been asked anyway."""
    bill = await till.bill()
    till.world.clock.advance(days=2)
    await till.world.ask_due()
    await till.billing.set_due(till.seller, bill.id, till.world.clock.now() + timedelta(minutes=1))
    till.world.clock.advance(minutes=2)
    await till.world.ask_due()
    assert (await till.order(bill)).state is OrderState.EXPIRED


async def test_cancelling_asks_xpay_first(till: Till) -> None:
    """Money that has come wins; without an answer nothing is cancelled."""
    paid, quiet = await till.bill(), await till.bill()
    await till.world.payer.pay(await till.link(paid), callback=False)
    with pytest.raises(BillIsPaid):
        await till.billing.cancel(till.seller, paid.id)
    assert (await till.order(paid)).state is OrderState.PAID
    till.world.clock.advance(seconds=10)
    await till.world.payer.down()
    with pytest.raises(PaymentsUnavailable):
        await till.billing.cancel(till.seller, quiet.id)
    assert (await till.order(quiet)).state is OrderState.WAITING
    await till.world.payer.up()
    till.world.clock.advance(seconds=10)
    assert (await till.billing.cancel(till.seller, quiet.id)).state is BillState.CANCELLED
    assert (await till.visits.open(await till.world.person(), quiet.token)).what is Visit.CANCELLED
    with pytest.raises(BillEnded):
        await till.billing.cancel(till.seller, quiet.id)


async def test_somebody_at_the_bank_is_not_cancelled(till: Till) -> None:
    """Nor does a fresh QR come in between."""
    bill = await till.bill()
    await till.world.payer.scan(await till.link(bill))
    await till.world.payer.heard(await till.link(bill), "SCANNED")
    await till.world.settle()
    for deed in (till.billing.cancel, till.billing.renew):
        with pytest.raises(BillStillOpen):
            await deed(till.seller, bill.id)


async def test_money_after_cancelling_is_decided_by_a_person(till: Till) -> None:
    """The QR cannot be taken back at xPay; the desk has the case, and the seller gets no customer's letter."""
    bill = await till.bill()
    link = await till.link(bill)
    await till.billing.cancel(till.seller, bill.id)
    await till.world.payer.pay(link, check=False)
    await till.world.payer.heard(link)
    await till.world.settle()
    assert [case["reason"] for case in await till.world.rows("desk_cases")] == ["cancelled_order"]
    assert not CUSTOMERS & set(await till.told(OWNER))


async def test_a_bill_for_many_gives_each_visitor_an_order(till: Till) -> None:
    """One open order a person; after paying, another one if they wish; the bill counts payments and sum."""
    bill = await till.bill(300_00, "Мастер-класс")
    await till.billing.open_to(till.seller, bill.id, many=True)
    aida, azamat = await till.world.person(2001), await till.world.person(2002)
    for person in (aida, azamat, aida):
        assert (await till.visits.open(person, bill.token)).what is Visit.CARD
    assert len(await till.world.rows("orders", bill_id=bill.id)) == 3  # the first is the bill's own
    for person in (aida, azamat):
        (order,) = await till.world.database.read(orders.of_bill, bill.id, person)
        link = await till.world.link(order)
        await till.world.payer.pay(link)
        await till.world.payer.heard(link)
        await till.world.settle()
    assert (await till.visits.open(aida, bill.token)).what is Visit.PAID_BY_YOU
    assert (await till.visits.pay_again(aida, bill.id)).what is Visit.CARD
    standing = await till.billing.look(till.seller, bill.id)
    assert (standing.state, standing.count, standing.sum) == (BillState.WAITING, 2, 600_00)
    assert "receipt" in await till.told(2001)


async def test_a_bill_for_many_ends_for_all(till: Till) -> None:
    """Cancelled it takes nobody in, and every open order is asked about and cancelled; over it takes nobody in."""
    bill, other = await till.bill(), await till.bill()
    for one in (bill, other):
        await till.billing.open_to(till.seller, one.id, many=True)
        await till.visits.open(await till.world.person(2001), one.token)
    assert (await till.billing.cancel(till.seller, bill.id)).state is BillState.CANCELLED
    till.world.clock.advance(seconds=10)
    await till.world.ask_due()
    assert {row["state"] for row in await till.world.rows("orders", bill_id=bill.id)} == {"cancelled"}
    assert (await till.visits.open(await till.world.person(2002), bill.token)).what is Visit.CANCELLED
    till.world.clock.advance(days=8)
    await till.world.ask_due()
    assert (await till.visits.open(await till.world.person(2002), other.token)).what is Visit.OVER
    shown = (await till.world.rows("bills", id=other.id))[0]["cards"]
    janitor = Janitor(till.world.database, till.world.clock, timedelta(days=90))
    for _ in range(2):
        await till.world.database.write(bills.remember_card, other.id, OWNER, 7, None)
        await till.world.database.write(janitor._show_bills_run_out)
    assert (await till.world.rows("bills", id=other.id))[0]["over_at"] is not None
    assert (await till.world.rows("bills", id=other.id))[0]["cards"] >= shown


async def test_a_bill_for_many_is_cancelled_without_waiting_for_xpay(till: Till) -> None:
    """With xPay down too, and again without harm; who had scanned is let through no more; late money is a person's."""
    bill, aida = await till.bill(), await till.world.person(2001)
    await till.billing.open_to(till.seller, bill.id, many=True)
    await till.visits.open(aida, bill.token)
    link = await till.link(bill)
    await till.world.payer.scan(link)
    await till.world.payer.heard(link, "SCANNED")
    await till.world.settle()
    await till.world.payer.down()
    for _ in range(2):
        assert (await till.billing.cancel(till.seller, bill.id)).state is BillState.CANCELLED
    await till.world.payer.up()
    assert (await till.world.payer.pay(link)).reason == "check_refused"
    till.world.clock.advance(minutes=16)
    await till.world.ask_due()
    assert {row["state"] for row in await till.world.rows("orders", bill_id=bill.id)} == {"cancelled"}
    await till.world.payer.pay(link, check=False)
    await till.world.payer.heard(link)
    await till.world.settle()
    assert [case["reason"] for case in await till.world.rows("desk_cases")] == ["cancelled_order"]


async def test_a_bill_whose_kind_changes_while_it_is_opened(till: Till) -> None:
    """What it is by now counts: one for a single payer never gets a second order."""
    bill, aida = await till.bill(), await till.world.person(2001)
    many = (await till.billing.open_to(till.seller, bill.id, many=True)).bill
    assert await till.world.database.write(till.visits._take_over, aida, bill) is None
    await till.billing.open_to(till.seller, bill.id, many=False)
    assert (await till.visits._join(aida, many, again=False)).what is Visit.CARD
    (order,) = await till.world.database.read(orders.of_bill, bill.id)
    assert (order.person_id, order.unclaimed) == (aida.id, False)


async def test_odd_money_of_an_unopened_bill_is_offered_nowhere_else(till: Till) -> None:
    """Its payer is unknown; what the seller bought is not theirs, nor are the seller's other bills."""
    bill = await till.bill()
    await till.world.order(till.seller, await till.world.product())
    assert await till.world.database.read(orders.unpaid_of, till.seller.id, (await till.order(bill)).id) == []


async def test_visitors_of_one_bill_for_many_press_twice(till: Till) -> None:
    """Two starts at once lead to one order and one QR."""
    bill = await till.bill()
    await till.billing.open_to(till.seller, bill.id, many=True)
    aida = await till.world.person(2001)
    await asyncio.gather(*(till.visits.open(aida, bill.token) for _ in range(5)))
    assert len(await till.world.database.read(orders.of_bill, bill.id, aida)) == 1
    assert len(await till.world.payer.payments()) == 2


async def test_the_kind_is_open_until_somebody_came(till: Till) -> None:
    """There and back while it is nobody's; then it stays as it is."""
    bill, other = await till.bill(), await till.bill()
    await till.billing.open_to(till.seller, bill.id, many=True)
    await till.billing.open_to(till.seller, bill.id, many=False)
    await till.visits.open(await till.world.person(), bill.token)
    with pytest.raises(BillTaken):
        await till.billing.open_to(till.seller, bill.id, many=True)
    await till.billing.open_to(till.seller, other.id, many=True)
    await till.visits.open(await till.world.person(), other.token)
    with pytest.raises(BillTaken):
        await till.billing.open_to(till.seller, other.id, many=False)


async def test_a_customer_who_takes_a_new_qr_keeps_the_day(till: Till) -> None:
    """Paying again after the bank's no makes a fresh QR until the bill's own day, and none after it."""
    bill, customer = await till.bill(), await till.world.person()
    await till.billing.let_raise(till.seller, bill.id, may_raise=True)
    await till.visits.open(customer, bill.token)
    order = await till.order(bill)
    await till.world.payer.decline(await till.link(bill))
    await till.world.payer.heard(await till.link(bill), "CANCELED")
    await till.world.settle()
    again = await till.world.checkout.pay_again(customer, order.number)
    assert again.expires_at == bill.due_at
    newest = await till.world.database.read(payments.newest, order.id)
    assert newest is not None
    assert newest.may_raise


async def test_the_terminal_shows_a_fresh_qr(till: Till) -> None:
    """xPay is told so."""
    bill = await till.bill()
    await till.billing.show_on_terminal(till.seller, bill.id)
    assert [qr["qr_pos"] for qr in await till.world.payer.payments()] == [False, True]


async def test_a_bill_for_many_has_no_qr_to_renew_or_to_show(till: Till) -> None:
    """Each payer gets one; whoever presses an old button is told so, and no QR is made."""
    bill = await till.bill()
    await till.billing.open_to(till.seller, bill.id, many=True)
    made = len(await till.world.payer.payments())
    for deed in (till.billing.renew, till.billing.show_on_terminal):
        with pytest.raises(ForManyPayers):
            await deed(till.seller, bill.id)
    assert len(await till.world.payer.payments()) == made


async def test_a_point_without_a_terminal_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No QR is made for nothing."""
    points = [Point(**(vars(point) | {"serial": ""})) for point in default_points("Торт")]
    async with make_world(tmp_path_factory.mktemp("shop"), points=points) as world:
        till = await open_till(world)
        bill = await till.bill()
        with pytest.raises(NoTerminal):
            await till.billing.show_on_terminal(till.seller, bill.id)
        assert len(await world.payer.payments()) == 1


async def test_only_staff_ask_for_money(till: Till) -> None:
    """A customer can do none of it, and a bill of another shop is none."""
    customer, bill = await till.world.person(), await till.bill()
    deeds = (
        till.billing.make(customer, "x", 100_00, "Торт"),
        till.billing.look(customer, bill.id),
        till.billing.page(customer, 0),
        till.billing.by_token(customer, bill.token),
        till.billing.cancel(customer, bill.id),
        till.billing.open_to(customer, bill.id, many=True),
        till.billing.show(customer, bill.id, Place(1)),
        till.billing.set_due(customer, bill.id, bill.due_at),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            await deed
    with pytest.raises(GoneMissing):
        await till.billing.look(till.seller, bill.id + 1)
    assert (await till.visits.open(customer, "no-such-token")).what is Visit.NOTHING
    assert (await till.visits.pay_again(customer, bill.id)).what is Visit.NOTHING


async def test_the_list_has_pages(till: Till) -> None:
    """The newest first, eight a page."""
    for number in range(9):
        await till.bill(title=f"Торт {number}")
    first, more = await till.billing.page(till.seller, 0)
    assert (first[0].bill.title, len(first), more) == ("Торт 8", 8, True)
    last, more = await till.billing.page(till.seller, 1)
    assert ([one.bill.title for one in last], more) == (["Торт 0"], False)
