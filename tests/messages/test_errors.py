"""Every error of Telegram's, met by the real notifier: what arrives, comes twice, is given up, and who hears."""

from datetime import timedelta

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe
from aiohttp import ClientConnectorError, ServerDisconnectedError

from bot.sandbox.telegram.faults import Fault
from bot.workers.failures import Follow, GiveUp, Refused, Repeat, Wait, WithoutTopic, backoff, judge
from tests.messages.rates import assert_within_our_limits
from tests.messages.world import CUSTOMER, GROUP, OWNER, World

METHOD = GetMe()
REPEAT = "(кайталап жиберилди)"


def refused_connection() -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "refused")
    error.__cause__ = ClientConnectorError.__new__(ClientConnectorError)
    return error


def broken_connection() -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "broken")
    error.__cause__ = ServerDisconnectedError()
    return error


def bad(words: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (TelegramForbiddenError(METHOD, "Forbidden: bot was kicked"), GiveUp("Forbidden: bot was kicked", ours=False)),
        (bad("chat not found"), GiveUp("Bad Request: chat not found", ours=False)),
        (bad("business connection not found"), GiveUp("Bad Request: business connection not found", ours=False)),
        (bad("BUSINESS_PEER_USAGE_MISSING"), GiveUp("Bad Request: BUSINESS_PEER_USAGE_MISSING", ours=False)),
        (bad("PEER_ID_INVALID"), GiveUp("Bad Request: PEER_ID_INVALID", ours=False)),
        (bad("not enough rights to send text messages to the chat"),
         GiveUp("Bad Request: not enough rights to send text messages to the chat", ours=False)),
        (bad("something new"), GiveUp("Bad Request: something new", ours=True)),
        (bad("message thread not found"), WithoutTopic()),
        (bad("TOPIC_CLOSED"), WithoutTopic()),
        (TelegramMigrateToChat(METHOD, "upgraded", -1009), Follow(-1009)),
        (TelegramUnauthorizedError(METHOD, "Unauthorized"), Refused()),
        (TelegramNotFound(METHOD, "Not Found"), Refused()),
        (refused_connection(), Repeat(backoff(0, 0.5), fate_unknown=False)),
        (broken_connection(), Repeat(backoff(0, 0.5), fate_unknown=True)),
        (TelegramServerError(METHOD, "Bad Gateway"), Repeat(backoff(0, 0.5), fate_unknown=True)),
        (ClientDecodeError("html", ValueError(), "<html>"), Repeat(backoff(0, 0.5), fate_unknown=True)),
        (TelegramAPIError(METHOD, "I am a teapot"), GiveUp("I am a teapot", ours=True)),
    ],
)  # fmt: skip
def test_each_error_has_its_answer(error: Exception, verdict: object) -> None:
    """The table, row by row."""
    assert judge(error, 0, 0.5) == verdict


def test_f044_telegrams_word_on_waiting_is_kept() -> None:
    """As long as it says, with a little chance on top; also where the number stands in the sentence alone."""
    assert judge(TelegramRetryAfter(METHOD, "Too Many Requests", 30), 7, 0.5) == Wait(timedelta(seconds=30.5))
    assert judge(TelegramAPIError(METHOD, "Too Many Requests: retry after 9"), 7, 0.5) == Wait(timedelta(seconds=9.5))
    assert judge(TelegramAPIError(METHOD, "Too Many Requests"), 7, 0.5) == Wait(timedelta(seconds=5.5))


async def test_f045_unknown_fates_are_marked_and_refused_connections_are_not(world: World) -> None:
    """Telegram had the first message when the line broke: it comes again with a mark. The second never arrived."""
    world.telegram.faults.add(Fault("drop", "sendMessage", chat_id=GROUP))
    await world.sale()
    await world.drained()
    first, again = world.sent()
    assert REPEAT not in (first.text or "")
    assert again.text == f"{first.text}\n\n<i>{REPEAT}</i>"
    await world.telegram.go_down()
    await world.sale()
    await world.until(lambda: _tried(world))
    await world.telegram.come_back()
    await world.drained()
    assert not any(REPEAT in (chat[-1].text or "") for chat in (world.sent(), world.sent(CUSTOMER)))
    assert [number for number, _, _ in world.told()] == [1, 1, 2]


