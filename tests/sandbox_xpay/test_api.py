from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from urllib.parse import unquote, unquote_plus

import pytest
import zxingcpp
from PIL import Image

from bot.sandbox.xpay.payer import Payer
from tests.sandbox_xpay.world import LIVE_UUID, UUID, Merchant, Time


def tags(text: str) -> dict[str, str]:
    found = {}
    while text:
        size = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + size], text[4 + size :]
    return found


async def test_login_lists_the_points(merchant: Merchant) -> None:
    """A login answers a token of the provider's look and the points with limits and fees as decimal strings."""
    status, answer = await merchant.login()
    data = answer["data"]
    assert (status, answer["status"], data["token_type"]) == (200, "Success", "Bearer")
    assert data["access_token"].split("|")[0].isdigit()
    assert data["expires_at"] == "2026-09-01T12:30:00.000000Z"
    assert [point["mode"] for point in data["service"]] == ["SANDBOX", "PRODUCTION"]
    limits = {"min": "1.00000000", "max": "50000.00000000", "daily": "-1.00000000", "monthly": "-1.00000000"}
    assert data["service"][0]["transaction_limits"] == limits
    assert data["service"][0]["service_charge"][0]["transaction_low_percent_charge"] == "0.80000000"
    assert data["service"][1]["service_charge"][0]["transaction_top_fixed_charge"] == "5.00000000"


async def test_wrong_keys_are_refused(merchant: Merchant) -> None:
    """Wrong keys get the error envelope and no token."""
    status, answer = await merchant.login(secret="wrong")
    assert (status, answer) == (401, {"status": "Error", "message": "Invalid credentials", "data": None})


async def test_f022_tokens_live_thirty_minutes(merchant: Merchant, time: Time) -> None:
    """A token works a second before its half hour is over and is answered 401 after it."""
    qr = await merchant.create()
    time.now += timedelta(minutes=29, seconds=59)
    await merchant.status(qr)
    time.now += timedelta(seconds=1)
    status, answer = await merchant.call("GET", f"qr/dynamic/status/{qr['qr_transaction_id']}")
    assert (status, answer["status"], answer["data"]) == (401, "Error", None)


async def test_a_link_says_what_was_ordered(merchant: Merchant) -> None:
    """The link has the tags of an ELQR text, the sum in tyiyn, and a checksum that a stranger can recompute."""
    qr = await merchant.create(payer_id="42", service_id="7", service_name="Заказ 7", comments="Торт, 1 кг")
    page, _, fragment = qr["qr_code"].partition("#")
    assert page == merchant.xpay.page_url
    text = unquote(fragment)
    found = tags(text)
    assert (found["00"], found["01"], found["53"], found["54"]) == ("01", "12", "417", "24000")
    assert (found["52"], found["59"], found["34"]) == ("5999", "Таттуу", "Торт, 1 кг")
    account, service = tags(found["32"]), tags(found["33"])
    assert (account["00"], account["10"], account["12"]) == ("ab2b.xpay.kg", "42", "12")
    assert account["11"] == qr["qr_transaction_id"]
    assert service == {"00": qr["identificator"], "01": "Заказ 7"}
    assert found["63"] == hashlib.sha256(text[:-8].encode()).hexdigest()[-4:]


async def test_a_test_points_answer_has_four_fields_more(merchant: Merchant) -> None:
    """Image, check address, serial and qr_pos are there on the test point and missing on the production one."""
    extra = {"qr_image", "check_url", "serial", "qr_pos"}
    assert extra <= set(await merchant.create())
    assert not extra & set(await merchant.create(uuid=LIVE_UUID))


