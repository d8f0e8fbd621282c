"""The audit log: what is written down by those who do it, and how an owner reads it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.services.assortment import Assortment
from bot.services.desk import Desk
from bot.services.exports import Exports
from bot.services.shopkeeping import LastWay, Shopkeeping
from bot.services.team import Team
from bot.shop.catalogue import NewProduct
from bot.shop.deeds import Deed, Entry
from bot.shop.odd_money import Ruling
from bot.shop.people import Language, Role, Summary
from bot.shop.periods import Days
from bot.storage import audit, people
from bot.texts import audit as texts
from bot.texts.languages import translations
from tests.money.world import OWNER, START, make_world
from tests.team.conftest import Orphan


async def test_decisions_about_money_are_written_down(tmp_path: Path) -> None:
    """Rejecting, sending back and refunding: with who, which order and how much, in the unit that does it."""
    async with make_world(tmp_path) as world:
        owner = await world.database.read(people.find, world.shop.id, OWNER)
        assert owner is not None
        desk, cake, aida = Desk(world.database, world.clock), await world.product(), await world.person()
        for _ in range(2):
            order = await world.order(aida, cake)
            await world.payer.pay(await world.link(order))
            await world.payer.heard(await world.link(order))
            await world.settle()
        await desk.reject(owner, 1, "the oven broke")
        [case] = await desk.open_cases(owner)
        await desk.refund(owner, case.id, "sent to +996700112233")
        await desk.refund_order(owner, 2, 500_00, "part")
        sheet, _ = await Team(world.database, world.clock).log(owner, 0, None)
        assert [(one.what, one.subject, one.actor) for one in sheet.entries] == [
            (Deed.REFUNDED, "order:2", owner.name),
            (Deed.DECIDED, "order:1", owner.name),
            (Deed.REJECTED, "order:1", owner.name),
        ]
        assert sheet.entries[0].facts == {"tyiyn": 500_00}
        assert "+996" not in str(sheet)


async def test_settings_are_written_down_and_read_in_ones_language(orphan: Orphan) -> None:
    """Each change by its sentence, the newest first."""
    await orphan.claim()
    await orphan.owner.send("/settings")
    await orphan.owner.wait_for("Жөндөөлөр")
    await orphan.owner.press("Телефонду көрсөтүү")
    await orphan.owner.send("/staff")
    await orphan.owner.wait_for(lambda one: one.button("Эмне жасалды") is not None)
    await orphan.owner.press("Эмне жасалды")
    await orphan.owner.wait_for("Жөндөө: карточкада телефон бар")


SETTINGS = ("late", "quiet", "phones", "chat", "topic", "delivery", "hours", "terms", "banks", "summary_time")
ENTRIES = [
    *[
        Entry(1, START, "А", deed, "order:7", {"role": Role.OWNER, "tyiyn": 5}, "Б")
        for deed in Deed
        if deed is not Deed.SETTING
    ],
    *[Entry(1, START, "А", Deed.DECIDED, "order:7", {"ruling": ruling}, None) for ruling in Ruling],
    *[Entry(1, START, "А", Deed.SETTING, name, {"to": 1}) for name in SETTINGS],
    Entry(1, START, "А", Deed.SETTING, "summary", {"to": Summary.ALWAYS}),
    *[
        Entry(1, START, "А", Deed.CHANGED, "product:1", {"field": field, "to": to}, "Нан")
        for field, to in (("price", 5), ("stock", 5), ("stock", None), ("hidden", True), ("hidden", False))
    ],
    Entry(1, START, "А", Deed.EXPORTED, "sales", {"first": "2026-11-01", "last": "2026-11-30"}),
    Entry(1, START, None, "something new", "<b>", {}),
]


@pytest.mark.parametrize("language", list(Language))
def test_every_deed_has_its_sentence(language: Language) -> None:
    """None shows a name of the code, whatever it is about; an unknown one is shown as it is, harmless."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        told = [texts.sentence(entry) for entry in ENTRIES]
    assert told.pop() == "something new &lt;b&gt;"
    assert len(set(told)) >= len(ENTRIES) - 2
    for sentence in told:
        assert not {"{", "order:"} & set(sentence.split()), sentence
    if language is not Language.EN:
        assert not [one for one in told if any("a" <= char <= "z" for char in one.lower())]


async def test_a_year_is_the_janitors(tmp_path: Path) -> None:
    """What is a day older than a year goes, the rest stays."""
    async with make_world(tmp_path) as world:
        for days in (0, 2):
            await world.database.write(
                audit.record, world.shop, Deed.SETTING, START + timedelta(days=days), "late", to=True
            )
        assert await world.database.write(audit.forget, START + timedelta(days=1)) == 1


async def test_what_is_done_to_the_shop_and_its_products_is_written_down(tmp_path: Path) -> None:
    """Each deed once, with its number and no words, under the name that the product has now; nothing that failed."""
    async with make_world(tmp_path) as world:
        owner = await world.database.read(people.find, world.shop.id, OWNER)
        assert owner is not None
        shopkeeping, assortment = Shopkeeping(world.database, world.clock), Assortment(world.database, world.clock)
        await shopkeeping.pause(owner, paused=True)
        await shopkeeping.pause(owner, paused=True)
        await shopkeeping.pause(owner, paused=False)
        await shopkeeping.change_terms(owner, lambda terms: replace(terms, offers_delivery=False))
        with pytest.raises(LastWay):
            await shopkeeping.change_terms(owner, lambda terms: replace(terms, offers_pickup=False))
        await shopkeeping.change_hours(owner, lambda hours: replace(hours, closed=(date(2026, 12, 31),)))
        await shopkeeping.add_area(owner, "Борбор", 100_00)
        bread = await assortment.add(owner, NewProduct("Нан", "", "Нан", 50_00, 3, None))
        await assortment.set_price(owner, bread, 60_00)
        await assortment.describe(owner, bread, description="+996700112233")
        await assortment.rename(owner, bread, "Тандыр нан")
        await assortment.take_out(owner)
        await assortment.delete(owner, bread)
        days = Days(date(2026, 5, 1), date(2026, 5, 1))
        await Exports(world.database).note(owner, days, "xlsx", world.clock.now())
        every = await world.database.read(audit.page, world.shop.id, 0, 50, None)
    assert [(one.what, one.facts.get("field", one.subject)) for one in reversed(every.entries)] == [
        (Deed.PAUSED, ""), (Deed.RESUMED, ""), (Deed.SETTING, "terms"), (Deed.SETTING, "hours"),
        (Deed.SETTING, "delivery"), (Deed.ADDED, f"product:{bread}"), (Deed.CHANGED, "price"),
        (Deed.CHANGED, "description"), (Deed.CHANGED, "title"), (Deed.EXPORTED, "products"),
        (Deed.DELETED, f"product:{bread}"), (Deed.EXPORTED, "sales"),
    ]  # fmt: skip
    assert {one.about for one in every.entries if one.subject.startswith("product:")} == {"Тандыр нан"}
    assert "+996" not in str(every)
