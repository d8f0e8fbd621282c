"""What the simulations have gone through, told at the end of a test run."""

from dataclasses import dataclass

from tests.simulation.books import Audit


@dataclass
class Tally:
    """Counts; lost, false and doubled are against the ledgers of the stand-ins."""

    runs: int = 0
    hours: float = 0.0
    payments: int = 0
    crash_points: int = 0
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    false: int = 0
    doubled: int = 0
    repeats: int = 0
    """Messages that Telegram took twice because the process died in between."""

    def add(self, audit: Audit, hours: float = 0.0) -> None:
        """One run more."""
        self.runs += 1
        self.hours += hours
        self.payments += audit.payments
        self.lost += len(audit.lost)
        self.false += len(audit.false)
        self.doubled += len(audit.doubled)

    def lines(self) -> list[str]:
        """In words."""
        return [
            f"runs {self.runs}, simulated hours {self.hours:.0f}, payments {self.payments}",
            f"crash points {self.crash_points}, kills {self.kills}, callbacks acknowledged {self.acknowledged}",
            f"lost {self.lost}, false {self.false}, doubled {self.doubled}, marked repeats {self.repeats}",
        ]
