"""Nothing is lost, nothing is false, nothing is doubled, whatever happens in whatever order."""

import os
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.books import Audit
from tests.simulation.machine import MoneyMachine
from tests.simulation.tally import Tally
from tests.simulation.town import make_template

SOAK = bool(os.environ.get("TOLOM_SOAK"))
RUNS, STEPS = (400, 60) if SOAK else (12, 30)


async def test_f061_whatever_happens_every_payment_ends_once_in_a_paid_order_or_on_the_desk(
    tmp_path: Path, tally: Tally
) -> None:
    """Counted from xPay's ledger: every transfer has one place, every paid order its money, every unit its owner."""
