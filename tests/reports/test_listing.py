"""xPay's list, in the forms that it might have."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.settlement.listing import ListUnreadable, completed
from bot.shop.periods import Window
from bot.xpay import XPayClient
from tests.xpay.scripted import ScriptedXPay, envelope

PATH = "/transactions"
WINDOW = Window(datetime(2026, 11, 22, 15, tzinfo=UTC), datetime(2026, 11, 23, 15, tzinfo=UTC))


async def amounts(client: XPayClient, unit: Any = "auto") -> list[tuple[int, ...]]:
    return [one.amounts for one in await completed(client, WINDOW, unit)]


async def test_pages_end_where_nothing_new_comes(client: XPayClient, server: ScriptedXPay) -> None:
    """Whether pages exist, how long they are and what comes after the last, nobody has told us."""
    pages = [[{"trx": "1", "amount": "1.00"}, {"trx": "2", "amount": "2.00"}], [{"trx": "3", "amount": "3.00"}]]
    server.on(PATH, envelope(pages[0]), envelope(pages[1]), envelope(pages[1]))
    assert await amounts(client) == [(100,), (200,), (300,)]
    assert [one.query["page"] for one in server.asked(PATH)] == ["1", "2", "3"]
    assert server.asked(PATH)[0].query["date_start"] == "2026-11-21T15:00:00Z"


async def test_what_did_not_come_in_is_left_out(client: XPayClient, server: ScriptedXPay) -> None:
    """Filters may be ignored: rejected and outgoing transfers are none of ours."""
    rows = [{"trx": "1", "status": 4}, {"trx": "2", "direction": "out"}, {"trx": "3", "status": "completed"}]
    server.on(PATH, envelope(rows))
    assert [one.references for one in await completed(client, WINDOW, "auto")] == [("3",)]


@pytest.mark.parametrize("row", [{"trx": "1", "status": "9"}, {"direction": "in"}])
async def test_what_cannot_be_understood_makes_the_list_unreadable(
    client: XPayClient, server: ScriptedXPay, row: Any
) -> None:
    """A guess could call money missing that is there."""
    server.on(PATH, envelope([{"trx": "0"}, row]))
    with pytest.raises(ListUnreadable):
        await completed(client, WINDOW, "auto")


@pytest.mark.parametrize(
    ("unit", "wanted"), [("auto", [(500, 50000), (500,)]), ("som", [(50000,), (500,)]), ("tyiyn", [(500,), (500,)])]
)
async def test_a_whole_number_may_be_som_or_tyiyn(
    client: XPayClient, server: ScriptedXPay, unit: str, wanted: list[tuple[int, ...]]
) -> None:
    """Unless the shop knows; with a point it is som."""
    server.on(PATH, envelope([{"trx": "1", "amount": 500}, {"trx": "2", "amount": "5.00"}]))
    assert await amounts(client, unit) == wanted
