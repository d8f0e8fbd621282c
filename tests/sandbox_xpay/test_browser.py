from __future__ import annotations

import io
import shutil
from collections.abc import AsyncIterator

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from bot.sandbox.xpay.payer import Payer
from tests.sandbox_xpay.world import Merchant, Shop

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--disable-component-update", "--disable-sync"]
        )
        context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU")
        fresh = await context.new_page()
        broken: list[str] = []
        fresh.on("pageerror", lambda error: broken.append(str(error)))
        fresh.on("dialog", lambda dialog: broken.append(dialog.message))
        yield fresh
        await browser.close()
        assert broken == []


async def test_a_payer_pays_in_the_browser(page: Page, merchant: Merchant, payer: Payer, shop: Shop) -> None:
    """From the link over a toy bank to the paid page and back to the shop, in the payer's language.

    The QR on the screen is the link, a refused and a declined payment say so, and hostile texts stay texts.
    """
    nasty = "<img src=x onerror=alert(1)>"
    urls = {"return_url": f"{shop.url}/back", "check_url": f"{shop.url}/check"}
    qr = await merchant.create(service_name=nasty, comments="Торт + чай", **urls)
    await page.goto(qr["qr_code"])
    await expect(page.get_by_test_id("pay-status")).to_have_text("Ждём оплату")
    await expect(page.locator("#what")).to_contain_text(nasty)
    picture = Image.open(io.BytesIO(await page.get_by_test_id("pay-qr").screenshot()))
    assert zxingcpp.read_barcodes(picture)[0].text == qr["qr_code"]
    await page.get_by_test_id("lang-ky").click()
    await expect(page.get_by_test_id("pay-status")).to_have_text("Төлөмдү күтүп жатабыз")

    await page.get_by_test_id("bank-button").first.click()
    await page.get_by_test_id("bank-decline").click()
    await expect(page.get_by_test_id("pay-status")).to_have_attribute("data-status", "CANCELED")
    shop.answers = [409]
    await page.get_by_test_id("bank-button").nth(1).click()
    await page.get_by_test_id("bank-pay").click()
    await expect(page.get_by_test_id("bank-status")).to_contain_text("Дүкөн бул төлөмдү кабыл алган жок")
    await page.get_by_test_id("bank-done").click()
    assert (await payer.ledger()).paid == []

    await page.get_by_test_id("bank-button").nth(1).click()
    await page.get_by_test_id("bank-pay").click()
    await page.get_by_test_id("bank-done").click()
    await expect(page.get_by_test_id("pay-status")).to_have_attribute("data-status", "COMPLETED")
    await expect(page.get_by_test_id("return-link")).to_have_attribute("href", f"{shop.url}/back")
    await page.wait_for_url(f"{shop.url}/back")
    assert len((await payer.ledger()).paid) == 1


async def test_the_open_page_sees_a_payment_made_elsewhere(page: Page, merchant: Merchant, payer: Payer) -> None:
    """A payment scanned off the screen shows as paid without a reload, and the sum may be the payer's own."""
    qr = await merchant.create(amount_change=True)
    await page.goto(f"{merchant.xpay.url}/bank?bank=oimo#{qr['qr_code'].partition('#')[2]}")
    await page.get_by_test_id("bank-amount").fill("300,5")
    await expect(page.get_by_test_id("bank-pay")).to_have_text("Оплатить 300,50\u00a0сом")
    await page.get_by_test_id("bank-amount").fill("пять")
    await expect(page.get_by_test_id("bank-pay")).to_be_disabled()
    await page.get_by_test_id("bank-close").click()
    await expect(page.get_by_test_id("pay-status")).to_have_attribute("data-status", "SCANNED")
    await payer.pay(qr["qr_code"], 30050)
    await expect(page.get_by_test_id("pay-status")).to_have_text("Оплачено")
    await expect(page.get_by_test_id("pay-sum")).to_contain_text("300,50")
    await expect(page.get_by_test_id("return-link")).to_be_hidden()
