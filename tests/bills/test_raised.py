"""Sums that a payer might raise: whatever is certain to be enough pays, nothing else does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.sandbox.xpay import Behaviour
from bot.services.billing import BillIsPaid
from bot.settlement import read_again
from bot.shop.order import OrderState
from bot.xpay import Verdict, read_at_least
from tests.bills.conftest import Till, open_till
from tests.money.world import GROUP, make_world

LEAST = 1_500_00


@pytest.mark.parametrize(
    ("written", "unit", "verdict", "amount"),
    [
        ("1500.00000000", "auto", Verdict.EXACT, LEAST),
        ("2000.00000000", "auto", Verdict.RAISED, 2_000_00),
        ("1500.01", "auto", Verdict.RAISED, 1_500_01),
        ("1499.99", "auto", Verdict.DIFFERS, 1_499_99),
        (150000, "auto", Verdict.EXACT, LEAST),
        (200000, "auto", Verdict.UNIT_UNCLEAR, None),
        (150001, "auto", Verdict.UNIT_UNCLEAR, None),
        (1500, "auto", Verdict.UNIT_UNCLEAR, None),
        (2000, "auto", Verdict.UNIT_UNCLEAR, None),
        (149999, "auto", Verdict.UNIT_UNCLEAR, None),
        (1499, "auto", Verdict.DIFFERS, None),
        (2000, "som", Verdict.RAISED, 2_000_00),
        (1499, "som", Verdict.DIFFERS, 1_499_00),
        (200000, "tyiyn", Verdict.RAISED, 2_000_00),
        (2000, "tyiyn", Verdict.DIFFERS, 20_00),
        ("1500.005", "auto", Verdict.DIFFERS, None),
        (True, "auto", Verdict.UNREADABLE, None),
        ("9e9", "auto", Verdict.UNREADABLE, None),
        (None, "auto", Verdict.MISSING, None),
        ("-1500.00", "auto", Verdict.UNREADABLE, None),
    ],
)
def test_every_form_of_a_sum(written: object, unit: str, verdict: Verdict, amount: int | None) -> None:
    """A decimal point makes som; a bare whole number is right only as the total itself in tyiyn, or by the setting."""
    reading = read_at_least(written, LEAST, unit)  # type: ignore[arg-type]
    assert (reading.verdict, reading.amount) == (verdict, amount)


@given(paid=some.integers(1, 10**9), least=some.integers(1, 10**9), unit=some.sampled_from(["auto", "som", "tyiyn"]))
def test_nothing_below_the_least_is_ever_right(paid: int, least: int, unit: str) -> None:
    """Whichever way xPay counts, too little never pays, and no certain sum is ever misread."""
    for written, counts in ((f"{paid // 100}.{paid % 100:02}", "som"), (paid, "tyiyn")):
        if unit not in ("auto", counts) and not isinstance(written, str):
            continue
        reading = read_at_least(written, least, unit)  # type: ignore[arg-type]
        if reading.verdict in {Verdict.EXACT, Verdict.RAISED}:
            assert reading.amount == paid
            assert paid >= least


async def raised(till: Till, paid: int) -> tuple[Till, OrderState, int]:
    """A bill of 1500 som whose payer may pay more, paid with another sum: its order's state and total."""
    bill = await till.bill()
    await till.billing.let_raise(till.seller, bill.id, may_raise=True)
    assert (await till.world.payer.pay(await till.link(bill), paid)).paid
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    order = await till.order(bill)
    assert sum(line.sum for line in order.lines) == order.total
    return till, order.state, order.total


async def test_a_raised_sum_pays_and_becomes_the_total(till: Till) -> None:
    """Order, line, sale and bill all show what was paid; nobody has to decide."""
    _, state, total = await raised(till, 2_345_67)
    assert (state, total) == (OrderState.PAID, 2_345_67)
    assert await till.told(GROUP) == ["sale"]
    (standing,) = (await till.billing.page(till.seller, 0))[0]
    assert (standing.count, standing.sum) == (1, 2_345_67)
    with pytest.raises(BillIsPaid):
        await till.billing.let_raise(till.seller, standing.bill.id, may_raise=False)


async def test_too_little_is_odd_money(till: Till) -> None:
    """The smallest sum is the smallest."""
    _, state, total = await raised(till, 1_499_99)
    assert (state, total) == (OrderState.PROCESSING, 1_500_00)
    assert await till.told(GROUP) == ["desk"]


async def test_a_fixed_sum_stays_fixed(till: Till) -> None:
    """Without the option a larger sum is odd money as ever."""
    bill = await till.bill()
    await till.world.payer.pay(await till.link(bill), 2_000_00, force=True)
    await till.world.payer.heard(await till.link(bill))
    await till.world.settle()
    assert (await till.order(bill)).state is OrderState.PROCESSING
    assert await till.told(GROUP) == ["desk"]


@pytest.mark.parametrize(("form", "unit"), [("tyiyn", "tyiyn"), ("som", "som")])
async def test_with_the_unit_settled_bare_numbers_pay(tmp_path: Path, form: str, unit: str) -> None:
    """XPAY_STATUS_UNIT makes every form certain."""
    behaviour = Behaviour().changed({"amounts": form})
    async with make_world(tmp_path, behaviour=behaviour, unit=unit) as world:
        _, state, total = await raised(await open_till(world), 2_000_00)
        assert (state, total) == (OrderState.PAID, 2_000_00)


async def test_a_bare_number_that_could_be_either_waits_and_is_read_again(till: Till) -> None:
    """Nobody knows what it counts: a person decides, or the setting does, and then the total follows."""
    await till.world.payer.behave(amounts="tyiyn")
    _, state, _ = await raised(till, 2_000_00)
    assert state is OrderState.PROCESSING
    (case,) = await till.world.rows("desk_cases")
    assert case["reason"] == "unit_unclear"
    await till.world.database.write(read_again, till.world.shop.id, "tyiyn", till.world.clock.now())
    (order,) = await till.world.rows("orders")
    assert (order["state"], order["total"]) == ("paid", 2_000_00)


async def test_the_link_of_a_raisable_sum_is_shown(till: Till) -> None:
    """xPay was asked for a sum that may change, and its link says so in tag 12: it is shown all the same."""
    bill = await till.bill()
    await till.billing.let_raise(till.seller, bill.id, may_raise=True)
    newest = (await till.world.payer.payments())[-1]
    assert newest["amount_change"] is True
    assert await till.link(bill) == newest["link"]
    assert (await till.order(bill)).state is OrderState.WAITING