async def _tried(world: World) -> bool:
    """Whether everything that waits was tried to be sent, in vain."""
    return all(row["attempts"] for row in await world.rows(sent_at=None))


@pytest.mark.parametrize("kind", ["html", "reset", "hang"])
async def test_f046_what_did_not_arrive_comes_later_once(world: World, kind: str) -> None:
    """A gateway's page, a line that breaks, silence: the group is told when Telegram is well again."""
    world.telegram.faults.add(Fault(kind, "sendMessage", chat_id=GROUP, times=2, seconds=0.1))  # type: ignore[arg-type]
    await world.sale()
    await world.drained()
    assert [number for number, _, _ in world.told()] == [1]


async def test_f046_an_edit_repeats_without_a_trace(world: World) -> None:
    """Its first try arrived; the second one changes nothing and says nothing of a repeat."""
    order = await world.sale()
    await world.drained()
    [card] = world.sent()
    world.telegram.faults.add(Fault("drop", "editMessageText", chat_id=GROUP))
    await world.refund(order, 10_00)
    await world.drained()
    assert len(world.sent()) == 1
    assert "10\u00a0сом" in world.text(card.message_id or 0)
    assert REPEAT not in world.text(card.message_id or 0)


async def test_f044_a_storm_of_429_costs_nothing_but_time(world: World) -> None:
    """Whatever Telegram asks for, from 1 to 300 seconds: nothing is lost, doubled or counted as an attempt."""
    for seconds in (1, 7, 40, 300):
        world.telegram.faults.add(
            Fault("error", "sendMessage", GROUP, status=429, description="Too Many Requests", retry_after=seconds)
        )
    began = world.clock.unix()
    orders = [await world.sale() for _ in range(5)]
    await world.until(lambda: world.metrics.slowed_down._value.get() == 4)
    await world.clock.sleep(20)
    assert world.sent() == []
    world.clock.advance(seconds=285)
    await world.drained()
    assert [number for number, _, _ in world.told()] == [order.number for order in orders]
    assert world.sent()[0].at - began >= 348
    assert all(row["attempts"] == 0 for row in await world.rows())
    assert not any(REPEAT in (entry.text or "") for entry in world.telegram.ledger.accepted())
    assert world.metrics.slowed_down._value.get() == 4


async def test_f044_two_chats_slowed_down_silence_the_bot(world: World) -> None:
    """The limit of all chats together is meant: nobody is spoken to until it is over."""
    for chat in (GROUP, CUSTOMER):
        world.telegram.faults.add(
            Fault("error", "sendMessage", chat, status=429, description="Too Many Requests", retry_after=30)
        )
    began = world.clock.unix()
    async with world.clock.standing():  # both are slowed down within one moment, however long the machine takes
        await world.sale()
        await world.until(lambda: world.metrics.slowed_down._value.get() == 2)
        await world.sale(await world.customer(6001))
    await world.drained()
    assert all(entry.at - began >= 30 for entry in world.telegram.ledger.accepted())


async def test_f045_telegram_is_down_for_an_hour(world: World) -> None:
    """Everything is kept; money goes first afterwards; what was never received is not marked as a repeat."""
    await world.telegram.go_down(3600)
    orders = [await world.sale(await world.customer(6000 + turn)) for turn in range(12)]
    await world.clock.sleep(60)
    assert world.telegram.ledger.entries == []
    world.clock.advance(hours=1)
    await world.telegram.come_back()
    await world.drained()
    assert [number for number, _, _ in world.told()] == [order.number for order in orders]
    sent = world.telegram.ledger.accepted()
    assert len([entry for entry in sent if entry.chat_id != GROUP]) == 12
    assert not any(REPEAT in (entry.text or "") for entry in sent)
    assert_within_our_limits(world.telegram.ledger)


