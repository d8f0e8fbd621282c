"""Where things are told: a group or channel connected by buttons, its topics, loud and quiet sales."""

from bot.shop.people import Shop
from bot.storage import shops
from bot.storage.database import Database
from tests.group.conftest import CASHIER, STRANGER, Counter
from tests.journeys.world import GROUP, SALE, SELLER, World

QUESTION, YES, CONNECTED = "жазып турайынбы?", "Ооба, ошол жакка жазыңыз", "Мындан ары сатуулар"


async def shop_of(world: World) -> Shop:
    """The shop as the database has it."""
    database = Database.open(world.settings.database_url)
    try:
        return await database.read(shops.load, 1)
    finally:
        await database.close()


async def new_chat(counter: Counter, kind: str = "supergroup", bot: str = "left", **fields: object) -> int:
    """A chat of the owner's that the bot is not in yet."""
    return await counter.stage.add_chat(kind, "Жаңы <топ>", SELLER, members=[CASHIER, STRANGER], bot=bot, **fields)


async def press_when(counter: Counter, label: str, chat_id: int) -> None:
    """The owner presses a button as soon as it is there."""
    await counter.owner.wait_for(lambda one: one.button(label) is not None, chat_id=chat_id)
    await counter.owner.press(label, chat_id)


async def test_adding_the_bot_to_a_group_is_enough(counter: Counter) -> None:
    """The bot asks there; only an owner's press connects it, and the next sale comes there."""
    chat = await new_chat(counter)
    await counter.stage.change_chat(chat, "bot", status="member")
    asked = await counter.owner.wait_for(QUESTION, chat_id=chat)
    assert "Жаңы <топ>" in asked.text
    for person in (counter.cashier, counter.stranger):
        assert "кызматкер" in await person.press(YES, chat)
    assert (await shop_of(counter.world)).merchant_chat_id == GROUP
    await counter.owner.press(YES, chat)
    done = await counter.owner.wait_for(CONNECTED, chat_id=chat)
    assert (done.id, done.buttons) == (asked.id, [])
    shop = await shop_of(counter.world)
    assert (shop.merchant_chat_id, shop.merchant_chat_public) == (chat, False)
    assert "Айда" in (await counter.sell(chat)).text


async def test_a_stranger_cannot_lead_the_bot_away(counter: Counter) -> None:
    """Whoever adds the bot somewhere gets no question, and no sale."""
    chat = await counter.stage.add_chat("group", "Бөтөн", STRANGER, members=[SELLER], bot="left")
    await counter.stage.change_chat(chat, "bot", status="member")
    await counter.owner.start()
    assert not [one for one in await counter.owner.messages(chat) if QUESTION in one.text]
    asked = await counter.owner.send("/settings", chat)
    await counter.owner.wait_for("Жөндөөлөр", chat_id=chat, after=asked)
    assert "кызматкер" in await counter.stranger.press("Сатууларды ушул чатка жазуу", chat)
    assert (await shop_of(counter.world)).merchant_chat_id == GROUP


async def test_a_missing_right_is_named_and_given_and_checked_again(counter: Counter) -> None:
    """Where the bot may not write, the owner reads in private what to change; photos alone do not stand in the way."""
    await counter.owner.start()
    await counter.owner.wait_for("алгачкы кадамдар")
    chat = await new_chat(counter)
    await counter.stage.change_chat(chat, "permissions", can_send_messages=False)
    await counter.stage.change_chat(chat, "bot", status="member")
    await counter.owner.wait_for("Ал чатка жаза албайм")
    assert "жаза албайм" in await counter.owner.press("Кайра текшерүү")
    await counter.stage.change_chat(chat, "permissions", can_send_photos=False)
    await counter.owner.press("Кайра текшерүү")
    done = await counter.owner.wait_for(CONNECTED)
    assert "сүрөт жөнөтө албайм" in done.text
    await counter.sell(chat)


async def test_a_group_can_be_chosen_with_telegrams_own_chooser(counter: Counter) -> None:
    """From the settings, without typing a number; where the bot is not in it yet, a link adds it."""
    chat = await new_chat(counter)
    await counter.owner.send("/settings")
    await counter.owner.wait_for("Жөндөөлөр")
    await counter.owner.press("Сатуулар кайда жазылат…")
    await counter.owner.wait_for("тандаңыз")
    await counter.owner.share_chat(chat)
    await counter.owner.wait_for("азырынча жокмун")
    assert "startgroup=" in await counter.owner.link("Мени топко кошуу")
    await counter.stage.change_chat(chat, "bot", status="administrator", by=STRANGER)
    await counter.owner.press("Кайра текшерүү")
    await counter.owner.wait_for(CONNECTED)
    await counter.sell(chat)


async def test_a_public_channel_is_told_without_names(counter: Counter) -> None:
    """It is chosen in private, nobody in the channel reads a question, and the cards give nobody away."""
    channel = await new_chat(counter, "channel", username="gul_sales")
    await counter.owner.send("/settings")
    await counter.owner.wait_for("Жөндөөлөр")
    await counter.owner.press("Сатуулар кайда жазылат…")
    await counter.owner.wait_for("тандаңыз")
    await counter.owner.share_chat(channel)
    await counter.owner.wait_for(QUESTION)
    await counter.owner.press(YES)
    assert "Бул чат ачык" in (await counter.owner.wait_for(CONNECTED)).text
    card = await counter.sell(channel)
    assert ("Айда" in card.text, card.buttons) == (False, [])
    assert [one.id for one in await counter.owner.messages(channel) if one.text] == [card.id]


