"""Appointing and dismissing, through Telegram's own chooser."""

from aiogram.types import BotCommandScopeChat

from bot import telegram
from bot.clock import Clock
from bot.pulse import Pulse
from bot.sandbox.telegram.person import Person
from tests.team.conftest import HELPER, Orphan


async def commands_of(orphan: Orphan, person: Person) -> set[str]:
    """What Telegram offers in somebody's private chat."""
    bot = telegram.connect(orphan.world.settings, Pulse(Clock()))
    try:
        return {one.command for one in await bot.get_my_commands(scope=BotCommandScopeChat(chat_id=person.id))}
    finally:
        await bot.session.close()


async def choose(orphan: Orphan, role: str, *people: int) -> None:
    """The owner opens /staff and chooses somebody."""
    asked = await orphan.owner.send("/staff")
    await orphan.owner.wait_for(lambda one: one.button(role) is not None, after=asked)
    await orphan.owner.press(role)
    await orphan.owner.wait_for("тандаңыз", after=asked)
    await orphan.owner.share_users(*people)


async def test_a_cashier_is_chosen_works_and_is_removed(orphan: Orphan) -> None:
    """Told if they have opened the bot; commands come and go; the log says who did it."""
    await orphan.claim()
    await orphan.helper.start()
    await orphan.helper.wait_for("Саламатсызбы")
    await choose(orphan, "+ Кассир", HELPER)
    await orphan.owner.wait_for("Нурлан эми кассир")
    welcome = await orphan.helper.wait_for("кассирсиз")
    assert welcome.button("← Дүкөн") is not None
    assert "desk" in await commands_of(orphan, orphan.helper)
    for command in ("/staff", "/setup", "/settings"):
        asked = await orphan.helper.send(command)
        answer = await orphan.helper.wait_for(lambda one: bool(one.text) and one.sender_id == 4242, after=asked)
        assert answer.buttons == [], command
    await orphan.owner.press("Нурлан · кассир")
    await orphan.owner.wait_for(lambda one: one.button("Кызматкерлерден чыгаруу") is not None)
    await orphan.owner.press("Кызматкерлерден чыгаруу")
    await orphan.owner.wait_for("чыгарылсынбы")
    await orphan.owner.press("Ооба, чыгаруу")
    await orphan.owner.wait_for(lambda one: one.button("Эмне жасалды") is not None)
    assert "desk" not in await commands_of(orphan, orphan.helper)
    assert "кызматкер" in await orphan.helper.press("← Дүкөн")
    await orphan.owner.press("Эмне жасалды")
    log = await orphan.owner.wait_for("Код менен дүкөндүн ээси болду")
    assert "Нурлан мындан ары бул жерде иштебейт (мурда: кассир)" in log.text
    assert log.text.index("иштебейт") < log.text.index("эми ушул жерде иштейт: кассир")


async def test_the_last_owner_stays(orphan: Orphan) -> None:
    """Neither removed, nor made a cashier, nor by themselves; a second owner may take over."""
    await orphan.claim()
    asked = await orphan.owner.send("/staff")
    await orphan.owner.wait_for("кызматкерлер", after=asked)
    await orphan.owner.press("Бакыт · ээси")
    await orphan.owner.wait_for(lambda one: one.button("Кассир кылуу") is not None)
    assert "акыркысы" in await orphan.owner.press("Кассир кылуу")
    await orphan.owner.press("Кызматкерлерден чыгаруу")
    await orphan.owner.wait_for("Өзүңүздү чыгарасызбы?")
    assert "акыркысы" in await orphan.owner.press("Ооба, чыгаруу")
    await choose(orphan, "+ Ээси", HELPER)
    told = await orphan.owner.wait_for("Нурлан эми дүкөндүн ээси")
    assert "START" in told.text
    await orphan.helper.set_language("ky")
    await orphan.helper.open_link(next(word for word in told.text.split() if "?start=" in word))
    await orphan.helper.wait_for("дүкөнүнүн ээсисиз")
    await orphan.helper.start()
    await orphan.helper.wait_for("алгачкы кадамдар")
    assert "desk" in await commands_of(orphan, orphan.helper)
    await orphan.owner.press("Бакыт · ээси")
    await orphan.owner.press("Кызматкерлерден чыгаруу")
    await orphan.owner.press("Ооба, чыгаруу")
    await orphan.owner.wait_for("Бакыт эми кызматкер эмес")
    asked = await orphan.owner.send("/staff")
    await orphan.owner.wait_for("кызматкер", after=asked)
