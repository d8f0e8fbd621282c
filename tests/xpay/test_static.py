"""Static QRs: their state and the switch."""

import pytest

from bot.xpay import Rejected, StaticStatus, Unreadable, XPayClient
from tests.xpay.scripted import ScriptedXPay, envelope, fixture

ID = "1734439544static"
PATH = f"/qr/ecom/static/status/{ID}"


async def test_the_state_has_sums_in_tyiyn(client: XPayClient, server: ScriptedXPay) -> None:
    """The numbers of this endpoint are som; they come out as tyiyn."""
    server.on(PATH, fixture("static_status"))
    assert await client.static_status(ID) == StaticStatus(ID, "ACTIVE", 24000, 23550, 23312, "2024-12-18 18:50:44")


@pytest.mark.parametrize(("active", "word"), [(True, "ACTIVE"), (False, "BLOCKED")])
async def test_switching_says_the_word(client: XPayClient, server: ScriptedXPay, active: bool, word: str) -> None:
    """The switch is a POST to the same path with the id and the wanted state."""
    server.on(PATH, fixture("static_status"))
    await client.switch_static(ID, active)
    (asked,) = server.asked(PATH)
    assert (asked.method, asked.body) == ("POST", {"qr_transaction_id": ID, "qr_status": word})


@pytest.mark.parametrize("answer", [envelope(None), envelope([]), envelope({"updated": True})])
async def test_a_switch_that_answers_nothing_is_read_back(
    client: XPayClient, server: ScriptedXPay, answer: bytes
) -> None:
    """Whatever form the switch's answer has, the state afterwards is known."""
    server.on(PATH, answer, fixture("static_status"))
    assert (await client.switch_static(ID, True)).word == "ACTIVE"
    assert [asked.method for asked in server.asked(PATH)] == ["POST", "GET"]


async def test_a_state_without_a_word_is_unreadable(client: XPayClient, server: ScriptedXPay) -> None:
    """A half answer is none."""
    server.on(PATH, envelope({"qr_transaction_id": ID, "amount": True}))
    with pytest.raises(Unreadable):
        await client.static_status(ID)


async def test_an_id_that_is_none_is_not_switched(client: XPayClient, server: ScriptedXPay) -> None:
    """A wrong id is refused here."""
    with pytest.raises(Rejected):
        await client.switch_static("../x", True)
    assert not server.seen
