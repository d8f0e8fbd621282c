"""Creating a QR: what is sent, what comes back, and what is certain when it does not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.xpay import NoPoint, QRRequest, Rejected, Unauthorised, Unavailable, Unreadable, XPayClient, XPayError
from tests.xpay.scripted import TOKEN, Reply, ScriptedXPay, envelope, fixture, free_port

MakeClient = Callable[..., XPayClient]
PATH = "/qr/get"
TOO_LONG = Reply(envelope(None, "Error", "The comments may not be greater than 32 characters."), status=409)


async def test_all_fields_are_sent(client: XPayClient, server: ScriptedXPay) -> None:
    """Every field of the interface reaches xPay under its name, with the token in the header."""
    await client.create_qr(
        QRRequest(
            amount=1000,
            type="static",
            payer_id="7",
            service_id="1",
            service_name="Nan",
            comments="Order 1",
            callback_url="https://shop.example/cb",
            return_url="https://shop.example/back",
            check_url="https://shop.example/check",
            amount_change=True,
            qr_pos=True,
        )
    )
    (asked,) = server.asked(PATH)
    assert asked.path == "/api/v1/developer/qr/get"
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["Accept"] == "application/json"
    assert asked.body == {
        "uuid": "22222222-2222-4222-8222-222222222222",
        "amount": 1000,
        "type": "static",
        "payer_id": "7",
        "service_id": "1",
        "service_name": "Nan",
        "comments": "Order 1",
        "callback_url": "https://shop.example/cb",
        "return_url": "https://shop.example/back",
        "check_url": "https://shop.example/check",
        "amount_change": True,
        "qr_pos": True,
    }


async def test_what_is_not_wanted_is_not_sent(client: XPayClient, server: ScriptedXPay) -> None:
    """Empty fields stay away; that the payer may not change the sum is always said."""
    await client.create_qr(QRRequest(amount=1000))
    assert set(server.asked(PATH)[0].body) == {"uuid", "amount", "type", "amount_change"}
    assert server.asked(PATH)[0].body["amount_change"] is False


async def test_the_answer_becomes_a_qr_code(client: XPayClient) -> None:
    """Ids, link, the text after "#" and the sums in tyiyn."""
    code = await client.create_qr(QRRequest(amount=1000))
    assert code.transaction_id == "2843595907tv78Stf2coPEXvu"
    assert code.link == f"https://pay.xpay.kg#{code.elqr}"
    assert code.elqr.startswith("000201")
    assert (code.request_amount, code.amount, code.payable) == (1000, 1000, 992)
    assert (code.type, code.identificator) == ("dynamic", "29435071778cycy252qj7u29y")
    assert code.image_url == "https://devimage.xpay.kg/x.png"


@given(text=st.text(max_size=80))
def test_texts_are_cut_before_they_are_sent(text: str) -> None:
    """At most 32 characters at first, and 16 in at most 32 bytes afterwards; one line, nothing unprintable."""
    request = QRRequest(amount=1, comments=text)
    long, short = (str(body.get("comments", "")) for body in (request.body("u"), request.short_body("u")))
    assert len(long) <= 32
    assert len(short) <= 16
    assert len(short.encode()) <= 32
    assert long.isprintable()
    assert long.startswith(short)


async def test_f024_a_409_for_length_is_cut_and_asked_once_more(client: XPayClient, server: ScriptedXPay) -> None:
    """Nothing was made, so the customer still gets a QR, with shorter texts."""
    server.on(PATH, TOO_LONG, fixture("create_qr"))
    await client.create_qr(QRRequest(amount=1000, comments="Төрт чоң торт, эки нан жана балмуздак"))
    first, second = (asked.body["comments"] for asked in server.asked(PATH))
    assert (len(first), second) == (32, "Төрт чоң торт, э")
    assert len(second.encode()) <= 32


async def test_f024_a_second_409_is_a_refusal(client: XPayClient, server: ScriptedXPay) -> None:
    """It is asked once more, not for ever."""
    server.on(PATH, TOO_LONG)
    with pytest.raises(Rejected) as failure:
        await client.create_qr(QRRequest(amount=1000, comments="a" * 40))
    assert len(server.asked(PATH)) == 2
    assert failure.value.http_status == 409
    assert failure.value.outcome_known


async def test_a_409_with_short_texts_is_a_refusal_at_once(client: XPayClient, server: ScriptedXPay) -> None:
    """Where nothing can be cut, nothing is asked again."""
    server.on(PATH, TOO_LONG)
    with pytest.raises(Rejected):
        await client.create_qr(QRRequest(amount=1000, comments="short"))
    assert len(server.asked(PATH)) == 1


@pytest.mark.parametrize("amount", [0, -1, 10**12, True, 10.0])
async def test_f031_impossible_sums_are_refused_before_anything_is_asked(
    client: XPayClient, server: ScriptedXPay, amount: int
) -> None:
    """Zero, negative, overflowing and non-integer sums never reach xPay."""
    with pytest.raises(Rejected):
        await client.create_qr(QRRequest(amount=amount))
    assert not server.seen


@pytest.mark.parametrize(
    ("reply", "error", "known"),
    [
        (Reply(envelope(None, "Error", "Amount below the limit")), Rejected, True),
        (Reply(envelope(None, "Error", "invalid"), status=422), Rejected, True),
        (Reply(b"<html>", status=404), Rejected, True),
        (Reply(b"slow down", status=429), Unavailable, True),
        (Reply(b"<html>", status=502), Unavailable, False),
        (Reply(envelope(None, "Error", "Server Error"), status=500), Unavailable, False),
        (Reply(b"", status=408), Unavailable, False),
        (Reply(b"", status=302, headers={"Location": "/api/v1/developer/login"}), Unreadable, False),
        (Reply(b"<html>maintenance</html>"), Unreadable, False),
        (Reply(b""), Unreadable, False),
        (Reply(b"[]"), Unreadable, False),
        (Reply(b'"OK"'), Unreadable, False),
        (Reply(envelope(None)), Unreadable, False),
        (Reply(envelope({"qr_code": "https://pay.xpay.kg#0"})), Unreadable, False),
        (Reply(envelope({"qr_transaction_id": "../login", "qr_code": "https://pay.xpay.kg#0"})), Unreadable, False),
        (Reply(envelope({"qr_transaction_id": "1", "qr_code": "x", "amount": "1e3"})), Unreadable, False),
        (Reply(fixture("create_qr"), delay=5), Unavailable, False),
        (Reply(kind="reset"), Unavailable, False),
        (Reply(fixture("create_qr"), kind="drip"), Unavailable, False),
        (Reply(b'{"status": "Success", "data": ' + b"[" * 100_000), Unreadable, False),
        (Reply(b" " * (1024 * 1024 + 1) + fixture("create_qr")), Unreadable, False),
        (Reply(b"not gzip", headers={"Content-Encoding": "gzip"}), Unreadable, False),
    ],
)
async def test_creation_is_never_repeated_after_an_answer_or_silence(  # every way to fail, one line each
    make_client: MakeClient, server: ScriptedXPay, reply: Reply, error: type[XPayError], known: bool
) -> None:
    """Each failure has its type, says whether a QR may exist, and xPay was asked exactly once."""
    server.on(PATH, reply)
    with pytest.raises(error) as failure:
        await make_client(timeout_seconds=0.6).create_qr(QRRequest(amount=1000))
    assert failure.value.outcome_known is known
    assert failure.value.operation == "create_qr"
    assert len(server.asked(PATH)) == 1


async def test_a_refused_connection_means_that_nothing_happened(make_client: MakeClient) -> None:
    """Nobody listens: it is tried a few times, and certain that no QR exists."""
    client = make_client(api_url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable) as failure:
        await client.create_qr(QRRequest(amount=1000))
    assert failure.value.outcome_known


async def test_a_time_out_while_logging_in_means_that_nothing_happened(
    make_client: MakeClient, server: ScriptedXPay
) -> None:
    """Creation had not begun when the time was over."""
    server.on("/login", Reply(fixture("login"), delay=5))
    with pytest.raises(Unavailable) as failure:
        await make_client(timeout_seconds=0.3).create_qr(QRRequest(amount=1000))
    assert failure.value.outcome_known
    assert not server.asked(PATH)


async def test_f022_a_refused_token_is_renewed_and_the_creation_replayed_once(
    client: XPayClient, server: ScriptedXPay
) -> None:
    """A 401 made nothing, so the same QR is asked for with a fresh login."""
    server.on(PATH, Reply(envelope(None, "Error", "Unauthenticated."), status=401), fixture("create_qr"))
    await client.create_qr(QRRequest(amount=1000))
    assert (len(server.asked("/login")), len(server.asked(PATH))) == (2, 2)


async def test_a_time_out_after_a_refusal_means_that_nothing_happened(
    make_client: MakeClient, server: ScriptedXPay
) -> None:
    """The token was refused and the fresh login hangs: creation was answered with no, and not asked again."""
    server.on("/login", fixture("login"), Reply(fixture("login"), delay=5))
    server.on(PATH, Reply(b"", status=401))
    with pytest.raises(Unavailable) as failure:
        await make_client(timeout_seconds=0.4).create_qr(QRRequest(amount=1000))
    assert failure.value.outcome_known


async def test_only_409_is_about_length(client: XPayClient, server: ScriptedXPay) -> None:
    """Any other refusal is not asked again with shorter texts."""
    server.on(PATH, Reply(envelope(None, "Error", "The amount is invalid"), status=422))
    with pytest.raises(Rejected):
        await client.create_qr(QRRequest(amount=1000, comments="a" * 40))
    assert len(server.asked(PATH)) == 1


async def test_f022_a_second_refusal_is_unauthorised(client: XPayClient, server: ScriptedXPay) -> None:
    """Two refusals in a row are the end of the call."""
    server.on(PATH, Reply(b"", status=403))
    with pytest.raises(Unauthorised) as failure:
        await client.create_qr(QRRequest(amount=1000))
    assert failure.value.outcome_known
    assert (len(server.asked("/login")), len(server.asked(PATH))) == (2, 2)


async def test_a_missing_point_stops_the_creation(make_client: MakeClient, server: ScriptedXPay) -> None:
    """Without a point nothing is asked."""
    with pytest.raises(NoPoint):
        await make_client(service_uuid="nowhere").create_qr(QRRequest(amount=1000))
    assert not server.asked(PATH)


async def test_sums_that_the_answer_lacks_are_none(client: XPayClient, server: ScriptedXPay) -> None:
    """The link's verification decides what that means."""
    server.on(PATH, envelope({"qr_transaction_id": "1", "qr_code": "https://pay.xpay.kg#0", "amount": "10.50"}))
    code = await client.create_qr(QRRequest(amount=1050))
    assert (code.amount, code.request_amount, code.payable) == (1050, None, None)
