"""Nothing is lost, nothing is false and nothing is doubled, whatever happens in whatever order."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.simulation.machine import MoneyMachine
from tests.simulation.tally import Tally

RUNS, STEPS = 15, 30
LONG_RUNS, LONG_STEPS = 150, 60


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file."""
    file = tmp_path_factory.mktemp("town") / "template.db"

    async def make() -> None:
        database = Database.open(f"sqlite+aiosqlite:///{file}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return file


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Thousands of staged failures need not be written down."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
def test_every_payment_ends_once_in_a_paid_order_or_on_the_desk(template: Path, tally: Tally, soak: bool) -> None:
    """By xPay's ledger: each transfer has one place, each paid order its money, each unit of stock its owner."""

    class Machine(MoneyMachine):
        pass

    Machine.template, Machine.audits = template, []
    runs, steps = (LONG_RUNS, LONG_STEPS) if soak else (RUNS, STEPS)
    ways = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not soak,
        phases=(Phase.generate, Phase.shrink) if soak else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Machine, settings=ways)
    finally:
        for hours, audit in Machine.audits:
            tally.add(audit, hours)
    assert len(Machine.audits) >= runs
    assert sum(audit.payments for _, audit in Machine.audits) >= runs // 2, "hardly anybody paid"