async def test_f047_a_customer_who_blocked_the_bot_costs_the_seller_nothing(world: World) -> None:
    """The group is told, and no owner is bothered."""
    person = await world.customer()
    world.telegram.world.users[CUSTOMER].blocked_bot = True
    await world.sale(person)
    await world.drained()
    assert [number for number, _, _ in world.told()] == [1]
    assert world.sent(OWNER) == []
    [row] = await world.rows(kind="receipt")
    assert row["given_up_why"] == "Forbidden: bot was blocked by the user"


@pytest.mark.parametrize("why", ["kicked", "rights", "gone"])
async def test_f048_a_group_that_is_closed_to_us_is_told_to_the_owner_once(world: World, why: str) -> None:
    """One message with the reason and every order; the queue goes on, and the customers hear of their money."""
    group = world.telegram.world.chats[GROUP]
    if why == "kicked":
        group.members[4242] = "kicked"
    elif why == "rights":
        group.members[4242], group.permissions = "member", {"can_send_messages": False}
    else:
        del world.telegram.world.chats[GROUP]
    for turn in range(4):
        await world.sale(await world.customer(6000 + turn))
        await world.drained()
    [alert] = world.sent(OWNER)
    text = world.text(alert.message_id or 0, OWNER)
    assert "⚠️ Билдирүү жеткен жок" in text
    assert "№ 1, № 2, № 3, № 4" in text
    assert all(len(world.sent(6000 + turn)) == 1 for turn in range(4))


async def test_f049_a_group_that_moved_is_followed_in_the_middle_of_a_burst(world: World) -> None:
    """Every sale is told once, in the old place or the new; the shop knows the new one."""
    group = world.telegram.world.chats[GROUP]
    for turn in range(10):
        await world.sale()
        if turn == 4:
            new = world.telegram.world.move(group)
    await world.drained()
    assert sorted(number for number, _, _ in [*world.told(), *world.told(new.id)]) == list(range(1, 11))
    assert world.told(new.id)
    order = await world.sale()
    await world.drained()
    assert world.told(new.id)[-1][0] == order.number
    refused = [entry for entry in world.telegram.ledger.entries if "upgraded" in (entry.error or "")]
    assert len(refused) <= 1


async def test_f050_a_topic_that_is_gone_is_left_out(world: World) -> None:
    """The sale goes to the group itself."""
    await world.set_topic(777)
    world.telegram.world.chats[GROUP].is_forum = True
    await world.sale()
    await world.sale()
    await world.drained()
    assert [number for number, _, _ in world.told()] == [1, 2]
    assert all(entry.thread_id is None for entry in world.sent())


async def test_f051_a_card_that_was_deleted_comes_anew_and_is_edited_there(world: World) -> None:
    """The news is not lost with the message; the next news edits the new message."""
    order = await world.sale()
    await world.drained()
    [card] = world.sent()
    chat = world.telegram.world.chats[GROUP]
    world.telegram.world.remove(chat, card.message_id or 0)
    for amount in (10_00, 20_00):
        await world.refund(order, amount)
        await world.drained()
    assert len(world.sent()) == 2
    assert "30\u00a0сом" in world.text(world.sent()[1].message_id or 0)


async def test_f051_ten_edits_that_wait_are_one(world: World) -> None:
    """An edit that a newer one supersedes is dropped."""
    order = await world.sale()
    await world.drained()
    await world.stop()
    for _ in range(10):
        await world.refund(order, 10_00)
    await world.restart()
    await world.drained()
    assert len(world.telegram.ledger.accepted(GROUP, "editMessageText")) == 1
    assert "100\u00a0сом" in world.text(world.sent()[0].message_id or 0)


@pytest.mark.parametrize(
    "words", ["can't parse entities: unclosed tag", "BUTTON_USER_PRIVACY_RESTRICTED", "something nobody has seen yet"]
)
async def test_f053_a_message_that_is_found_wrong_goes_plainer(world: World, words: str) -> None:
    """It is told all the same, at once, and counted as a mistake of ours."""
    world.telegram.faults.add(Fault("error", "sendMessage", GROUP, status=400, description=f"Bad Request: {words}"))
    await world.sale()
    await world.drained()
    [entry] = world.sent()
    assert "№ 1 заказ" in (entry.text or "")
    assert ("<b>" in (entry.text or "")) == words.startswith("BUTTON")
    assert world.metrics.unreadable._value.get() == 1


