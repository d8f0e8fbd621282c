"""What the seller sees and presses, with the real bot between the sandboxes."""

import csv
import io
import json

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from bot.sandbox.telegram.person import Message, Person
from tests.group.conftest import Counter
from tests.journeys.world import GROUP, link_of, order

SALES, PICTURE, COMPARE, FILE, SUMMARY = (
    "Сатуулар",
    "Сүрөт түрүндө",
    "Салыштыруу: xPay",
    "Файл түрүндө…",
    "Күндүн жыйынтыгы",
)


def plain(message: Message) -> str:
    return message.text.replace("\u00a0", " ")


async def ask(person: Person, text: str, chat_id: int | None = None) -> Message:
    """Write something; the bot's answer."""
    sent = await person.send(text, **({"chat_id": chat_id} if chat_id else {}))
    return await person.wait_for(lambda one: one.sender_id == 4242, chat_id=chat_id, after=sent)


async def files(person: Person, count: int, after: int) -> dict[str, bytes]:
    """The documents that come, by name."""
    found: dict[str, Message] = {}
    while len(found) < count:
        last = max((one.id for one in found.values()), default=after)
        message = await person.wait_for(lambda one: "document" in one.raw, after=last)
        for one in await person.messages(after=after):
            if "document" in one.raw:
                found[one.raw["document"]["file_name"]] = one
        assert message.raw["document"]["file_name"] in found
    return {name: await person.photo(one.raw["document"]["file_id"]) for name, one in found.items()}


async def test_the_owner_looks_at_today(counter: Counter) -> None:
    """One paid order of 1500 som stands there with its fee, its product and its customer; so it does on the picture."""
    await counter.sell()
    shown = await ask(counter.owner, "/sales")
    for words in ("Төлөнгөн заказ", "1 500 сом", "Медовик × 1 — 1 500 сом", "1 жаңы", "xPay комиссиясы"):
        assert words in plain(shown), shown.text
    await counter.owner.press(PICTURE)
    picture = await counter.owner.wait_for(lambda one: bool(one.photo), after=shown.id)
    content = await counter.owner.photo(picture)
    assert Image.open(io.BytesIO(content)).size == (1000, 1300)
    assert len(content) < 80_000


async def test_every_period_opens_and_leads_back(counter: Counter) -> None:
    """Each button shows its period in place; months are those with sales; the board is one press away."""
    await counter.sell()
    await ask(counter.owner, "/sales")
    for label in ("Кечээ", "7 күн", "30 күн", "Ушул ай", "Өткөн ай", "Бүгүн"):
        await counter.owner.press(label)
    assert "1 500" in plain(await counter.owner.last())
    await counter.owner.press("Башка ай…")
    months = await counter.owner.wait_for("Кайсы ай?")
    assert len(months.rows) == 2  # one month, and the way back
    await counter.owner.press(months.labels[0])
    await counter.owner.wait_for("1 500".replace(" ", "\u00a0"))
    await counter.owner.press("← Дүкөн")
    await counter.owner.press(SALES)
    await counter.owner.wait_for("Медовик")


async def test_a_cashier_sees_sales_and_no_more(counter: Counter) -> None:
    """Sums and picture; neither files, nor the comparison, nor the settings. A customer sees nothing."""
    await counter.sell()
    shown = await ask(counter.cashier, "/sales")
    assert "Калганы" in shown.text
    assert not {COMPARE, FILE, SUMMARY} & set(shown.labels)
    refused = await ask(counter.cashier, "/export")
    assert "document" not in refused.raw
    assert not refused.labels
    for command in ("/sales", "/export"):
        assert "сом" not in (await ask(counter.stranger, command)).text


