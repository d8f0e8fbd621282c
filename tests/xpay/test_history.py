"""The history of payments, whose form nobody knows for certain."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.xpay import Unreadable, XPayClient
from tests.xpay.scripted import ScriptedXPay, envelope, fixture

PATH = "/transactions"
SINCE = datetime(2026, 11, 1, 6, tzinfo=timezone(timedelta(hours=6)))
UNTIL = datetime(2026, 11, 2, tzinfo=UTC)


async def test_a_page_of_history(client: XPayClient, server: ScriptedXPay) -> None:
    """Rows come out in order; what a row lacks is None."""
    server.on(PATH, fixture("history_page"))
    first, second = await client.history(since=SINCE, until=UNTIL)
    assert (first.transaction_id, first.word, first.amount.if_som) == ("1734439544EjZ25uVX16UDKxX", "1", 23500)
    assert (second.transaction_id, second.transaction_uuid) == (None, "9dc11610-0651-40ee-8459-cabe889fec3b")
    assert (second.amount.if_tyiyn, second.trx) == (23500, None)


async def test_the_question_names_point_times_and_filters(client: XPayClient, server: ScriptedXPay) -> None:
    """Times are sent in UTC, filters under xPay's names."""
    server.on(PATH, envelope([]))
    assert await client.history(since=SINCE, until=UNTIL, page=2, per_page=50, state="completed") == []
    assert server.asked(PATH)[0].query == {
        "service_uuid": "22222222-2222-4222-8222-222222222222",
        "per_page": "50",
        "page": "2",
        "direction": "in",
        "status": "1",
        "date_start": "2026-11-01T00:00:00Z",
        "date_end": "2026-11-02T00:00:00Z",
    }


ROWS: list[Any] = [{"trx": "t1"}, {"trx": "t2"}, "no row"]


@pytest.mark.parametrize(
    "data",
    [ROWS, {"data": ROWS}, {"items": ROWS, "total": 2}, {"transactions": {"data": ROWS}}, {"list": ROWS, "data": None}],
)
async def test_several_forms_of_a_list_are_understood(client: XPayClient, server: ScriptedXPay, data: Any) -> None:
    """A bare list, or one inside an object under a usual name."""
    server.on(PATH, envelope(data))
    assert [entry.trx for entry in await client.history(since=SINCE, until=UNTIL)] == ["t1", "t2"]


@pytest.mark.parametrize("data", [None, {}, "list", {"data": {"data": {"data": []}}}, 7])
async def test_what_holds_no_list_is_unreadable(client: XPayClient, server: ScriptedXPay, data: Any) -> None:
    """Silence is not taken for an empty history."""
    server.on(PATH, envelope(data))
    with pytest.raises(Unreadable):
        await client.history(since=SINCE, until=UNTIL)


async def test_moments_without_a_zone_are_the_callers_mistake(client: XPayClient) -> None:
    """A naive time is refused."""
    with pytest.raises(ValueError, match="aware"):
        await client.history(since=datetime(2026, 1, 1), until=UNTIL)  # noqa: DTZ001 - naive on purpose
