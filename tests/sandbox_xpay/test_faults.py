from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer, PayerError
from tests.patience import PATIENCE
from tests.sandbox_xpay.world import UUID, Merchant, Shop


async def ask(merchant: Merchant, qr: dict[str, str], seconds: float = PATIENCE) -> httpx.Response:
    url = f"{merchant.xpay.url}/api/v1/developer/qr/dynamic/status/{qr['qr_transaction_id']}"
    headers = {"Authorization": f"Bearer {merchant.token}", "Connection": "close"}
    return await merchant.http.get(url, headers=headers, timeout=seconds)


@pytest.mark.parametrize(
    ("kind", "status", "start"),
    [
        ("500", 500, "{"),
        ("502", 502, "<!DOCTYPE"),
        ("html", 200, "<!DOCTYPE"),
        ("empty", 200, ""),
        ("list", 200, "[]"),
        ("string", 200, '"OK"'),
        ("null", 200, '{"status": "Success"'),
        ("401", 401, "{"),
        ("403", 403, "{"),
        ("409", 409, "{"),
        ("429", 429, "{"),
    ],
)
async def test_f019_f020_answers_on_demand(
    merchant: Merchant, payer: Payer, kind: str, status: int, start: str
) -> None:
    """The next two calls of one endpoint get the wrong answer, other endpoints and later calls an honest one."""
    qr = await merchant.create()
    await payer.fault("status", kind, times=2)
    await merchant.create()
    for _ in range(2):
        answer = await ask(merchant, qr)
        assert (answer.status_code, answer.text[: len(start)]) == (status, start)
    assert (await merchant.status(qr))["pay_status"] == "ACTIVE"


async def test_f021_connections_break(merchant: Merchant, payer: Payer) -> None:
    """A reset cuts the connection at once, a hang after its silence, a drip outlasts a patient client."""
    qr = await merchant.create()
    await payer.fault("status", "reset")
    with pytest.raises(httpx.RemoteProtocolError):
        await ask(merchant, qr)
    await payer.fault("status", "hang", seconds=0.1)
    with pytest.raises(httpx.RemoteProtocolError):
        await ask(merchant, qr)
    await payer.fault("status", "drip", seconds=1.5)
    began = asyncio.get_running_loop().time()
    assert (await ask(merchant, qr, seconds=1)).json()["status"] == "Success"
    assert asyncio.get_running_loop().time() - began > 1


async def test_f002_a_qr_exists_although_the_answer_never_came(merchant: Merchant, payer: Payer) -> None:
    """A late create answer outlasts the caller, and the QR is there and can be paid."""
    await payer.fault("create", "late", seconds=PATIENCE)
    caller = asyncio.get_running_loop().create_task(merchant.create())
    while not (made := await payer.payments()):  # noqa: ASYNC110 - xPay rings no bell
        await asyncio.sleep(0.01)
    caller.cancel()
    [orphan] = made
    assert (await payer.pay(orphan["link"])).paid


async def test_f001_a_callback_overtakes_the_answer(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """The callback has been answered before the create call returns."""
    await payer.fault("create", "callback_first")
    qr = await merchant.create(callback_url=shop.url)
    assert json.loads(shop.heard[0][2])["qr_transaction_id"] == qr["qr_transaction_id"]


async def test_f028_f030_fields_can_be_replaced(merchant: Merchant, payer: Payer) -> None:
    """A patch puts any value into an honest answer; a scripted answer replaces it whole."""
    qr = await merchant.create()
    await payer.fault("status", "patch", patch={"qr_transaction_id": "foreign", "amount": True})
    data = await merchant.status(qr)
    assert (data["qr_transaction_id"], data["amount"]) == ("foreign", True)
    await payer.fault("status", "answer", http=418, body="NaN", content_type="text/plain")
    answer = await ask(merchant, qr)
    assert (answer.status_code, answer.text) == (418, "NaN")


async def test_f026_xpay_goes_down_and_comes_back(merchant: Merchant, payer: Payer) -> None:
    """Down, no endpoint answers while control still does; up again, everything is as it was."""
    qr = await merchant.create()
    await payer.down()
    for _ in range(3):
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(merchant, qr)
    assert (await payer.pay(qr["qr_code"])).paid
    await payer.up()
    assert (await merchant.status(qr))["pay_status"] == "COMPLETED"


async def test_f022_every_token_can_die(merchant: Merchant, payer: Payer) -> None:
    """After expire_tokens the old token gets 401 and a new login works."""
    qr = await merchant.create()
    await payer.expire_tokens()
    assert (await ask(merchant, qr)).status_code == 401
    await merchant.login()
    await merchant.status(qr)


async def test_the_ledger_counts_every_call(merchant: Merchant, payer: Payer) -> None:
    """Calls that met a fault are counted too."""
    await payer.fault("create", "500")
    await merchant.call("POST", "qr/get", {"uuid": UUID, "amount": 100})
    await merchant.create()
    ledger = await payer.ledger()
    assert (ledger.calls["login"], ledger.calls["create"], len(ledger.created)) == (1, 2, 1)


@pytest.mark.parametrize(("endpoint", "kind"), [("refund", "500"), ("status", "earthquake")])
async def test_unknown_faults_are_refused(payer: Payer, endpoint: str, kind: str) -> None:
    """A wrong endpoint or kind is an error that lists the right ones."""
    with pytest.raises(PayerError, match="is one of"):
        await payer.fault(endpoint, kind)


async def test_a_port_in_use_is_said(xpay: XPaySandbox) -> None:
    """Starting on a taken port raises OSError and leaves nothing open; the books survive a restart on one's own."""
    port = int(xpay.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await XPaySandbox().start(port=port)
    await xpay.stop()
    await xpay.start(port=port)
    assert xpay.url.endswith(f":{port}")
