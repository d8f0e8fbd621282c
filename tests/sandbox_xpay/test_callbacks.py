from __future__ import annotations

import asyncio
import json
import re
from urllib.parse import parse_qs

import pytest

from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from tests.patience import PATIENCE
from tests.sandbox_xpay.world import POINTS, Merchant, Shop, Time, merchant_at, until


async def test_each_change_is_told(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """Scanning, processing and paying are each posted with the payer's name and 14-digit tax number in it."""
    qr = await merchant.create(callback_url=f"{shop.url}/cb")
    await payer.scan(qr["qr_code"])
    await payer.pay(qr["qr_code"])
    await until(lambda: len(shop.heard) == 3)
    bodies = [json.loads(body) for _, _, body in shop.heard]
    assert {body["pay_status"] for body in bodies} == {"SCANNED", "PROCESSING", "COMPLETED"}
    assert {body["qr_transaction_id"] for body in bodies} == {qr["qr_transaction_id"]}
    assert all(re.search(r"\b\d{14}\b", body["comments"]) for body in bodies)


async def test_callbacks_repeat_at_growing_intervals_until_201(
    merchant: Merchant, payer: Payer, shop: Shop, time: Time
) -> None:
    """Every answer but 201 brings the callback again, later each time; 201 ends it."""
    shop.answers = [500, 200, 404, 201]
    qr = await merchant.create(callback_url=shop.url)
    await payer.scan(qr["qr_code"])
    await payer.heard(qr["qr_code"], "SCANNED")
    rows = (await payer.ledger()).callbacks_about(qr["qr_transaction_id"])
    assert [(row["attempt"], row["answer"]) for row in rows] == [(1, 500), (2, 200), (3, 404), (4, 201)]
    assert time.slept == sorted(time.slept) == [5, 10, 30]


async def test_callbacks_end_after_a_day(merchant: Merchant, payer: Payer, shop: Shop, time: Time) -> None:
    """A merchant that never says 201 is left alone after 24 hours, and not sooner than 23."""
    shop.always = 503
    start = time.now
    qr = await merchant.create(callback_url=shop.url)
    await payer.scan(qr["qr_code"])
    await until(lambda: (time.now - start).total_seconds() > 23 * 3600)
    await asyncio.sleep(0.05)
    count = len(shop.heard)
    await asyncio.sleep(0.05)
    assert len(shop.heard) == count
    assert (time.now - start).total_seconds() <= 24 * 3600


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("form", ["top", "nested", "form"])
async def test_bodies_come_in_every_form(
    merchant: Merchant, payer: Payer, shop: Shop, form: str, *, says: bool
) -> None:
    """JSON with the id at the top or nested, or a form, each with and without the status."""
    await payer.behave(callback_form=form, callback_says_status=says)
    qr = await merchant.create(callback_url=shop.url)
    await payer.scan(qr["qr_code"])
    await payer.heard(qr["qr_code"], "SCANNED")
    _, content_type, body = shop.heard[0]
    if form == "form":
        assert content_type == "application/x-www-form-urlencoded"
        data = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    else:
        whole = json.loads(body)
        data = whole["data"] if form == "nested" else whole
    assert data["qr_transaction_id"] == qr["qr_transaction_id"]
    assert data.get("pay_status") == ("SCANNED" if says else None)


async def test_f003_a_hundred_duplicates_at_once(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """The same callback can be posted a hundred times at once, and each answer is reported."""
    qr = await merchant.create(callback_url=shop.url)
    assert await payer.callback(qr["qr_code"], times=100) == [201] * 100
    assert len({body for _, _, body in shop.heard}) == 1


async def test_f006_a_forged_callback_changes_nothing_here(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """A callback may lie about status, id or everything, while the status endpoint keeps the truth."""
    qr = await merchant.create(callback_url=shop.url)
    await payer.callback(qr["qr_code"], "COMPLETED", transaction_id="someone-elses")
    await payer.callback(qr["qr_code"], body="not JSON", content_type="text/plain")
    forged = json.loads(shop.heard[0][2])
    assert (forged["pay_status"], forged["qr_transaction_id"]) == ("COMPLETED", "someone-elses")
    assert shop.heard[1][1:] == ("text/plain", b"not JSON")
    assert (await merchant.status(qr))["pay_status"] == "ACTIVE"
    assert all(row["staged"] for row in (await payer.ledger()).callbacks)


async def test_silent_payments_tell_nobody(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """Paid without a callback, the merchant hears nothing and the status is COMPLETED."""
    qr = await merchant.create(callback_url=shop.url)
    assert (await payer.pay(qr["qr_code"], callback=False)).paid
    await asyncio.sleep(0.05)
    assert shop.heard == []
    assert (await merchant.status(qr))["pay_status"] == "COMPLETED"


async def test_stop_ends_what_is_under_way(shop: Shop) -> None:
    """Stopping is quick in the middle of deliveries and repeats, and leaves no task behind."""
    shop.delay = 10 * PATIENCE
    async with XPaySandbox(points=POINTS) as xpay, Payer(xpay.url) as payer, merchant_at(xpay) as merchant:
        slow, gone = (
            await merchant.create(callback_url=shop.url),
            await merchant.create(callback_url="http://127.0.0.1:9"),
        )
        await payer.scan(slow["qr_code"])
        await payer.scan(gone["qr_code"])
        await until(lambda: bool(shop.heard))
        async with asyncio.timeout(PATIENCE):
            await xpay.stop()
        left = [task.get_name() for task in asyncio.all_tasks() if "Callbacks" in repr(task.get_coro())]
        assert left == []
