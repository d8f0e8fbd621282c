"""What xPay's status endpoint may do to us, through settlement and the database."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.checkout import PaymentsUnavailable
from bot.sandbox.xpay import Behaviour
from bot.services.desk import Desk
from bot.settlement import Settlement
from bot.shop.order import Order, OrderState
from bot.storage import payments, people
from bot.storage.database import Unit
from bot.storage.tables import shops
from bot.xpay import XPayError
from tests.faults.acts import closest, crowd, questions, reasons, state, told, transaction, until
from tests.money.world import OWNER, World, make_world
from tests.patience import PATIENCE

NO_ANSWER: list[tuple[str, dict[str, Any]]] = [
    ("500", {}),
    ("502", {}),
    ("answer", {"http": 504, "body": "<html>504</html>", "content_type": "text/html"}),
    ("html", {}),
    ("empty", {}),
    ("null", {}),
    ("list", {}),
    ("answer", {"body": '{"status": "Success", "message": "", "data": {"pay_status": "COMPLETED"}}'}),
    ("reset", {}),
    ("hang", {"seconds": 2}),
    ("drip", {"seconds": 4}),
    ("429", {}),
    ("409", {}),
]


@pytest.mark.parametrize(("kind", "details"), NO_ANSWER)
async def test_f019_f020_f021_no_answer_means_back_off_and_nobody_expires(
    folder: Path, kind: str, details: dict[str, Any]
) -> None:
    """Whatever is no answer moves nothing, is asked again later and later, and holds the order open past its time."""
    async with make_world(folder, spacing_seconds=60.0) as world:
        order = await world.order(await world.person(), await world.product())
        world.client._asker._timeout = 0.3  # only now: an order needs more than that on a busy machine
        await world.payer.fault("status", kind, times=None, **details)
        world.clock.advance(minutes=45)
        pauses = []
        for failures in range(1, 4):
            assert await world.ask_due() == 1
            (row,) = await world.rows("payments")
            assert row["failures"] == failures
            pauses.append((row["due_at"] - world.clock.now()).total_seconds())
            world.clock.advance(seconds=pauses[-1])
        assert 3 <= pauses[0] <= 6 <= pauses[1] <= 12 <= pauses[2] <= 24
        assert await state(world, order) == OrderState.WAITING
        await world.payer.up()
        world.client._asker._timeout = PATIENCE
        await world.ask_due()
        assert await state(world, order) == OrderState.EXPIRED


async def test_f022_fifty_payments_with_a_dead_token_cost_one_login(world: World) -> None:
    """A token that dies under fifty questions is renewed once, and all fifty are answered."""
    cake = await world.product(stock=None)
    for person in await crowd(world, 50):
        await world.order(person, cake)
    logins = len((await world.payer.ledger()).logins)
    await world.payer.expire_tokens()
    world.clock.advance(seconds=61)
    due = await world.settlement.claim_due(50)
    await asyncio.gather(*[world.settlement.ask(payment, leased_until) for payment, leased_until in due])
    assert {row["failures"] for row in await world.rows("payments")} == {0}
    ledger = await world.payer.ledger()
    assert (len(ledger.logins), len(ledger.questions)) == (logins + 1, 50)


async def test_f022_keys_that_are_refused_are_told_once_and_hold_no_stock(world: World) -> None:
    """The owner hears once that xPay refuses the keys; checkout says so before it holds anything."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    await world.payer.expire_tokens()
    await world.payer.fault("login", "401", times=None)
    world.clock.advance(minutes=31)
    for _ in range(3):
        await world.ask_due()
        world.clock.advance(minutes=5)
    assert len(await told(world, "owner", what="xpay_keys_refused")) == 1
    assert await state(world, order) == OrderState.WAITING
    world.client._asker.session.last = None  # as after a restart with wrong keys
    with pytest.raises(PaymentsUnavailable):
        await world.order(await world.person(2001, "Азамат"), cake)
    assert await world.stock(cake) == 4