async def test_fees_split_the_sum(merchant: Merchant) -> None:
    """A fee on top is the payer's, a low fee is the merchant's: 235 som become 240 and 233.12."""
    qr = await merchant.create(uuid=LIVE_UUID, amount=23500)
    assert (qr["request_amount"], qr["amount"], qr["payable"]) == (24000, 23500, 23312)
    assert tags(unquote(qr["qr_code"].partition("#")[2]))["54"] == "24000"


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("amount", 0, 422),
        ("amount", "100", 422),
        ("amount", True, 422),
        ("amount", 99, 422),
        ("amount", 50_000_01, 422),
        ("type", "eternal", 422),
        ("uuid", "unknown", 404),
        ("callback_url", "ftp://x", 422),
        ("amount_change", "yes", 422),
        ("comments", "ы" * 33, 409),
        ("service_name", "x" * 33, 409),
    ],
)
async def test_wrong_orders_are_refused(merchant: Merchant, field: str, value: object, status: int) -> None:
    """Each wrong field gets an error envelope, a text over 32 characters a 409, and no QR exists after it."""
    body = {"uuid": UUID, "amount": 24000, "type": "dynamic", field: value}
    assert (await merchant.call("POST", "qr/get", body))[0] == status
    async with Payer(merchant.xpay.url) as payer:
        assert await payer.payments() == []


async def test_f024_the_limit_counts_bytes_where_asked(merchant: Merchant, payer: Payer) -> None:
    """32 Cyrillic letters pass as characters, and are too long when the limit counts bytes."""
    await merchant.create(comments="ы" * 32)
    await payer.behave(text_unit="bytes")
    assert (await merchant.call("POST", "qr/get", {"uuid": UUID, "amount": 100, "comments": "ы" * 32}))[0] == 409
    await merchant.create(comments="ы" * 16)


async def test_the_link_follows_its_switches(merchant: Merchant, payer: Payer) -> None:
    """Tag 01, tag 54, the space and the checksum can each be the other way."""
    await payer.behave(elqr_initiation="11", elqr_amount="absent", elqr_spaces="+", elqr_checksum="wrong")
    fragment = (await merchant.create(comments="a b"))["qr_code"].partition("#")[2]
    text = unquote_plus(fragment)
    found = tags(text)
    assert "a+b" in fragment
    assert (found["01"], found.get("54"), found["34"]) == ("11", None, "a b")
    assert found["63"] != hashlib.sha256(text[:-8].encode()).hexdigest()[-4:]
    await payer.behave(elqr_amount="amount")
    qr = await merchant.create(uuid=LIVE_UUID)
    assert tags(unquote_plus(qr["qr_code"].partition("#")[2]))["54"] == "24000"


async def test_the_image_is_the_link(merchant: Merchant) -> None:
    """The picture decodes to the link itself, also with letters that need encoding."""
    qr = await merchant.create(comments="Торт + чай, 50%")
    answer = await merchant.http.get(qr["qr_image"])
    assert answer.headers["content-type"] == "image/png"
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))[0].text == qr["qr_code"]


async def test_a_waiting_payment_has_no_sums(merchant: Merchant, payer: Payer) -> None:
    """While nobody has paid, the status has no sums and no transaction, unless the switch says so."""
    qr = await merchant.create()
    data = await merchant.status(qr)
    assert set(data) == {"qr_transaction_id", "pay_status", "created_at"}
    assert data["pay_status"] == "ACTIVE"
    await payer.behave(amounts_while_waiting=True, waiting_word="HOLD")
    data = await merchant.status(qr)
    assert (data["pay_status"], data["amount"]) == ("HOLD", "240.00000000")


