"""What a customer has answered so far, and which question comes when. Pure, but for aiogram's names of states."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from bot.shop.order import Handover, Wishes


class Step(StatesGroup):
    """The questions, and the summary that ends them."""

    handover = State()
    address = State()
    phone = State()
    comment = State()
    summary = State()


class Writing(StatesGroup):
    """What a customer was asked to write, outside of ordering."""

    to_shop = State()


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers as they are stored between two messages."""

    handover: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    comment: str | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Draft":
        """The draft in a conversation's data."""
        return cls(**{name: data.get(name) for name in cls.__dataclass_fields__})

    def data(self) -> dict[str, Any]:
        """The draft as a conversation's data."""
        return asdict(self)

    @property
    def is_delivery(self) -> bool:
        """Whether the goods are to be brought."""
        return self.handover == Handover.DELIVERY

    @property
    def is_complete(self) -> bool:
        """Whether every question that must be answered is."""
        has_place = self.address is not None or self.latitude is not None
        return self.handover is not None and self.phone is not None and (has_place or not self.is_delivery)

    def wishes(self) -> Wishes:
        """The answers as the order keeps them; a place belongs to deliveries only."""
        where = self if self.is_delivery else Draft()
        handover = Handover.DELIVERY if self.is_delivery else Handover.PICKUP
        return Wishes(handover, self.phone, where.address, where.latitude, where.longitude, self.comment)


def following(step: State, draft: Draft) -> State:
    """The question after this one."""
    if step == Step.handover and draft.is_delivery:
        return Step.address
    if step in (Step.handover, Step.address):
        return Step.phone
    return Step.comment if step == Step.phone else Step.summary


def preceding(step: State, draft: Draft) -> State | None:
    """The question before this one; None before the first."""
    if step == Step.summary:
        return Step.comment
    if step == Step.comment:
        return Step.phone
    if step == Step.phone and draft.is_delivery:
        return Step.address
    return None if step == Step.handover else Step.handover


def step_of(raw_state: str | None) -> State | None:
    """The step behind a stored state's name."""
    return next((step for step in Step.__all_states__ if step.state == raw_state), None)
