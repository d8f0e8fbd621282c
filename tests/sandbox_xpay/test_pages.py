from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.sandbox.xpay.pages import WEB
from bot.sandbox.xpay.payer import Payer
from tests.sandbox_xpay.world import LIVE_UUID, Merchant, Shop

NASTY = '"><script>alert(1)'


async def page_data(merchant: Merchant, link: str, **query: str) -> dict[str, object]:
    params = {"elqr": link.partition("#")[2], **query}
    answer = await merchant.http.get(f"{merchant.xpay.url}/page/payment", params=params)
    data: dict[str, object] = answer.json()
    return data


async def act(merchant: Merchant, link: str, **what: object) -> dict[str, object]:
    body = {"elqr": link.partition("#")[2], **what}
    data: dict[str, object] = (await merchant.http.post(f"{merchant.xpay.url}/page/act", json=body)).json()
    return data


@pytest.mark.parametrize("path", ["/pay", "/bank", *(f"/web/{path.name}" for path in WEB.iterdir())])
async def test_the_pages_run_no_foreign_code(merchant: Merchant, path: str) -> None:
    """Every file is served, forbids inline and foreign code, and names no other site."""
    answer = await merchant.http.get(merchant.xpay.url + path)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert set(re.findall(r"https?://[\w./]+", answer.text)) <= {"http://www.w3.org/2000/svg"}
    assert "innerHTML" not in answer.text


async def test_only_shipped_files_are_served(merchant: Merchant) -> None:
    """A path that leads out of the folder finds nothing."""
    for name in ("..%2Fserver.py", "%2Fetc%2Fpasswd", "nothing.js"):
        assert (await merchant.http.get(f"{merchant.xpay.url}/web/{name}")).status_code == 404


def test_the_pages_speak_three_languages() -> None:
    """Every sentence is there in ky, ru and en, with the same placeholders, and each one asked for exists."""
    texts = Path(WEB / "texts.js").read_text(encoding="utf-8")
    blocks = re.split(r"^  (?:ky|ru|en): \{", texts, flags=re.MULTILINE)[1:]
    tables = [dict(re.findall(r'(\w+): "([^"]*)"', block)) for block in blocks]
    assert len(tables) == 3
    for key in set().union(*tables):
        assert len({tuple(re.findall(r"\{\w+\}", table[key])) for table in tables}) == 1, key
    asked = {key for path in WEB.glob("*.html") for key in re.findall(r'data-text="(\w+)"', path.read_text())}
    asked |= {key for path in WEB.glob("*.js") for key in re.findall(r'text\("(\w+)"', path.read_text())}
    reasons = {"already_paid", "closed", "not_active", "amount_fixed", "limits", "check_refused", "funds"}
    assert asked | reasons <= set(tables[0])


async def test_the_page_shows_what_the_payer_pays(merchant: Merchant) -> None:
    """The page's data has the merchant, the sum with the fee and the words as they are, and not the net sum."""
    qr = await merchant.create(uuid=LIVE_UUID, comments=NASTY, return_url="https://example.test/back")
    data = await page_data(merchant, qr["qr_code"])
    assert (data["merchant"], data["comment"], data["status"]) == ("Таттуу", NASTY, "ACTIVE")
    assert (data["request_amount"], data["amount"]) == (24500, 24000)
    assert data["return_url"] == "https://example.test/back"
    assert "payable" not in data
    free = await merchant.create(uuid=LIVE_UUID, amount_change=True)
    assert (await page_data(merchant, free["qr_code"], amount="1000"))["request_amount"] == 1500


async def test_unknown_links_are_not_found(merchant: Merchant) -> None:
    """A link that nobody made has no data, no picture and cannot be paid."""
    root = merchant.xpay.url
    assert (await merchant.http.get(f"{root}/page/payment?elqr=0002")).status_code == 404
    assert (await merchant.http.get(f"{root}/image/0002.png")).status_code == 404
    assert (await merchant.http.post(f"{root}/page/act", json={"elqr": "0002"})).status_code == 404
    assert (await merchant.http.post(f"{root}/page/act", content=b"nonsense")).status_code == 400


async def test_a_toy_bank_pays_from_its_account(merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """Opening scans, declining cancels, paying takes the money off that bank's account and no other."""
    qr = await merchant.create(check_url=shop.url)
    link = qr["qr_code"]
    await act(merchant, link, act="scan")
    assert (await merchant.status(qr))["pay_status"] == "SCANNED"
    await act(merchant, link, act="decline")
    assert (await merchant.status(qr))["pay_status"] == "CANCELED"
    shop.always = 409
    assert (await act(merchant, link, act="pay", bank="jaz"))["reason"] == "check_refused"
    shop.always = 201
    assert (await act(merchant, link, act="pay", bank="jaz"))["paid"] is True
    banks = (await page_data(merchant, link))["banks"]
    assert isinstance(banks, list)
    balances = {bank["id"]: bank["balance"] for bank in banks}
    assert balances["tulpar"] - balances["jaz"] == 24000
    assert len((await payer.ledger()).paid) == 1


async def test_an_empty_account_pays_nothing(merchant: Merchant) -> None:
    """A sum over the balance is refused for want of money, and a bank that is none is not found."""
    qr = await merchant.create(amount=49_000_00)
    assert (await act(merchant, qr["qr_code"], act="pay", bank="jaz"))["reason"] == "funds"
    body = {"elqr": qr["qr_code"], "act": "pay", "bank": "none"}
    assert (await merchant.http.post(f"{merchant.xpay.url}/page/act", json=body)).status_code == 404