@pytest.mark.parametrize(
    ("shape", "sums"),
    [
        ("som_string", ["240.00000000", "235.00000000", "233.12000000"]),
        ("tyiyn", [24000, 23500, 23312]),
        ("som", [240, 235, 233.12]),
    ],
)
async def test_f030_sums_come_in_three_shapes(merchant: Merchant, payer: Payer, shape: str, sums: list[object]) -> None:
    """A paid status has its sums as som strings, as tyiyn or as som."""
    await payer.behave(amounts=shape)
    qr = await merchant.create(uuid=LIVE_UUID, amount=23500)
    outcome = await payer.pay(qr["qr_code"])
    data = await merchant.status(qr)
    assert [data["request_amount"], data["amount"], data["payable"]] == sums
    assert (data["pay_status"], data["trx"], data["executed_time"]) == (
        "COMPLETED",
        outcome.trx,
        "2026-09-01 18:00:00",
    )
    await payer.behave(executed_offset_hours=0)
    assert (await merchant.status(qr))["executed_time"] == "2026-09-01 12:00:00"


async def test_f025_questions_can_be_too_quick(merchant: Merchant, payer: Payer, time: Time) -> None:
    """With a spacing set, a second question within it is answered 429; without one, never."""
    qr = await merchant.create()
    await merchant.status(qr)
    await payer.behave(status_spacing_seconds=3)
    path = f"qr/dynamic/status/{qr['qr_transaction_id']}"
    assert (await merchant.call("GET", path))[0] == 429
    time.now += timedelta(seconds=3)
    assert (await merchant.call("GET", path))[0] == 200
    assert len((await payer.ledger()).questions_about(qr["qr_transaction_id"])) == 3


async def test_a_static_qr_is_opened_paid_and_opened_again(merchant: Merchant, payer: Payer) -> None:
    """A blocked code cannot be paid, an active one can, and each payment is a transfer of its own."""
    await payer.behave(static_first="BLOCKED")
    qr = await merchant.create(type="static")
    path = f"qr/ecom/static/status/{qr['qr_transaction_id']}"
    assert (await payer.pay(qr["qr_code"])).reason == "not_active"
    for _ in range(2):
        body = {"qr_transaction_id": qr["qr_transaction_id"], "qr_status": "ACTIVE"}
        assert (await merchant.call("POST", path, body))[1]["data"]["qr_status"] == "ACTIVE"
        assert (await payer.pay(qr["qr_code"])).paid
        assert (await merchant.call("GET", path))[1]["data"]["qr_status"] == "COMPLETED"
    data = (await merchant.call("GET", path))[1]["data"]
    assert (data["request_amount"], data["amount"], data["payable"]) == (240, 240, 238.08)
    assert len({row["trx"] for row in (await payer.ledger()).paid}) == 2
    assert (await merchant.call("GET", f"qr/dynamic/status/{qr['qr_transaction_id']}"))[0] == 404
    assert (await merchant.call("POST", path, {"qr_status": "ACTIVE"}))[0] == 422


async def test_the_history_lists_filters_and_pages(merchant: Merchant, payer: Payer, time: Time) -> None:
    """The newest row comes first; every filter of the contract narrows the list; a wrong one is refused."""
    paid, waiting = await merchant.create(), await merchant.create(amount=500)
    time.now += timedelta(minutes=10)
    outcome = await payer.pay(paid["qr_code"])
    page = (await merchant.call("GET", "transactions", per_page=1, service_uuid=UUID, direction="in"))[1]["data"]
    assert (page["total"], page["last_page"], [row["trx"] for row in page["data"]]) == (2, 2, [outcome.trx])
    await payer.behave(history="list")
    rows = (await merchant.call("GET", "transactions", status=2))[1]["data"]
    assert [row["qr_transaction_id"] for row in rows] == [waiting["qr_transaction_id"]]
    rows = (await merchant.call("GET", "transactions", date_start="2026-09-01T12:05:00Z"))[1]["data"]
    assert [row["status"] for row in rows] == [1]
    by_id = await merchant.call("GET", "transactions", transaction_id=rows[0]["transaction_uuid"])
    assert by_id[1]["data"] == rows
    assert (await merchant.call("GET", "transactions", direction="out"))[1]["data"] == []
    assert (await merchant.call("GET", "transactions", per_page=0))[0] == 422
    assert (await merchant.call("GET", "transactions", date_end="soon"))[0] == 422
