from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.xpay.payer import Payer, PayerError
from tests.sandbox_xpay.world import LIVE_UUID, Merchant, Shop, Time


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_check_url_lets_a_payment_through(merchant: Merchant, payer: Payer, shop: Shop, method: str) -> None:
    """check_url is asked by either method before the money moves, and 201 lets it through."""
    await payer.behave(check_method=method)
    qr = await merchant.create(check_url=f"{shop.url}/check")
    assert (await payer.pay(qr["qr_code"])).paid
    assert shop.heard[0][0] == method
    assert [row["answer"] for row in (await payer.ledger()).checks] == [201]


@pytest.mark.parametrize("answer", [200, 409, 500])
async def test_f015_anything_but_201_stops_a_payment(merchant: Merchant, payer: Payer, shop: Shop, answer: int) -> None:
    """Any other answer than 201 refuses the payment and leaves the QR as it was."""
    shop.always = answer
    qr = await merchant.create(check_url=shop.url)
    outcome = await payer.pay(qr["qr_code"])
    assert (outcome.paid, outcome.reason) == (False, "check_refused")
    assert (await merchant.status(qr))["pay_status"] == "ACTIVE"
    assert (await payer.ledger()).paid == []


async def test_f016_a_silent_check_url_stops_a_payment(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """A check that times out, or a port where nobody listens, refuses; the status can become ERROR for it."""
    await payer.behave(check_seconds=0.05, refusal_status="ERROR")
    shop.delay = 2
    slow, gone = await merchant.create(check_url=shop.url), await merchant.create(check_url="http://127.0.0.1:9/")
    assert [(await payer.pay(qr["qr_code"])).reason for qr in (slow, gone)] == ["check_refused"] * 2
    assert (await merchant.status(slow))["pay_status"] == "ERROR"
    assert [row["answer"] for row in (await payer.ledger()).checks] == [0, 0]


async def test_f039_a_qr_is_paid_twice_only_on_purpose(merchant: Merchant, payer: Payer) -> None:
    """A second payment is refused as already paid; asked for by name it is a transfer with its own trx."""
    qr = await merchant.create()
    first = await payer.pay(qr["qr_code"])
    assert (await payer.pay(qr["qr_code"])).reason == "already_paid"
    second = await payer.pay_again(qr["qr_code"])
    assert second.paid
    assert first.trx != second.trx
    assert (await merchant.status(qr))["trx"] == second.trx
    assert [row["trx"] for row in (await payer.ledger()).paid] == [first.trx, second.trx]


async def test_two_payers_at_once_pay_once(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """Of two who confirm together one pays, and the other is told that it is paid."""
    shop.delay = 0.05
    qr = await merchant.create(check_url=shop.url)
    outcomes = await asyncio.gather(payer.pay(qr["qr_code"]), payer.pay(qr["qr_code"]))
    assert sorted(outcome.reason for outcome in outcomes) == ["", "already_paid"]


async def test_f029_other_sums_need_leave_or_force(merchant: Merchant, payer: Payer) -> None:
    """Another sum needs amount_change and the point's limits, and gets its own fees; force ignores both."""
    fixed, free = await merchant.create(), await merchant.create(uuid=LIVE_UUID, amount_change=True)
    assert (await payer.pay(fixed["qr_code"], 100)).reason == "amount_fixed"
    assert (await payer.pay(free["qr_code"], 99)).reason == "limits"
    assert (await payer.pay(free["qr_code"], 30000)).paid
    data = await merchant.status(free)
    assert (data["request_amount"], data["amount"], data["payable"]) == ("305.00000000", "300.00000000", "297.60000000")
    assert (await payer.pay(fixed["qr_code"], 1, force=True)).paid
    assert (await merchant.status(fixed))["amount"] == "0.01000000"


@pytest.mark.parametrize(("act", "status"), [("decline", "CANCELED"), ("cancel", "CANCELED"), ("error", "ERROR")])
async def test_f005_a_failed_payment_may_be_paid_later(merchant: Merchant, payer: Payer, act: str, status: str) -> None:
    """ERROR and CANCELED can be followed by COMPLETED, or close the QR, as the switch says."""
    qr = await merchant.create()
    await payer.behave(pay_after_error=False)
    await getattr(payer, act)(qr["qr_code"])
    assert (await merchant.status(qr))["pay_status"] == status
    assert (await payer.pay(qr["qr_code"])).reason == "closed"
    await payer.behave(pay_after_error=True)
    assert (await payer.pay(qr["qr_code"])).paid
    assert (await merchant.status(qr))["pay_status"] == "COMPLETED"


async def test_walking_away_changes_nothing(merchant: Merchant, payer: Payer) -> None:
    """A payer who scans and leaves keeps the QR scanned and payable."""
    qr = await merchant.create()
    await payer.scan(qr["qr_code"])
    await payer.walk_away(qr["qr_code"])
    assert (await merchant.status(qr))["pay_status"] == "SCANNED"


async def test_f032_a_status_can_flap(merchant: Merchant, payer: Payer) -> None:
    """Any word can be set at any time, after COMPLETED too, and unknown words as well."""
    qr = await merchant.create()
    await payer.pay(qr["qr_code"])
    for word in ("WAITING", "HOLD"):
        await payer.set_status(qr["qr_code"], word)
        data = await merchant.status(qr)
        assert (data["pay_status"], "amount" in data) == (word, False)


async def test_paying_takes_its_time_at_the_bank(merchant: Merchant, payer: Payer, time: Time) -> None:
    """The payment is PROCESSING for as long as the switch says, by the injected sleep."""
    await payer.behave(processing_seconds=20)
    qr = await merchant.create()
    await payer.pay(qr["qr_code"])
    assert time.slept == [20]


async def test_a_payment_is_found_by_any_of_its_names(merchant: Merchant, payer: Payer) -> None:
    """Link, ELQR part and transaction id all name it; another name is an error that says so."""
    qr = await merchant.create(comments="a b + в")
    for name in (qr["qr_code"], qr["qr_code"].partition("#")[2], qr["qr_transaction_id"]):
        assert (await payer.payment(name))["id"] == qr["qr_transaction_id"]
    with pytest.raises(PayerError, match="no QR has the link"):
        await payer.pay("https://elsewhere/#0002")


@pytest.mark.parametrize("switches", [{"amounts": "pounds"}, {"speed": 1}, {"amounts_while_waiting": 1}])
async def test_unknown_switches_are_refused(payer: Payer, switches: dict[str, object]) -> None:
    """A wrong name or value is an error and moves nothing."""
    before = await payer.behave()
    with pytest.raises(PayerError):
        await payer.behave(**switches)
    assert await payer.behave() == before