async def test_f053_what_is_refused_twice_is_given_up_and_told(world: World) -> None:
    """The next sale is not held up by it, and the owner learns the reason and the order."""
    world.telegram.faults.add(
        Fault("error", "sendMessage", GROUP, times=2, status=400, description="Bad Request: no idea <why>")
    )
    await world.sale()
    await world.sale()
    await world.drained()
    assert [number for number, _, _ in world.told()] == [2]
    assert "no idea &lt;why&gt;" in (world.sent(OWNER)[0].text or "")


@pytest.mark.parametrize("status", [401, 404])
async def test_f058_a_refused_token_stops_the_sending_and_loses_nothing(world: World, status: int) -> None:
    """The queue is kept while the token is refused, and drained when it is right again."""
    world.telegram.faults.add(Fault("error", "sendMessage", times=None, status=status, description="Unauthorized"))
    for _ in range(5):
        await world.sale()
    await world.clock.sleep(50)
    world.clock.advance(seconds=50)
    await world.clock.sleep(5)
    assert len(world.telegram.ledger.entries) <= 4, "it is asked once a minute, not for every message"
    assert world.metrics.token_refused._value.get() == 1
    world.telegram.faults.clear()
    world.clock.advance(seconds=60)
    await world.drained()
    assert [number for number, _, _ in world.told()] == [1, 2, 3, 4, 5]
    assert world.metrics.token_refused._value.get() == 0
    assert len({row["attempts"] for row in await world.rows()}) == 1


async def test_a_message_that_cannot_be_written_holds_nobody_up(world: World) -> None:
    """A row that raises when it is rendered is given up in the end; the owner hears of it, and the chat goes on."""
    await world.stop()
    await world.spoil_row(GROUP)
    order = await world.sale()
    await world.restart()
    await world.drained()
    assert [number for number, _, _ in world.told()] == [order.number]
    assert len(world.sent(OWNER)) == 1


async def test_f052_an_upload_that_never_gets_through_becomes_a_text(world: World) -> None:
    """After three broken attempts the card comes without its picture, with the link; other chats wait for nothing."""
    world.telegram.faults.add(Fault("reset", "sendPhoto", times=None))
    person = await world.customer()
    await world.card(await world.order(person))
    await world.sale(await world.customer(6001))
    await world.drained()
    [card] = world.sent(CUSTOMER)
    assert card.method == "sendMessage"
    assert "https://pay.xpay.kg#" in (card.text or "")


@pytest.mark.parametrize("status", [413, 400])
async def test_f052_a_picture_that_is_refused_becomes_a_text_at_once(world: World, status: int) -> None:
    """Too large, or of dimensions that Telegram dislikes; where photos are not allowed, the owner hears it once."""
    words = "Request Entity Too Large" if status == 413 else "Bad Request: not enough rights to send photos to the chat"
    world.telegram.faults.add(Fault("error", "sendPhoto", times=None, status=status, description=words))
    for number in (6001, 6001):
        await world.card(await world.order(await world.customer(number)))
        await world.drained()
    assert [entry.method for entry in world.sent(6001)] == ["sendMessage", "sendMessage"]
    assert len(world.sent(OWNER)) == (0 if status == 413 else 1)


async def test_f052_a_new_qr_never_stands_under_an_old_picture(world: World) -> None:
    """When the picture cannot be changed, a text with the new link follows."""
    order = await world.order(await world.customer())
    await world.card(order)
    await world.drained()
    world.telegram.faults.add(Fault("error", "editMessageMedia", status=413, description="Request Entity Too Large"))
    await world.card(order)
    await world.drained()
    first, second = world.sent(CUSTOMER)
    assert (first.method, second.method) == ("sendPhoto", "sendMessage")
