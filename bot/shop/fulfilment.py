"""What the shop does with a paid order, beside its money: taken, ready, handed over, or rejected."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far a paid order has come in the shop; handed over and rejected end it."""

    NEW = "new"
    TAKEN = "taken"
    READY = "ready"
    HANDED_OVER = "handed_over"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody brought an order to a stage; `name` is theirs."""

    stage: Stage
    name: str
    at: datetime


_NEXT: dict[Stage, tuple[Stage, ...]] = {
    # A small shop skips what it does not need: a cake from the shelf is handed over at once.
    Stage.NEW: (Stage.TAKEN, Stage.READY, Stage.HANDED_OVER, Stage.REJECTED),
    Stage.TAKEN: (Stage.READY, Stage.HANDED_OVER, Stage.REJECTED),
    Stage.READY: (Stage.HANDED_OVER, Stage.REJECTED),
    Stage.HANDED_OVER: (),
    Stage.REJECTED: (),
}


def following(stage: Stage) -> tuple[Stage, ...]:
    """Where an order can go from here, the nearest first. There is no way back."""
    return _NEXT[stage]


def may_move(stage: Stage, to: Stage) -> bool:
    """Whether an order may go from one stage to the other."""
    return to in _NEXT[stage]
