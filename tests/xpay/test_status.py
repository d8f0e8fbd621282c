"""The status of a dynamic QR."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.xpay import Reading, Rejected, Unavailable, Unreadable, Verdict, XPayClient
from tests.xpay.scripted import Reply, ScriptedXPay, envelope, fixture

MakeClient = Callable[..., XPayClient]
ID = "1734439544EjZ25uVX16UDKxX"
PATH = f"/qr/dynamic/status/{ID}"


async def test_a_waiting_payment_has_no_sums(client: XPayClient, server: ScriptedXPay) -> None:
    """While a payment waits its sums are missing, and that is no error."""
    server.on(PATH, fixture("status_waiting"))
    status = await client.status(ID)
    assert server.asked(PATH)[0].path == f"/api/v1/developer{PATH}"
    assert (status.transaction_id, status.word, status.trx) == (ID, "WAITING", None)
    assert status.amount.against(23500).verdict is Verdict.MISSING
    assert status.created_at == datetime(2024, 11, 5, 5, 20, 51, tzinfo=UTC)


async def test_a_completed_payment_has_its_facts(client: XPayClient, server: ScriptedXPay) -> None:
    """Sums as they were written, both transaction names, and the time without a zone kept raw."""
    server.on(PATH, fixture("status_paid"))
    status = await client.status(ID)
    assert status.word == "COMPLETED"
    assert status.trx == "467de507-5a4d-4a26-bb95-9bdf7258f300"
    assert status.transaction_uuid == "9dc11610-0651-40ee-8459-cabe889fec3a"
    assert status.executed_time == "2024-12-18 18:50:44"
    assert status.amount == Reading("235.00000000")
    assert status.amount.against(23500).verdict is Verdict.EXACT
    assert (status.request_amount.if_som, status.payable.if_som) == (24000, 23312)


async def test_f027_an_unknown_word_is_passed_on(client: XPayClient, server: ScriptedXPay) -> None:
    """What a word means is not for the client to say."""
    server.on(PATH, envelope({"qr_transaction_id": ID, "pay_status": " HOLD "}))
    assert (await client.status(ID)).word == "HOLD"


async def test_f028_a_foreign_transaction_is_passed_on_to_be_compared(client: XPayClient, server: ScriptedXPay) -> None:
    """The answer's own id is what the status carries, never the one that was asked for."""
    server.on(PATH, envelope({"qr_transaction_id": "another", "pay_status": "COMPLETED"}))
    assert (await client.status(ID)).transaction_id == "another"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>200 but no</html>",
        b"",
        b"null",
        b"[]",
        b'"COMPLETED"',
        b"{}",
        b"\xff\xfe",
        b'{"status": "Success", "data": NaN}',
        b'{"status": "Success", "status": "Success", "data": {}}',
        b'{"status": true, "data": {}}',
        b'{"status": "Success", "data": {"qr_transaction_id": "x", "pay_status": "COMPLETED", "amount": '
        + b"9" * 5000
        + b"}}",
        b"[" * 100_000,
        envelope(None),
        envelope([]),
        envelope({"pay_status": "COMPLETED"}),
        envelope({"qr_transaction_id": ID}),
        envelope({"qr_transaction_id": ID, "pay_status": True}),
        envelope({"qr_transaction_id": ID, "pay_status": ["COMPLETED"]}),
    ],
)
async def test_f020_what_is_no_answer_is_unreadable_and_asked_once(
    client: XPayClient, server: ScriptedXPay, body: bytes
) -> None:
    """No strange body becomes a status, and none ends in another error than the typed one."""
    server.on(PATH, body)
    with pytest.raises(Unreadable):
        await client.status(ID)
    assert len(server.asked(PATH)) == 1


@pytest.mark.parametrize("bad", ["", "../../login", "a/b", "a b", "a?x=1", "é", "x" * 129, "..", "١٢"])
async def test_an_id_that_is_none_leads_nowhere(client: XPayClient, server: ScriptedXPay, bad: str) -> None:
    """An id from a callback's body may be anything; it never changes the path."""
    with pytest.raises(Rejected):
        await client.status(bad)
    assert not server.seen


async def test_f019_a_read_is_repeated_after_a_5xx(client: XPayClient, server: ScriptedXPay) -> None:
    """One 502 passes unnoticed."""
    server.on(PATH, Reply(b"<html>", status=502), fixture("status_waiting"))
    assert (await client.status(ID)).word == "WAITING"
    assert len(server.asked(PATH)) == 2


async def test_f019_a_read_gives_up_after_three_attempts(client: XPayClient, server: ScriptedXPay) -> None:
    """The last true error comes through, with its HTTP status."""
    server.on(PATH, Reply(b"<html>", status=504))
    with pytest.raises(Unavailable) as failure:
        await client.status(ID)
    assert failure.value.http_status == 504
    assert len(server.asked(PATH)) == 3


async def test_f025_429_is_not_answered_with_more_questions(client: XPayClient, server: ScriptedXPay) -> None:
    """Whoever asks too fast is told so at once."""
    server.on(PATH, Reply(b"", status=429))
    with pytest.raises(Unavailable) as failure:
        await client.status(ID)
    assert failure.value.http_status == 429
    assert len(server.asked(PATH)) == 1


async def test_f025_no_repeat_that_would_not_end_in_time(make_client: MakeClient, server: ScriptedXPay) -> None:
    """With 3 seconds between questions and less left, the true error comes at once instead of a time-out."""
    server.on(PATH, Reply(b"", status=500))
    with pytest.raises(Unavailable) as failure:
        await make_client(timeout_seconds=1.0, spacing_seconds=3.0).status(ID)
    assert failure.value.http_status == 500
