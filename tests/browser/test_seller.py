"""A seller's days on a phone, in a real browser: from an empty shop to the day's end, with what the screen shows."""

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, FilePayload, expect

from bot.sandbox.xpay.payer import Payer
from tests.browser.phone import SELLER, Phone, Talk
from tests.browser.shop import CAKE, CUSTOMER
from tests.journeys.words import EN, KY, RU, Words

Opens = Callable[[str, str, str], Awaitable[Phone]]

CAKES = "Торттор"


@pytest.fixture
async def opens(browser: Browser) -> AsyncIterator[Opens]:
    """A phone on an address, with a name and a language; at the end nothing on the page may have broken."""
    async with AsyncExitStack() as stack:

        async def opens(url: str, name: str, language: str) -> Phone:
            phone = await Phone.open(browser, url, name, language)
            stack.push_async_callback(phone.close)
            return phone

        yield opens


def photo() -> FilePayload:
    """A round cake on a cloth, as a phone takes it."""
    picture = Image.new("RGB", (900, 700), (250, 226, 190))
    ImageDraw.Draw(picture).ellipse((200, 100, 700, 600), fill=(120, 66, 48), outline=(90, 45, 30), width=12)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return {"name": "cake.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


async def choose(customer: Talk, words: Words, title: str, variant: str = "") -> None:
    """From START to the question how the order is handed over."""
    await customer.start()
    await customer.sees(words.greeting)
    for label in (words.catalogue, CAKES, title, *([variant] if variant else []), words.add):
        await customer.press(label)
    await customer.sees(words.in_cart)
    await customer.press(words.cart)
    await customer.press(words.check_out)
    await customer.sees(words.handover)


async def order(customer: Talk, words: Words, title: str = CAKE, variant: str = "") -> str:
    """An order to be picked up; its payment link."""
    await choose(customer, words, title, variant)
    await customer.key(words.pickup)
    await customer.sees(words.phone)
    await customer.write("0700 11 22 33")
    await customer.sees(words.wishes)
    await customer.key(words.skip)
    await customer.press(words.confirm)
    pay = customer.card.locator("a.inline-button.success")
    await expect(pay).to_be_visible()
    return await pay.get_attribute("href") or ""


async def comes(talk: Talk, *texts: str) -> None:
    """News from xPay is there."""
    await expect(talk.message(texts[0])).to_be_visible()
    await talk.sees(*texts)


async def test_an_empty_shop_is_set_up_step_by_step(opens: Opens, empty_demo_url: str) -> None:
    """The owner chooses the group, adds a product, and pays one som to the own shop: then all four steps are ticked."""
    phone = await opens(empty_demo_url, "setup", "ky")
    owner = await phone.seller("ky")
    await owner.start()
    await owner.sees("алгачкы кадамдар", "✅ 1.", "⬜ 2.", "⬜ 3.", "⬜ 4.")
    await owner.press("Топту тандоо")
    await owner.key("Топту тандоо")
    await owner.pane.get_by_test_id("sheet").get_by_role("button", name="Торттор · заказдар").click()
    await owner.sees("Торттор · заказдар", "жазып турайынбы")
    await owner.press("Ооба")
    await owner.sees("Мындан ары сатуулар")
    await owner.press("Алгачкы кадамдар")
    await owner.sees("✅ 2.", "⬜ 3.")

    await owner.press("Товар кошуу")
    await owner.sees("Азырынча товар жок")
    await owner.press("Товар кошуу")
    await owner.press("Өткөрүп жиберүү")
    for question, answer in (("кандай аталат", "Боорсок, 1 кг"), ("сом", "350")):
        await owner.sees(question)
        await owner.write(answer)
    await owner.press("Өткөрүп жиберүү")
    await owner.sees("Кайсы бөлүмгө")
    await owner.write("Нан")
    await owner.press("Түгөнбөйт")
    await owner.sees("Боорсок, 1 кг", "350 сом")

    await owner.write("/setup")
    await owner.sees("✅ 2.", "✅ 3.", "⬜ 4.")
    await owner.press("Сыноо сатып алуу · 1 сом")
    await expect(owner.card).to_contain_text("1 сом")
    await owner.pay()
    await comes(owner, "Сыноо төлөмү келди")
    await owner.write("/setup")
    await owner.sees("✅ 3.", "✅ 4.", "Баары даяр")


async def test_a_product_with_a_photo_is_bought_in_a_variant(opens: Opens, demo_url: str) -> None:
    """What a seller photographs, names and prices is what the customer sees; a variant has its own price and stock."""
    phone = await opens(demo_url, "product", "ru")
    seller = await phone.seller("ru")
    await seller.start()
    await seller.sees("первые шаги")
    await seller.write("/products")
    await seller.press("Добавить товар")
    await seller.sees("Шаг 1 из 6")
    await seller.attach(photo(), "Фото")
    for question, answer in (
        ("Шаг 2 из 6", "Торт «Прага»"),
        ("Шаг 3 из 6", "1 800"),
        ("Шаг 4 из 6", "Шоколадный, с абрикосовым джемом."),
    ):
        await seller.sees(question)
        await seller.write(answer)
    await seller.sees("Шаг 5 из 6")
    await seller.press(re.compile(f"^{CAKES}$"))
    await seller.sees("Шаг 6 из 6")
    await seller.write("7")
    await seller.sees("Торт «Прага»", "осталось 7 штук")
    await seller.press("Варианты")
    await seller.press("Добавить вариант")
    for question, answer in (("Шаг 1 из 3", "2 кг"), ("Шаг 2 из 3", "3 400,50"), ("Шаг 3 из 3", "2")):
        await seller.sees(question)
        await seller.write(answer)
    await seller.sees("Торт «Прага», 2 кг", "3 400,50 сом", "осталось 2 штуки")

    customer = await phone.customer("ru")
    await order(customer, RU, "Прага", "2 кг")
    await expect(customer.card).to_contain_text("К оплате: 3 400,50 сом")
    await customer.pay()
    await comes(customer, RU.receipt, "Торт «Прага», 2 кг")
    await seller.turn()
    await seller.press("← Назад")
    await seller.press("2 кг")
    await seller.sees("Торт «Прага», 2 кг", "осталась 1 штука")


async def test_odd_money_waits_for_the_seller(opens: Opens, demo_url: str, payer: Payer) -> None:
    """A wrong sum pays nothing until the seller accepts it; a second payment is sent back, and the customer hears."""
    phone = await opens(demo_url, "desk", "ru")
    customer = await phone.customer("ru")
    link = await order(customer, RU)
    assert (await payer.pay(link, 1_400_00, force=True)).paid
    await comes(customer, "Мы получили 1 400 сом", "Магазин решит")
    seller = await phone.seller("ru")
    await seller.start()
    await seller.write("/desk")
    await seller.press("№ 1 · 1 400 сом · другая сумма")
    await seller.sees("Ожидалось: 1 500 сом", "Поступило: 1 400 сом")
    await seller.press("Принять за заказ № 1")
    await seller.sees("Решено: заказ № 1", "Принято как оплата · Бакыт")
    await customer.turn()
    await comes(customer, RU.receipt)

    assert (await payer.pay_again(link)).paid
    await comes(customer, "Мы получили 1 500 сом")
    await seller.turn()
    await seller.write("/desk")
    await seller.press("оплачен дважды")
    await seller.press("Возвращено вручную")
    await seller.sees("как вернули деньги")
    await seller.write("на тот же счёт, через банк")
    await seller.sees("Готово.")
    await customer.turn()
    await comes(customer, "Магазин отправил Вам обратно 1 500 сом")
    group = await phone.group()
    await group.sees("Чечилди: № 1 заказ", "на тот же счёт, через банк")


async def test_the_day_ends_with_figures_a_picture_and_a_file(opens: Opens, demo_url: str) -> None:
    """Sales of today and of 30 days, as a text and as a picture; the daily summary; and a workbook that arrives."""
    phone = await opens(demo_url, "day", "ru")
    customer = await phone.customer("ru")
    await order(customer, RU, "Кулупнай")
    await customer.pay()
    await comes(customer, RU.receipt)
    seller = await phone.seller("ru")
    await seller.start()
    await seller.write("/sales")
    await seller.sees("Продажи", "1 850 сом", "Торт «Кулупнай» × 1")
    await seller.press("Картинкой")
    await expect(seller.card.locator("img")).to_have_js_property("complete", value=True)
    await seller.card.locator(".photo").click()
    await expect(phone.page.get_by_test_id("viewer")).to_be_visible()
    await phone.shoot()
    await phone.page.get_by_test_id("viewer").get_by_role("button").click()
    await seller.press("30 дней")
    await seller.sees(" – ", "Остаётся", "Торт «Кулупнай» × 1")
    await seller.press("Итоги дня")
    await seller.press("Каждый день")
    await seller.sees("даже без продаж")
    await expect(seller.button("✓ Каждый день")).to_be_visible()

    await seller.write("/export")
    await seller.press("30 дней")
    await seller.sees("всего строк: 2")
    await seller.press("Excel, один файл")
    file = seller.pane.locator("a.card[download$='.xlsx']")
    await expect(file).to_be_visible()
    await seller.sees(".xlsx")
    async with phone.page.expect_download() as arriving:
        await file.click()
    assert (await (await arriving.value).path()).read_bytes().startswith(b"PK")


async def test_an_order_is_brought_to_an_area_on_the_wished_day(opens: Opens, demo_url: str) -> None:
    """The seller's area and fee and the customer's day stand on the sale card; each stage reaches the customer."""
    phone = await opens(demo_url, "delivery", "ky")
    seller = await phone.seller("ky")
    await seller.start()
    for label in ("← Дүкөн", "Жөндөөлөр", "Жеткирүү", "Район кошуу"):
        await seller.press(label)
    for question, answer in (("Район кандай аталат", "Борбор"), ("канча сом турат", "150")):
        await seller.sees(question)
        await seller.write(answer)
    await seller.sees("Борбор: 150 сом")
    for label in ("Заказдын күнү жана убактысы", "Күндү суроо", "Артка"):
        await seller.press(label)
    await seller.sees("Борбор: 150 сом")  # both screens have this button
    for label in ("Артка", "← Дүкөн"):
        await seller.press(label)

    customer = await phone.customer("ky")
    await choose(customer, KY, CAKE)
    await customer.key(KY.delivery)
    await customer.sees(KY.address)
    await customer.write("Чүй проспекти 123, 4-батир")
    await customer.sees("Кайсы күнгө")
    await customer.key("Эртең")
    await customer.sees(KY.phone)
    await customer.write("0700 11 22 33")
    await customer.sees(KY.wishes)
    await customer.key(KY.skip)
    await customer.press(KY.confirm)
    await expect(customer.card).to_contain_text("1 650 сом")
    await customer.pay()
    await comes(customer, KY.receipt)

    group = await phone.group()
    sale = await group.sees("Сатуу: № 1 заказ", "Качанга:", "Борбор", "Чүй проспекти 123, 4-батир")
    for label, made in (("Кабыл алуу", "✓ Кабыл алынды"), ("Даяр болду", "✓ Даяр"), ("Кардарга берилди", "✓ Берилди")):
        await group.press(label)
        await expect(sale).to_contain_text(f"{made} · Бакыт")
        await phone.shoot()
    await customer.turn()
    await comes(customer, "№ 1 заказ даяр", "жеткирип беребиз")
    await expect(customer.card).to_contain_text("Заказ берилди.")


async def test_the_counter_takes_one_payment_and_locks(opens: Opens, demo_url: str, payer: Payer) -> None:
    """A code is made, opened, paid and locked again; the seller is no customer of it."""
    phone = await opens(demo_url, "counter", "en")
    seller = await phone.seller("en")
    await seller.start()
    await seller.write("/counter")
    await seller.press("New code…")
    await seller.sees("What is the code for?")
    await seller.write("Coffee")
    await seller.sees("And the sum, in som?")
    await seller.write("120")
    await comes(seller, "Coffee · 120 som", "🔒 Locked")
    await seller.press("Take a payment")
    await comes(seller, "Scan")
    link = (await payer.payments())[-1]["link"]
    assert (await payer.pay(link)).paid
    group = await phone.group()
    await comes(group, "Сатуу: № 1 заказ, 120 сом", "Кассада: Бакыт")
    await expect(group.message("Сатуу")).not_to_contain_text("Кардар")
    await seller.turn()
    await expect(seller.pane.locator(".message", has_text=EN.receipt)).to_have_count(0)
    assert not (await payer.pay(link)).paid


async def test_a_stranger_checks_a_receipt(opens: Opens, demo_url: str) -> None:
    """Whoever opens a receipt's link reads whether it is paid, and not by whom."""
    phone = await opens(demo_url, "receipt", "en")
    customer = await phone.customer("en")
    await order(customer, EN)
    await customer.pay()
    await comes(customer, EN.receipt)
    link = await customer.button("Receipt to show").get_attribute("href") or ""
    stranger = await phone.follow(link, SELLER, "en")
    proof = await stranger.sees("✅ PAID", "1,500 som", "The shop has received the money")
    await expect(proof).not_to_contain_text("Айда")


async def test_a_bill_is_made_in_one_line_and_paid_from_its_link(opens: Opens, demo_url: str) -> None:
    """One line makes a bill; whoever opens its link pays it; the seller's card of it and the group tell so."""
    phone = await opens(demo_url, "bill", "ru")
    seller = await phone.seller("ru")
    await seller.start()
    await seller.write("/bill 1500 Торт для Аиды")
    made = await seller.sees("Счёт создан: 1 500 сом, Торт для Аиды", "ждёт оплаты")
    link = re.search(r"http\S+start=b_[\w-]+", await made.inner_text())
    assert link is not None
    customer = await phone.follow(link[0], CUSTOMER, "ru")
    await expect(customer.card).to_contain_text("К оплате: 1 500 сом")
    await customer.pay()
    await expect(customer.card).to_contain_text("Оплачено")
    await comes(customer, RU.receipt, "Торт для Аиды")
    group = await phone.group()
    await comes(group, "Сатуу: № 1 заказ, 1 500 сом", "Торт для Аиды")
    seller = await phone.seller()
    await seller.write("/shop")
    await seller.press("Счета")
    await expect(seller.button("1 500 сом · Торт для Аиды · оплачен")).to_be_visible()
    await seller.sees("Счета")
