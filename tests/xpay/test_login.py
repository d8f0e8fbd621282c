"""Logging in and choosing the point."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.xpay import NoPoint, Unauthorised, Unavailable, Unreadable, XPayClient
from tests.xpay.scripted import Reply, ScriptedXPay, Ticks, envelope, fixture

MakeClient = Callable[..., XPayClient]
BEFORE_JULY = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 5, tzinfo=UTC)


async def test_login_lists_all_points_with_limits_in_tyiyn(client: XPayClient, server: ScriptedXPay) -> None:
    """The keys are sent as JSON, and every point comes back with its facts; -1 is no limit."""
    production, sandbox = await client.login()
    assert server.seen[0].body == {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    assert (production.mode, sandbox.mode) == ("production", "sandbox")
    assert (sandbox.name, sandbox.merchant_name, sandbox.serial) == ("Nan test", "NAN BAKERY", "T001")
    limits = sandbox.limits
    assert (limits.min, limits.max, limits.daily, limits.monthly) == (1000, 5_000_000, None, 100_000_050)


@pytest.mark.parametrize(
    ("mode", "uuid", "name"),
    [
        ("sandbox", None, "Nan test"),
        ("production", None, "Nan"),
        ("sandbox", "22222222-2222-4222-8222-222222222222", "Nan test"),
        ("sandbox", "", "Nan test"),
    ],
)
async def test_the_point_is_chosen_by_mode_and_uuid(
    make_client: MakeClient, mode: str, uuid: str | None, name: str
) -> None:
    """One point of the wanted mode is taken; a uuid narrows it."""
    assert (await make_client(mode=mode, service_uuid=uuid).point()).name == name


async def test_no_point_of_the_mode_is_said_loudly_with_what_there_is(make_client: MakeClient) -> None:
    """A production uuid in sandbox mode fails, and the message names both sides."""
    client = make_client(service_uuid="11111111-1111-4111-8111-111111111111")
    with pytest.raises(NoPoint, match=r"mode sandbox and uuid 1111.*Nan \(production") as failure:
        await client.point()
    assert failure.value.outcome_known


async def test_the_point_is_remembered(client: XPayClient, server: ScriptedXPay, ticks: Ticks) -> None:
    """Asking for the point again costs no login, even when the token has aged."""
    await client.point()
    ticks.seconds += 3600
    await client.point()
    assert len(server.asked("/login")) == 1


@pytest.mark.parametrize(
    ("amount", "at", "payer", "merchant"),
    [
        (23500, BEFORE_JULY, 500, 188),
        (10000, AUTUMN, 150, 175),
        (100, AUTUMN, 2, 126),
        (33, AUTUMN, 0, 125),
        (100000, AUTUMN, 1500, 625),
        (100001, AUTUMN, 1000, 0),
        (10000, datetime(2020, 1, 1, tzinfo=UTC), 0, 0),
    ],
)
async def test_fees_follow_the_row_in_force(
    client: XPayClient, amount: int, at: datetime, payer: int, merchant: int
) -> None:
    """Fixed part plus percentage, halves up to whole tyiyn, by the row that covers the sum and the moment."""
    point = await client.point()
    assert (point.payer_fee(amount, at), point.merchant_fee(amount, at)) == (payer, merchant)


async def test_fifty_callers_share_one_login(client: XPayClient, server: ScriptedXPay) -> None:
    """However many callers wait, xPay sees one login."""
    server.on("/login", Reply(fixture("login"), delay=0.1))
    await asyncio.gather(*(client.login() for _ in range(50)))
    assert len(server.asked("/login")) == 1


async def test_fifty_callers_share_one_refusal(client: XPayClient, server: ScriptedXPay) -> None:
    """Wrong keys are not tried fifty times; each caller gets the typed error."""
    server.on("/login", Reply(envelope(None, "Error", "Invalid credentials"), delay=0.1))
    results = await asyncio.gather(*(client.login() for _ in range(50)), return_exceptions=True)
    assert all(isinstance(result, Unauthorised) for result in results)
    assert len(server.asked("/login")) == 1


async def test_f023_the_login_is_renewed_at_25_minutes_by_the_monotonic_clock(
    client: XPayClient, server: ScriptedXPay, ticks: Ticks
) -> None:
    """A second before 25 minutes the token still serves; at 25 it does not."""
    await client.login()
    ticks.seconds += 25 * 60 - 1
    await client.login()
    assert len(server.asked("/login")) == 1
    ticks.seconds += 1
    await client.login()
    assert len(server.asked("/login")) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(envelope(None, "Error", "Invalid credentials")),
        Reply(envelope(None, "Error", "Invalid credentials"), status=400),
        Reply(envelope(None, "Error", "whatever"), status=401),
    ],
)
async def test_wrong_keys_are_unauthorised(client: XPayClient, server: ScriptedXPay, reply: Reply) -> None:
    """Refused keys have their own error, whatever HTTP status xPay gives it."""
    server.on("/login", reply)
    with pytest.raises(Unauthorised):
        await client.login()


async def test_a_waiting_caller_logs_in_when_the_first_gives_up(client: XPayClient, server: ScriptedXPay) -> None:
    """A cancelled login does not take the others with it."""
    server.on("/login", Reply(fixture("login"), delay=0.3), fixture("login"))
    async with asyncio.TaskGroup() as group:
        first = group.create_task(client.login())
        second = group.create_task(client.login())
        await asyncio.sleep(0.05)
        first.cancel()
    assert len(second.result()) == 2


async def test_a_token_that_no_header_can_carry_is_unreadable(client: XPayClient, server: ScriptedXPay) -> None:
    """A line break in the token ends in a typed error that does not quote it."""
    server.on("/login", envelope({"access_token": "1|abc\r\nX-Evil: 1", "service": []}))
    with pytest.raises(Unreadable) as failure:
        await client.login()
    assert "abc" not in repr(failure.value)
    assert failure.value.outcome_known


async def test_a_broken_point_or_fee_row_does_not_close_the_shop(
    client: XPayClient, server: ScriptedXPay, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be read is left out and logged; the rest serves."""
    good = {"uuid": "u-1", "mode": "SANDBOX", "name": "A", "transaction_limits": {"min": "ten"}}
    rows = [{"mode": "SANDBOX"}, "nonsense", good | {"service_charge": [{"min_amount": "1e3"}, 7]}]
    server.on("/login", envelope({"access_token": "1|abcdef", "service": rows}))
    point = await client.point()
    assert (point.uuid, point.limits.min, point.charges) == ("u-1", None, ())
    assert caplog.text.count("left out") == 5


async def test_a_newer_fee_row_wins_over_an_older_one_without_end(client: XPayClient, server: ScriptedXPay) -> None:
    """Two rows cover the moment: the one that started later is in force."""
    rows = [
        {"start_date": "2025-01-01", "transaction_top_fixed_charge": "1.00"},
        {"start_date": "2026-01-01", "transaction_top_fixed_charge": "2.00"},
        {"start_date": None, "transaction_top_fixed_charge": "3.00"},
    ]
    one = {"uuid": "u-1", "mode": "SANDBOX", "name": "A", "service_charge": rows}
    server.on("/login", envelope({"access_token": "1|abcdef", "service": one}))
    assert (await client.point()).payer_fee(10000, AUTUMN) == 200


async def test_a_login_that_fails_has_no_unknown_outcome(client: XPayClient, server: ScriptedXPay) -> None:
    """A login makes nothing, so nobody has to wonder after a 502."""
    server.on("/login", Reply(b"<html>", status=502))
    with pytest.raises(Unavailable) as failure:
        await client.login()
    assert failure.value.outcome_known
    assert failure.value.http_status == 502
