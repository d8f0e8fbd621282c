import os
from collections.abc import AsyncIterator

import pytest

from tests.simulation.midwife import Nursery, open_nursery
from tests.simulation.tally import Tally

TALLY = pytest.StashKey[Tally]()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """The sums of this test run; told at its end."""
    return request.config.stash.setdefault(TALLY, Tally())


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the long form was asked for."""
    return os.environ.get("TOLOM_SOAK") == "1"


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with open_nursery() as running:
        yield running


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was gone through (a worker of pytest-xdist has no terminal, and says nothing)."""
    tally = terminalreporter.config.stash.get(TALLY, None)
    if tally is not None:
        terminalreporter.section("simulations")
        for line in tally.lines():
            terminalreporter.write_line(line)