@pytest.mark.parametrize(("unit", "questions_put"), [("characters", 1), ("bytes", 2)])
async def test_f024_a_409_for_length_still_ends_in_a_qr(world: World, unit: str, questions_put: int) -> None:
    """Whatever xPay counts, the customer of a shop with a long name sees a QR; one was made."""
    await world.payer.behave(text_unit=unit)
    await world.database.write(_rename, "Айгүлдүн тортторунун жана гүлдөрүнүн дүкөнү")
    order = await world.order(await world.person(), await world.product())
    assert await state(world, order) == OrderState.WAITING
    ledger = await world.payer.ledger()
    assert (len(ledger.created), ledger.calls["create"]) == (1, questions_put)


async def _rename(unit: Unit, name: str) -> None:
    await unit.run(update(shops).values(name=name))


@pytest.mark.parametrize("callbacks", [True, False])
async def test_f025_no_qr_is_asked_about_twice_in_three_seconds(folder: Path, callbacks: bool) -> None:
    """Callbacks, taps, polls and a cancelling, second by second: xPay never sees two questions too close together."""
    strict = Behaviour(status_spacing_seconds=3.0)
    async with make_world(folder, callbacks=callbacks, behaviour=strict, spacing_seconds=60.0) as world:
        person = await world.person()
        order = await world.order(person, await world.product())
        for second in range(40):
            world.clock.advance(seconds=1)
            if callbacks and second % 5 < 3:
                await world.payer.callback(await world.link(order), "PROCESSING")
            if second % 4 != 1:
                await world.checkout.ask_now(person, order.number)
            await world.ask_due()
        await world.checkout.cancel(person, order.number)
        await world.settle()
        asked = await questions(world, order)
        assert await state(world, order) == OrderState.CANCELLED
        assert len(asked) > 8
        assert all(row["told"] for row in asked)
        assert closest(asked) >= 3


async def test_f026_an_hour_without_xpay(world: World) -> None:
    """Nobody expires, each customer is told once, the questions stay few; afterwards everything is settled."""
    cake = await world.product()
    paid = await world.order(await world.person(), cake)
    unpaid = await world.order(await world.person(2001, "Азамат"), cake)
    await world.payer.down("500")
    await world.payer.pay(await world.link(paid), check=False, callback=False)
    asked = 0
    for _ in range(120):
        world.clock.advance(seconds=30)
        asked += await world.ask_due()
    assert {await state(world, one) for one in (paid, unpaid)} == {OrderState.WAITING}
    assert sorted(row["order_id"] for row in await told(world, "delayed")) == [paid.id, unpaid.id]
    assert asked < 60
    await world.payer.up()
    world.clock.advance(minutes=5)
    await world.ask_due()
    assert (await state(world, paid), await state(world, unpaid)) == (OrderState.PAID, OrderState.EXPIRED)
    assert (await world.stock(cake), len(await told(world, "delayed"))) == (4, 2)


async def test_f027_an_unknown_word_is_on_its_way_and_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """However often and of however many payments xPay says it; another word is another line."""
    cake = await world.product()
    orders = [await world.order(person, cake) for person in await crowd(world, 2)]
    for word in ("HOLD", "HOLD", "ON_ICE"):
        await world.payer.behave(waiting_word=word)
        world.clock.advance(minutes=2)
        with caplog.at_level(logging.WARNING, "bot.settlement"):
            assert await world.ask_due() == 2
    words = [vars(record)["word"] for record in caplog.records if record.message == "unknown payment status"]
    assert words == ["HOLD", "ON_ICE"]
    assert {await state(world, one) for one in orders} == {OrderState.PROCESSING}