async def test_a_private_channel_works_like_a_group(counter: Counter) -> None:
    """Its buttons work; words are asked for in private, since nobody can reply in a channel."""
    channel = await new_chat(counter, "channel", bot="administrator")
    await counter.change(merchant_chat_id=channel, merchant_chat_public=False)
    await counter.sell(channel)
    assert "START" in await counter.owner.press("Кардарга жазуу", channel)
    await counter.owner.start()
    await counter.owner.press("Кардарга жазуу", channel)
    await counter.owner.wait_for("кардарга эмне деп айтайын?")
    await counter.owner.send("Келе бериңиз")
    await counter.customer.wait_for("Келе бериңиз")
    assert await counter.owner.press("Кабыл алуу", channel) == "Кабыл алынды"
    await counter.owner.wait_for("✓ Кабыл алынды · Бакыт", chat_id=channel)


async def test_sales_and_desk_have_topics_of_their_own(counter: Counter) -> None:
    """The settings, opened in a topic, bring things there."""
    forum = await new_chat(counter, bot="administrator", is_forum=True)
    topics = {}
    for name in ("Сатуулар", "Чечим"):
        topics[name] = (await counter.stage.change_chat(forum, "topics", name=name))["thread_id"]
    await counter.owner.send("/settings", forum, thread_id=topics["Сатуулар"])
    await press_when(counter, "Сатууларды ушул чатка жазуу", forum)
    await counter.owner.wait_for(CONNECTED, chat_id=forum)
    await counter.owner.send("/settings", forum, thread_id=topics["Чечим"])
    await press_when(counter, "Чечим күткөн төлөмдөр ушул темага", forum)
    await counter.owner.wait_for(lambda one: one.button("✓ Чечим күткөн") is not None, chat_id=forum)
    card = await counter.sell(forum)
    assert card.raw["message_thread_id"] == topics["Сатуулар"]
    await counter.owner.press("Аткара албайбыз…", forum)
    await counter.owner.wait_for("бир сап менен", chat_id=forum)
    await counter.owner.send("Меш бузулду", forum, thread_id=topics["Сатуулар"])
    case = await counter.owner.wait_for(lambda one: one.button("Кол менен кайтарылды") is not None, chat_id=forum)
    assert case.raw["message_thread_id"] == topics["Чечим"]


async def test_a_topic_that_is_gone_is_forgotten(counter: Counter) -> None:
    """The sale falls back to the chat itself, and the next one does not even try."""
    forum = await new_chat(counter, bot="administrator", is_forum=True)
    topic = (await counter.stage.change_chat(forum, "topics", name="Сатуулар"))["thread_id"]
    await counter.change(merchant_chat_id=forum, merchant_topic_id=topic, desk_topic_id=topic)
    await counter.stage.change_chat(forum, "delete_topic", thread_id=topic)
    card = await counter.sell(forum)
    assert "message_thread_id" not in card.raw
    shop = await shop_of(counter.world)
    assert (shop.merchant_topic_id, shop.desk_topic_id) == (None, None)


async def test_small_sums_come_without_a_sound(counter: Counter) -> None:
    """From the chosen sum on sales ring; whoever is no owner chooses nothing."""
    await counter.owner.send("/settings", GROUP)
    await counter.owner.wait_for("Үн: ар бир сатууда", chat_id=GROUP)
    assert "кызматкер" in await counter.cashier.press("Үн кайсы суммадан…", GROUP)
    await counter.owner.press("Үн кайсы суммадан…", GROUP)
    await counter.owner.wait_for("Сатуу кайсы суммадан", chat_id=GROUP)
    await counter.owner.send("көп", GROUP)
    question = await counter.owner.wait_for("Сатуу кайсы суммадан", chat_id=GROUP)
    await counter.owner.wait_for("Сумманы түшүнгөн жокмун", chat_id=GROUP)
    await counter.owner.send("1 600 сом", GROUP, reply_to=question.id)
    await counter.owner.wait_for("Үн: 1\u00a0600", chat_id=GROUP)
    await counter.sell(title="Медовик", number=1)
    await counter.sell(title="Букет", number=2)
    sent = await counter.stage.ledger(method="sendMessage", chat_id=GROUP)
    sales = {number: entry["silent"] for number in (1, 2) for entry in sent if SALE.format(number) in entry["text"]}
    assert sales == {1: True, 2: False}


async def test_a_group_that_becomes_a_supergroup_is_followed(counter: Counter) -> None:
    """Whoever upgraded it: the service message is enough, before anything is sent."""
    chat = await new_chat(counter, "group", bot="member")
    await counter.change(merchant_chat_id=chat, merchant_chat_public=False)
    moved = await counter.stage.change_chat(chat, "upgrade", by=STRANGER)
    await counter.sell(moved["id"])
    assert (await shop_of(counter.world)).merchant_chat_id == moved["id"]
