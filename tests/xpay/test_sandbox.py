"""The client against the project's stand-in for xPay, which shares no parser and no model with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.xpay import Behaviour, Fee, Point, XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.xpay import (
    LinkFault,
    NoPoint,
    QRRequest,
    Unauthorised,
    Unavailable,
    Unreadable,
    Verdict,
    XPayClient,
    XPayError,
    verify_link,
)

TOTAL = 10000
ORDER = QRRequest(amount=TOTAL, payer_id="7", service_id="1", service_name="Нан бакыты", comments="Заказ 1")


@pytest.fixture
async def sandbox() -> AsyncIterator[XPaySandbox]:
    async with XPaySandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def payer(sandbox: XPaySandbox) -> AsyncIterator[Payer]:
    async with Payer(sandbox.url) as payer:
        yield payer


def client_of(sandbox: XPaySandbox, **changes: Any) -> XPayClient:
    settings: dict[str, Any] = {
        "api_url": sandbox.url,
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "mode": "sandbox",
        "timeout_seconds": 3.0,
        "spacing_seconds": 0.1,
    }
    return XPayClient(**(settings | changes))


@pytest.fixture
async def client(sandbox: XPaySandbox) -> AsyncIterator[XPayClient]:
    async with client_of(sandbox) as client:
        yield client


async def test_an_order_is_paid(sandbox: XPaySandbox, payer: Payer, client: XPayClient) -> None:
    """QR, a link that may be shown, waiting without sums, money, COMPLETED with the exact total, and the history."""
    begun = datetime.now(UTC)
    code = await client.create_qr(ORDER)
    assert verify_link(code.link, code=code, expected_amount=TOTAL, page_url=sandbox.page_url).faults == ()
    waiting = await client.status(code.transaction_id)
    assert (waiting.word, waiting.amount.against(TOTAL).verdict) == ("ACTIVE", Verdict.MISSING)
    await payer.pay(code.link)
    paid = await client.status(code.transaction_id)
    assert (paid.transaction_id, paid.word) == (code.transaction_id, "COMPLETED")
    assert paid.amount.against(TOTAL).verdict is Verdict.EXACT
    (entry,) = await client.history(since=begun - timedelta(minutes=1), until=begun + timedelta(minutes=1))
    assert (entry.transaction_id, entry.trx, entry.word) == (code.transaction_id, paid.trx, "1")


@pytest.mark.parametrize(
    ("shape", "paid", "verdict"),
    [
        ("som_string", TOTAL, Verdict.EXACT),
        ("tyiyn", TOTAL, Verdict.EXACT),
        ("som", TOTAL, Verdict.UNIT_UNCLEAR),
        ("som_string", 100, Verdict.DIFFERS),
        ("som", 100, Verdict.DIFFERS),
        ("tyiyn", 100, Verdict.UNIT_UNCLEAR),
        ("som_string", TOTAL * 100, Verdict.DIFFERS),
        ("tyiyn", TOTAL * 100, Verdict.DIFFERS),
    ],
)
async def test_f029_f030_every_shape_of_a_sum(
    payer: Payer, client: XPayClient, shape: str, paid: int, verdict: Verdict
) -> None:
    """Whichever way xPay writes sums, the total is found or doubted, and a hundredth or a hundredfold never passes."""
    await payer.behave(amounts=shape)
    code = await client.create_qr(ORDER)
    await payer.pay(code.link, paid, force=True)
    status = await client.status(code.transaction_id)
    assert status.amount.against(TOTAL).verdict is verdict


@pytest.mark.parametrize(
    ("switch", "faults"),
    [
        ({"elqr_amount": "amount"}, ()),
        ({"elqr_amount": "absent"}, ()),
        ({"elqr_initiation": "11"}, ()),
        ({"elqr_spaces": "+"}, ()),
        ({"elqr_checksum": "wrong"}, (LinkFault.CHECKSUM,)),
    ],
)
async def test_every_way_to_write_a_link(
    sandbox: XPaySandbox, payer: Payer, client: XPayClient, switch: dict[str, str], faults: tuple[LinkFault, ...]
) -> None:
    """The link may be shown each way, and only a wrong checksum is worth an alert."""
    await payer.behave(**switch)
    code = await client.create_qr(ORDER)
    verdict = verify_link(code.link, code=code, expected_amount=TOTAL, page_url=sandbox.page_url)
    assert (verdict.shown, verdict.faults) == (True, faults)


async def test_a_payers_fee_is_told_before_and_after() -> None:
    """What the point says beforehand is what the create answer and the link ask of the payer."""
    fee = Fee(top_fixed=500, top_percent=Decimal("1.5"), low_percent=Decimal("0.8"))
    points = [Point("11111111-1111-4111-8111-111111111111", "SANDBOX", "Нан", fees=(fee,))]
    async with XPaySandbox(points=points) as sandbox, client_of(sandbox) as client:
        point = await client.point()
        code = await client.create_qr(ORDER)
        now = datetime.now(UTC)
        assert code.request_amount == TOTAL + point.payer_fee(TOTAL, now) == 10650
        assert code.payable == TOTAL - point.merchant_fee(TOTAL, now)
        verdict = verify_link(code.link, code=code, expected_amount=TOTAL, page_url=sandbox.page_url)
        assert verdict.faults == ()


@pytest.mark.parametrize("unit", ["characters", "bytes"])
async def test_f024_long_texts_fit_whatever_the_limit_counts(payer: Payer, client: XPayClient, unit: str) -> None:
    """Cyrillic texts and emoji get a QR where 32 means characters and where it means bytes."""
    await payer.behave(text_unit=unit)
    await client.create_qr(QRRequest(amount=100, service_name="Ө" * 60, comments="🍞" * 60))
    (made,) = (await payer.ledger()).created
    assert made is not None


async def test_static_codes_are_read_and_switched(client: XPayClient) -> None:
    """ACTIVE, BLOCKED and back, with sums in tyiyn."""
    code = await client.create_qr(QRRequest(amount=TOTAL, type="static"))
    assert (await client.static_status(code.transaction_id)).amount == TOTAL
    assert (await client.switch_static(code.transaction_id, False)).word == "BLOCKED"
    assert (await client.static_status(code.transaction_id)).word == "BLOCKED"
    assert (await client.switch_static(code.transaction_id, True)).word == "ACTIVE"


async def test_a_bare_list_of_history(payer: Payer, client: XPayClient) -> None:
    """The other likely form of the history says the same."""
    await payer.behave(history="list")
    code = await client.create_qr(ORDER)
    now = datetime.now(UTC)
    (entry,) = await client.history(since=now - timedelta(minutes=1), until=now + timedelta(minutes=1))
    assert (entry.transaction_id, entry.word) == (code.transaction_id, "2")


@pytest.mark.parametrize("http", [200, 400, 401, 403])
async def test_wrong_keys(sandbox: XPaySandbox, payer: Payer, http: int) -> None:
    """Whatever HTTP status a wrong key gets, it is Unauthorised."""
    await payer.behave(wrong_keys_http=http)
    async with client_of(sandbox, client_secret="another") as client:
        with pytest.raises(Unauthorised):
            await client.login()


async def test_the_production_point_is_its_own() -> None:
    """Test keys in production mode fail loudly."""
    points = [Point("11111111-1111-4111-8111-111111111111", "SANDBOX", "Нан")]
    async with XPaySandbox(points=points) as sandbox, client_of(sandbox, mode="production") as client:
        with pytest.raises(NoPoint):
            await client.create_qr(ORDER)


async def test_f022_expired_tokens_cost_one_login(payer: Payer, client: XPayClient) -> None:
    """Fifty questions with a dead token: one login more, and all are answered."""
    code = await client.create_qr(ORDER)
    await payer.expire_tokens()
    await asyncio.gather(*(client.status(code.transaction_id) for _ in range(50)))
    assert (await payer.ledger()).calls["login"] == 2


@pytest.mark.parametrize(
    ("kind", "error", "known"),
    [
        ("500", Unavailable, False),
        ("502", Unavailable, False),
        ("html", Unreadable, False),
        ("empty", Unreadable, False),
        ("list", Unreadable, False),
        ("string", Unreadable, False),
        ("null", Unreadable, False),
        ("403", Unauthorised, True),
        ("429", Unavailable, True),
        ("hang", Unavailable, False),
        ("reset", Unavailable, False),
        ("late", Unavailable, False),
        ("drip", Unavailable, False),
    ],
)
async def test_f002_a_creation_that_fails_says_what_is_certain(
    sandbox: XPaySandbox, payer: Payer, kind: str, error: type[XPayError], known: bool
) -> None:
    """Every fault ends in its error, at most one QR exists, and where the outcome is known there is none."""
    async with client_of(sandbox, timeout_seconds=0.5) as client:
        await client.login()
        await payer.fault("create", kind, times=2 if kind == "403" else 1, seconds=3.0)
        with pytest.raises(error) as failure:
            await client.create_qr(ORDER)
    assert failure.value.outcome_known is known
    assert len(await payer.payments()) <= (0 if known else 1)


async def test_an_unexpected_first_word_is_passed_on() -> None:
    """Words of the stand-in's choosing come through as they are."""
    async with XPaySandbox(behaviour=Behaviour(waiting_word="HOLD")) as sandbox, client_of(sandbox) as client:
        code = await client.create_qr(ORDER)
        assert (await client.status(code.transaction_id)).word == "HOLD"