async def test_f028_an_answer_about_another_transaction_moves_nothing(world: World) -> None:
    """It pays nothing and ends nothing, the owner hears once, and the true answer counts when it comes."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    foreign = {"qr_transaction_id": "1795424400abcdefghijklmno", "pay_status": "COMPLETED", "amount": "1500.00"}
    await world.payer.fault("status", "patch", times=None, patch=foreign)
    world.clock.advance(minutes=31)
    for _ in range(3):
        await world.ask_due()
        world.clock.advance(minutes=2)
    assert (await world.checkout.cancel(person, order.number)).state is OrderState.WAITING
    assert await world.rows("transfers") == []
    assert len(await told(world, "owner", what="foreign")) == 1
    assert await world.stock(cake) == 4
    await world.payer.up()
    world.clock.advance(minutes=2)
    await world.ask_due()
    assert await state(world, order) == OrderState.EXPIRED


@pytest.mark.parametrize("sent", [149999, 150001, 1500, 15000000, 1])
async def test_f029_another_sum_lies_on_the_desk_with_both_sums(world: World, sent: int) -> None:
    """Lower or higher, by a tyiyn or a hundredfold: not paid, the stock held, both sums on the card."""
    cake = await world.product()
    order = await world.order(await world.person(), cake)
    await world.payer.pay(await world.link(order), sent, force=True)
    await world.payer.heard(await world.link(order))
    await world.settle()
    owner = await world.database.read(people.find, world.shop.id, OWNER)
    assert owner is not None
    (case,) = await Desk(world.database, world.clock).open_cases(owner)
    assert (case.reason, case.expected, case.received) == ("sum_differs", 150000, sent)
    assert await state(world, order) == OrderState.PROCESSING
    assert (await world.stock(cake), len(await told(world, "odd_money"))) == (4, 1)


@pytest.mark.parametrize("word", ["ACTIVE", "WAITING", "PROCESSING", "HOLD"])
async def test_f004_f032_paid_does_not_go_back(world: World, word: str) -> None:
    """A status that flaps after COMPLETED, as from a replica that lags, alerts the owner once and moves nothing."""
    order = await world.order(await world.person(), await world.product())
    link = await world.link(order)
    await world.payer.pay(link)
    await world.payer.heard(link)
    await world.settle()
    await world.payer.set_status(link, word)
    for _ in range(3):
        await world.payer.callback(link)
        await world.settle()
    assert await state(world, order) == OrderState.PAID
    assert len([row for row in await told(world, "owner") if row["facts"]["order"] == order.number]) == 1
    assert (len(await told(world, "receipt")), len(await world.rows("transfers"))) == (1, 1)


async def _second_settlement(world: World) -> Settlement:
    """Another process that works on the same database."""
    return Settlement(
        world.database, world.clock, lambda _: world.client, unit="auto", callbacks=True, random=lambda: 0.5
    )


async def _ask_slowly(world: World, order: Order, settlement: Settlement) -> "asyncio.Task[None]":
    """A question that xPay has answered, and whose answer is on its way until all is well again."""
    before = len(await questions(world, order))
    await world.payer.fault("status", "late", seconds=PATIENCE)
    world.clock.advance(seconds=61)
    ((payment, leased_until),) = await settlement.claim_due(5)
    loop = asyncio.get_running_loop()
    asking = loop.create_task(settlement.ask(payment, leased_until))

    async def has_asked() -> bool:
        return len(await questions(world, order)) > before

    await until(has_asked)
    return asking


async def test_f033_money_seen_before_a_cancelling_and_told_after_it(world: World) -> None:
    """The state at the answer decides, not that at the question: the money is on the desk, the stock back once."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    await world.payer.pay(await world.link(order), callback=False)
    asking = await _ask_slowly(world, order, await _second_settlement(world))
    await world.payer.fault("status", "patch", patch={"pay_status": "ACTIVE"})
    assert (await world.checkout.cancel(person, order.number)).state is OrderState.CANCELLED
    await world.payer.up()
    await asking
    assert await state(world, order) == OrderState.CANCELLED
    assert await reasons(world, order) == ["cancelled_order"]
    assert await world.stock(cake) == 5


