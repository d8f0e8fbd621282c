"""What holds for every call: time, concurrency, logins, secrets."""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable

import pytest

from bot.xpay import QRRequest, Unauthorised, Unavailable, XPayClient, XPayError
from bot.xpay.asking import Request
from bot.xpay.errors import redact
from tests.xpay.scripted import TOKEN, Reply, ScriptedXPay, Ticks, envelope, fixture, free_port

MakeClient = Callable[..., XPayClient]
PATH = "/status/x"
WAITING = fixture("status_waiting")


async def test_f021_a_dripping_answer_ends_at_the_total_time(make_client: MakeClient, server: ScriptedXPay) -> None:
    """The limit counts the whole call, not each byte of it."""
    server.on(PATH, Reply(WAITING, kind="drip"))
    with pytest.raises(Unavailable):
        await make_client(timeout_seconds=0.5).status("x")


async def test_f021_a_reset_read_is_asked_again(client: XPayClient, server: ScriptedXPay) -> None:
    """A connection that breaks once does not reach the caller."""
    server.on(PATH, Reply(kind="reset"), WAITING)
    assert (await client.status("x")).word == "WAITING"


async def test_a_question_asked_again_is_told_by_our_logs(
    client: XPayClient, server: ScriptedXPay, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where secrets are taken out, and in the form that the operator chose; nothing is printed past them."""
    server.on(PATH, Reply(kind="reset"), WAITING)
    with caplog.at_level(logging.WARNING):
        await client.status("x")
    assert "stamina.retry_scheduled" in caplog.text
    assert capsys.readouterr() == ("", "")


async def test_f021_a_tls_error_is_unavailable_with_a_known_outcome(
    make_client: MakeClient, server: ScriptedXPay
) -> None:
    """A host that speaks no TLS got no request."""
    client = make_client(api_url=server.url.replace("http:", "https:"), timeout_seconds=1.0)
    with pytest.raises(Unavailable) as failure:
        await client.create_qr(QRRequest(amount=100))
    assert failure.value.outcome_known


async def test_f022_fifty_refused_calls_make_one_login(client: XPayClient, server: ScriptedXPay) -> None:
    """The server forgets the old token: fifty calls, exactly one more login."""
    await client.login()
    server.on("/login", Reply(fixture("login").replace(TOKEN.encode(), b"2|fresh"), delay=0.1))
    server.valid_tokens = {"2|fresh"}
    server.on(PATH, WAITING)
    await asyncio.gather(*(client.status("x") for _ in range(50)))
    assert len(server.asked("/login")) == 2


async def test_f022_a_late_refusal_of_the_old_token_leaves_the_new_login_alone(
    client: XPayClient, server: ScriptedXPay
) -> None:
    """The refusal of an old token may come after another call has renewed it: no second renewal."""
    refused = envelope(None, "Error", "Unauthenticated.")
    server.on("/status/fast", Reply(refused, status=401), WAITING)
    server.on("/status/slow", Reply(refused, status=401, delay=0.3), WAITING)
    await asyncio.gather(client.status("fast"), client.status("slow"))
    assert len(server.asked("/login")) == 2


async def test_f022_refused_with_a_fresh_login_too(client: XPayClient, server: ScriptedXPay) -> None:
    """Exactly one more try, then the typed error; the next call starts with a login of its own."""
    server.on(PATH, Reply(b"", status=401))
    with pytest.raises(Unauthorised):
        await client.status("x")
    assert (len(server.asked("/login")), len(server.asked(PATH))) == (2, 2)
    server.on(PATH, WAITING)
    await client.status("x")
    assert len(server.asked("/login")) == 3


async def test_f023_the_token_ages_in_the_middle_of_a_burst(
    client: XPayClient, server: ScriptedXPay, ticks: Ticks
) -> None:
    """Forty minutes of calls succeed with one renewal."""
    server.on(PATH, WAITING)
    for _ in range(20):
        ticks.seconds += 2 * 60
        await asyncio.gather(*(client.status("x") for _ in range(5)))
    assert len(server.asked("/login")) == 2


async def test_never_more_than_ten_requests_at_once(client: XPayClient, server: ScriptedXPay) -> None:
    """A hundred callers, ten connections."""
    server.on(PATH, Reply(WAITING, delay=0.02))
    await asyncio.gather(*(client.status("x") for _ in range(100)))
    assert server.most_busy == 10


async def test_a_question_cut_off_at_any_step_leaves_a_connection(
    make_client: MakeClient, server: ScriptedXPay
) -> None:
    """Whether it was connecting, sending or reading: the next one is answered on the only connection there is."""
    server.on(PATH, WAITING)
    client = make_client(concurrency=1)
    await client.login()
    for steps in range(60):
        asking = asyncio.get_running_loop().create_task(client._wire.send(Request("GET", PATH, token=TOKEN)))
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert (await client._wire.send(Request("GET", PATH, token=TOKEN))).http_status == 200


async def test_calls_that_gave_up_leave_room_for_the_next(make_client: MakeClient, server: ScriptedXPay) -> None:
    """Time-outs and cancellations do not eat the connections."""
    client = make_client(timeout_seconds=2)
    server.on(PATH, Reply(WAITING, delay=4))
    await client.login()
    results = await asyncio.gather(*(client.status("x") for _ in range(40)), return_exceptions=True)
    assert all(isinstance(result, Unavailable) for result in results)
    server.on(PATH, WAITING)
    await asyncio.gather(*(client.status("x") for _ in range(20)))


async def test_a_time_out_while_waiting_for_ones_turn_means_that_nothing_happened(
    make_client: MakeClient, server: ScriptedXPay
) -> None:
    """The eleventh creation never left the house."""
    client = make_client(timeout_seconds=2, concurrency=1)
    await client.login()
    server.on("/qr/get", Reply(fixture("create_qr"), delay=5))
    results = await asyncio.gather(*(client.create_qr(QRRequest(amount=1)) for _ in range(2)), return_exceptions=True)
    assert [isinstance(result, Unavailable) and result.outcome_known for result in results] == [False, True]


async def test_no_proxy_from_the_environment_is_used(
    make_client: MakeClient, server: ScriptedXPay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests go to xPay and nowhere else."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    server.on(PATH, WAITING)
    assert (await make_client().status("x")).word == "WAITING"


async def test_redirects_are_not_followed(client: XPayClient, server: ScriptedXPay) -> None:
    """A redirect could carry the token elsewhere."""
    server.on(PATH, Reply(b"", status=302, headers={"Location": f"{server.url}/elsewhere"}))
    with pytest.raises(XPayError):
        await client.status("x")
    assert not server.asked("/elsewhere")


def test_an_address_that_is_none_is_refused_at_once(make_client: MakeClient) -> None:
    """The client does not come up with a broken address."""
    with pytest.raises(ValueError, match="URL"):
        make_client(api_url="api.xpay.kg")


async def test_f077_no_secret_in_errors_reprs_tracebacks_or_logs(
    client: XPayClient, server: ScriptedXPay, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever xPay quotes back at us, and however loud the log is set, keys, tokens and addresses stay out."""
    caplog.set_level(logging.DEBUG)
    path_token = "tAOoYn3nQ2x7Yw9kZr5LmQpS1dVbHcXe"
    callback = f"https://shop.example/xpay/callback/{path_token}"
    quoted = f"Bearer {TOKEN} of sandbox-client:sandbox-secret for {callback} or callback/{path_token} is wrong"
    request = QRRequest(amount=100, callback_url=callback)
    texts = [repr(client), repr(await client.login()), repr(client._asker.session.last)]
    for status in (422, 401, 500, 200):
        server.on("/qr/get", Reply(envelope(None, "Error", quoted), status=status))
        with pytest.raises(XPayError) as failure:
            await client.create_qr(request)
        error = failure.value
        texts += [str(error), repr(error), error.message, "".join(traceback.format_exception(error))]
    whole = "\n".join([*texts, caplog.text])
    for secret in (TOKEN, "sandbox-secret", path_token, callback):
        assert secret not in whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The qr_transaction_id is invalid.", "The qr_transaction_id is invalid."),
        ("point 9dc11610-0651-40ee-8459-cabe889fec3a", "point 9dc11610-0651-40ee-8459-cabe889fec3a"),
        ("payer 12345678901234\nname", "payer *** name"),
        ("see HTTPS://x.kg/a?b=c now", "see <address> now"),
        ("\x1b[31mТөлөм\u202e жок", "[31mТөлөм жок"),
    ],
)
def test_redaction_keeps_what_helps(text: str, shown: str) -> None:
    """Names of fields and ids of points stay; addresses, numbers of persons and control characters go."""
    assert redact(text) == shown


def test_redaction_is_short_and_quick() -> None:
    """A message of a megabyte costs nothing."""
    begun = time.thread_time()  # what others on this machine do does not count
    assert len(redact("a" * 1_000_000)) <= 200
    assert time.thread_time() - begun < 0.5
