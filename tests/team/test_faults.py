"""What the first step says when xPay is not right: each fault has its name, and the points to choose from."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.xpay import Fee, Point, XPaySandbox
from bot.services.first_steps import FirstSteps
from bot.shop.first_steps import Connection, Fault
from bot.shop.people import Language, Person, Role
from bot.storage import people
from bot.storage.database import Database
from bot.texts import setup
from bot.texts.languages import translations
from bot.xpay import XPayClient
from tests.databases import SQLiteFiles
from tests.storage.world import SetClock, make_shop, meet, new_shop

FIRST, SECOND = (
    Point("0" * 8 + "-0000-0000-0000-" + "1" * 12, "SANDBOX", "Бир"),
    Point(
        "0" * 8 + "-0000-0000-0000-" + "2" * 12, "SANDBOX", "Эки", min_amount=5_00, fees=(Fee(top_fixed=3_00), Fee())
    ),
)


@pytest.fixture
async def owner(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[tuple[Database, Person]]:
    database = Database.open(sqlite_files.fresh(tmp_path))
    shop = await database.write(make_shop, new_shop())
    person = await meet(database, shop, 1002)
    await database.write(people.give_role, person, Role.OWNER)
    yield database, await database.read(people.load, person.id)
    await database.close()


async def look(
    owner: tuple[Database, Person], points: tuple[Point, ...], *, uuid: str = "", **keys: Any
) -> tuple[Connection, str, int]:
    """The first step with these points; the whole screen in English, and what a test costs."""
    async with XPaySandbox(points=points) as xpay:
        address = {"api_url": xpay.url, "client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        async with XPayClient(**(address | {"mode": "sandbox"} | keys), service_uuid=uuid or None) as client:
            steps = FirstSteps(owner[0], SetClock(), lambda _: client, names_point=bool(uuid))
            progress = await steps.look(owner[1])
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        return progress.xpay, setup.overview(new_shop(), progress, "Group"), progress.test_sum


async def test_a_good_point_is_told_with_its_fee(owner: tuple[Database, Person]) -> None:
    """By name, that no real money moves, and what it costs."""
    state, text, cost = await look(owner, (FIRST,))
    assert (state.fault, cost) == (None, 1_00)
    assert "“Бир”, for tests. No real money moves." in text
    assert "you pay 0.8\u00a0% of each payment" in text


async def test_several_points_are_listed(owner: tuple[Database, Person]) -> None:
    """Until the settings name one; a point that takes no som makes the test dearer, and says so."""
    state, text, _ = await look(owner, (FIRST, SECOND))
    assert (state.fault, [one[2] for one in state.others]) == (Fault.SEVERAL, [FIRST.uuid, SECOND.uuid])
    assert "XPAY_SERVICE_UUID" in text
    assert SECOND.uuid in text
    state, text, cost = await look(owner, (FIRST, SECOND), uuid=SECOND.uuid)
    assert (state.fault, cost) == (None, 5_00)
    assert "pay 5\u00a0som" in text
    assert "no smaller sum" in text
    assert "the buyer pays 3\u00a0som on top" in text


@pytest.mark.parametrize(
    ("keys", "fault", "mend"),
    [
        ({"client_secret": "wrong"}, Fault.KEYS, "XPAY_CLIENT_SECRET"),
        ({"mode": "production"}, Fault.NO_POINT, FIRST.uuid),
        ({"api_url": "http://127.0.0.1:9"}, Fault.UNREACHABLE, "internet"),
    ],
)
async def test_each_fault_says_how_to_mend_it(
    owner: tuple[Database, Person], keys: dict[str, str], fault: Fault, mend: str
) -> None:
    """Wrong keys, no point of the mode, nobody at the address."""
    state, text, _ = await look(owner, (FIRST,), **keys)
    assert state.fault is fault
    assert mend in text
    assert "⚠️ <b>1.</b>" in text