async def test_f033_an_answer_overtaken_by_the_money_contradicts_nothing(world: World) -> None:
    """An answer from before the payment that arrives after it is no contradiction: nobody is alarmed."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    asking = await _ask_slowly(world, order, await _second_settlement(world))
    await world.payer.pay(await world.link(order), callback=False)
    assert (await world.checkout.cancel(person, order.number)).state is OrderState.PAID
    await world.payer.up()
    await asking
    assert await state(world, order) == OrderState.PAID
    assert (await told(world, "owner"), await reasons(world, order)) == ([], [])


async def test_f033_cancelling_waits_for_the_question_that_is_open(world: World) -> None:
    """Within one process the open question's answer serves the cancelling too: xPay is asked once."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    asking = await _ask_slowly(world, order, world.settlement)
    cancelling = asyncio.get_running_loop().create_task(world.checkout.cancel(person, order.number))
    await world.payer.up()
    assert (await cancelling).state is OrderState.CANCELLED
    await asking
    assert (len(await questions(world, order)), await world.stock(cake)) == (1, 5)


async def test_a_cancelling_does_not_trust_a_question_without_an_answer(world: World) -> None:
    """A question that failed a moment ago says nothing: xPay is asked again, and where it is mute the order stays."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    world.clock.advance(seconds=61)
    await world.payer.down("500")
    await world.ask_due()
    with pytest.raises(PaymentsUnavailable):
        await world.checkout.cancel(person, order.number)
    assert await state(world, order) == OrderState.WAITING


def _hundredths(total: int) -> list[Any]:
    """How xPay might write a hundredth of a sum, in any unit and any form."""
    som, tyiyn = total // 100, total % 100
    hundredth = f"{som // 100}.{som % 100:02}{tyiyn:02}"
    texts = {hundredth, f"{hundredth}0000", hundredth.rstrip("0").rstrip("."), str(som), str(som // 100), f"0{som}"}
    texts |= {
        f"{som // 100}.00",
        f"{som}e0",
        f"+{som}",
        f" {som} ",
        f"{som},00",
        "".join(chr(0x660 + int(d)) for d in str(som)),
    }
    numbers = [som, som // 100, float(hundredth), float(som // 100)]
    return [*sorted(texts), *numbers, True, None, "", [total], {"som": som}]


@pytest.mark.parametrize("total", [150000, 100, 101])
async def test_f030_nothing_a_hundred_times_too_small_is_ever_paid(world: World, total: int) -> None:
    """A hundredth of the sum, in every JSON form, never makes a paid order: it is odd money, or no money at all."""
    cake = await world.product(price=total, stock=None)
    cases = _hundredths(total)
    for person, written in zip(await crowd(world, len(cases)), cases, strict=True):
        order = await world.order(person, cake)
        link = await world.link(order)
        await world.payer.pay(link, callback=False)
        sums = {"amount": written, "request_amount": written, "payable": written}
        await world.payer.fault("status", "patch", patch=sums)
        await world.payer.callback(link)
        await world.ask_due()
        assert await state(world, order) != OrderState.PAID, written
    assert await world.rows("orders", state="paid") == []
    assert len(await world.rows("desk_cases")) == len(cases)
    assert await told(world, "receipt") == []


@pytest.mark.parametrize("total", [150000, 100, 101])
async def test_f030_the_whole_sum_is_paid_in_each_of_its_forms(world: World, total: int) -> None:
    """Som with a decimal point, as text or number, and whole tyiyn: the order is paid."""
    cake = await world.product(price=total, stock=None)
    som = f"{total // 100}.{total % 100:02}"
    cases: list[Any] = [som, f"{som}000000", total, str(total), float(som)]
    for person, written in zip(await crowd(world, len(cases)), cases, strict=True):
        order = await world.order(person, cake)
        link = await world.link(order)
        await world.payer.pay(link, callback=False)
        await world.payer.fault("status", "patch", patch={"amount": written})
        await world.payer.callback(link)
        await world.ask_due()
        assert await state(world, order) == OrderState.PAID, written


async def test_the_settlers_errors_do_not_hide_a_failed_question(world: World) -> None:
    """A question without an answer is raised to whoever asked, with the next one planned."""
    order = await world.order(await world.person(), await world.product())
    await world.payer.down("502")
    world.clock.advance(seconds=61)
    ((payment, leased_until),) = await world.settlement.claim_due(1)
    with pytest.raises(XPayError):
        await world.settlement.ask(payment, leased_until)
    again = await world.database.read(payments.newest, order.id)
    assert again is not None
    assert again.failures == 1
    assert await transaction(world, order) == again.transaction_id