async def test_the_files_have_what_was_sold(counter: Counter) -> None:
    """One workbook with three sheets, or three CSV files; sums are numbers, the time is the shop's."""
    await counter.sell()
    shown = await ask(counter.owner, "/export")
    await counter.owner.press("Бүгүн")
    await counter.owner.wait_for("бардыгы 2 сап")
    await counter.owner.press("Excel")
    [(name, content)] = (await files(counter.owner, 1, shown.id)).items()
    assert name.endswith(".xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Заказдар", "Төлөмдөр", "Кайтарымдар"]
    header, row = book.get_sheet_by_index(0).to_python()
    assert header[0] == "Заказ №"
    assert row[0] == 1
    assert row[header.index("Суммасы, сом")] == 1500.0
    assert "Медовик × 1" in row
    assert book.get_sheet_by_index(1).to_python()[1][3] == 1500.0
    assert len(book.get_sheet_by_index(2).to_python()) == 1
    before = (await counter.owner.last()).id
    await counter.owner.press("CSV")
    found = await files(counter.owner, 3, before)
    [orders] = [content for name, content in found.items() if name.startswith("orders-")]
    rows = list(csv.reader(io.StringIO(orders.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][rows[0].index("Суммасы, сом")] == "1500,00"
    phone = rows[1][rows[0].index("Телефону")]
    assert phone.startswith("'+996")  # a spreadsheet must not add it up


async def test_files_are_for_private_chats(counter: Counter) -> None:
    """In the group the owner is asked to come to private; the group's report has no button for files."""
    told = await ask(counter.owner, "/export", GROUP)
    assert "/export" in told.text
    assert not told.labels
    shown = await ask(counter.owner, "/sales", GROUP)
    assert FILE not in shown.labels
    assert COMPARE in shown.labels


async def test_a_day_that_agrees_with_xpay(counter: Counter) -> None:
    """The owner hears how many payments there are on both sides."""
    await counter.sell()
    await ask(counter.owner, "/sales")
    await counter.owner.press(COMPARE)
    await counter.owner.wait_for("толук дал келди (1)")


async def test_money_that_the_status_never_showed_is_found(counter: Counter) -> None:
    """A QR paid twice between two questions: the status shows the last transfer, the list has both; one to the desk."""
    card = link_of(await order(counter.customer))
    for again in (False, True):
        await counter.world.payer.pay(card, callback=again, check=False, again=again)
    await counter.owner.wait_for("Сатуу: № 1 заказ", chat_id=GROUP)
    assert not [one for one in await counter.owner.messages(GROUP) if "/desk" in one.text]
    await ask(counter.owner, "/sales")
    await counter.owner.press(COMPARE)
    told = await counter.owner.wait_for("бизде 1, xPay тизмесинде 2")
    assert "1 500 сом" in plain(told)
    assert "№ 1 заказдын QR-коду" in told.text
    assert "/desk" in told.text
    assert "Чечим күтүп жатат: 1" in (await ask(counter.owner, "/desk")).text
    await ask(counter.owner, "/sales")
    await counter.owner.press(COMPARE)
    await counter.owner.wait_for("толук дал келди (2)")


async def test_another_tills_money_is_only_mentioned(counter: Counter) -> None:
    """What is on no QR of ours opens no case; nothing is marked paid."""
    await counter.sell()
    rows = [{"trx": "t-1", "status": 1, "amount": "700.00", "direction": "in"}]
    body = json.dumps({"status": "Success", "message": "", "data": rows})
    await counter.world.payer.fault("history", "answer", times=None, body=body)
    await ask(counter.owner, "/sales")
    await counter.owner.press(COMPARE)
    told = await counter.owner.wait_for("бизде 1, xPay тизмесинде 1")
    assert "700 сом: бул боттун QR-коду эмес" in plain(told)
    assert "Биздеги 1 төлөм (1 500 сом)" in plain(told)
    assert "Медовик" not in (await ask(counter.owner, "/desk")).text


@pytest.mark.parametrize("kind", ["reset", "answer"])
async def test_without_xpays_list_that_is_said(counter: Counter, kind: str) -> None:
    """Silence and nonsense end in a sentence."""
    body = '{"status": "Success", "message": "", "data": [{"status": "hm", "amount": "1"}]}'
    details = {"body": body} if kind == "answer" else {}
    await counter.world.payer.fault("history", kind, times=None, **details)
    await ask(counter.owner, "/sales")
    await counter.owner.press(COMPARE, seconds=20)
    await counter.owner.wait_for("салыштырууга болгон жок")


async def test_the_day_is_told_once_at_its_end(counter: Counter) -> None:
    """In the group, with the picture and the comparison, also across a restart; the next day without sales is not."""
    await counter.sell()
    counter.world.clock.advance(hours=24)
    told = await counter.owner.wait_for(lambda one: "Сатуулар:" in one.text and bool(one.photo), chat_id=GROUP)
    assert "1 500 сом" in plain(told)
    assert "толук дал келди (1)" in told.text
    assert "Айгүл" not in told.text
    await counter.world.restart_bot()
    counter.world.clock.advance(hours=24)
    await ask(counter.owner, "/sales")
    assert len([one for one in await counter.owner.messages(GROUP) if "Сатуулар:" in one.text]) == 1


async def test_the_owner_sets_the_summary(counter: Counter) -> None:
    """Off, on, its time; a wrong time gets a sentence and may be written again."""
    await ask(counter.owner, "/settings")
    await counter.owner.press(SUMMARY)
    await counter.owner.press("Күн сайын")
    await counter.owner.wait_for("сатуу болбосо да")
    await counter.owner.press("Башка убакыт…")
    await counter.owner.wait_for("саат канчада")
    assert "түшүнгөн жокмун" in (await ask(counter.owner, "кечинде")).text
    assert "19:30" in (await ask(counter.owner, "19.30")).text
    counter.world.clock.advance(hours=24)
    told = await counter.owner.wait_for(lambda one: "Сатуулар:" in one.text, chat_id=GROUP)
    assert "19:30" in told.text
