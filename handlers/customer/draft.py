"""What a customer has answered so far, and which question comes when. Pure, but for aiogram's names of states."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from bot.shop.hours import Window
from bot.shop.offer import Offer
from bot.shop.order import Handover, Wishes
from bot.shop.terms import Asks


class Step(StatesGroup):
    """The questions in the order in which they come, and the summary that ends them."""

    handover = State()
    area = State()
    address = State()
    day = State()
    time = State()
    phone = State()
    comment = State()
    summary = State()


class Beside(StatesGroup):
    """What is asked from the summary alone, and leads back to it."""

    promo = State()


class Writing(StatesGroup):
    """What a customer was asked to write, outside of ordering."""

    to_shop = State()


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers as they are stored between two messages.

    `day` is the chosen date, `wanted_from` and `wanted_until` the time that the order is for, all in ISO's form.
    Who is `mending` an answer of the summary comes back to it from there.
    """

    handover: str | None = None
    area_id: int | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    day: str | None = None
    wanted_from: str | None = None
    wanted_until: str | None = None
    as_soon: bool | None = None
    phone: str | None = None
    comment: str | None = None
    mending: bool | None = None
    promo_id: int | None = None

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
    def date(self) -> date | None:
        """The chosen date."""
        return date.fromisoformat(self.day) if self.day else None

    @property
    def window(self) -> Window | None:
        """The time that the order is for."""
        if not (self.wanted_from and self.wanted_until):
            return None
        return Window(datetime.fromisoformat(self.wanted_from), datetime.fromisoformat(self.wanted_until))

    def wishes(self) -> Wishes:
        """The answers as the order keeps them; a place belongs to deliveries only."""
        where, window = self if self.is_delivery else Draft(), self.window
        return Wishes(
            Handover.DELIVERY if self.is_delivery else Handover.PICKUP,
            self.phone,
            where.address,
            where.latitude,
            where.longitude,
            self.comment,
            wanted_from_at=window.starts if window else None,
            wanted_until_at=window.ends if window else None,
            as_soon=bool(self.as_soon),
        )

    def without_time(self) -> "Draft":
        """The same, with the time to be asked anew."""
        return replace(self, **time_answer())


def time_answer(day: date | None = None, window: Window | None = None, *, as_soon: bool = False) -> dict[str, Any]:
    """What is kept of an answer about the time; the answer before it goes."""
    return {
        "day": day.isoformat() if day else None,
        "wanted_from": window.starts.isoformat() if window else None,
        "wanted_until": window.ends.isoformat() if window else None,
        "as_soon": as_soon or None,
    }


def fitting(draft: Draft, offer: Offer) -> Draft:
    """The draft with what the offer leaves no choice about, and without what is not on offer any more."""
    ways = offer.shop.terms.ways
    handover = ways[0] if len(ways) == 1 else draft.handover if draft.handover in ways else None
    area_id = None
    if handover == Handover.DELIVERY and offer.areas:
        kept = offer.area(draft.area_id)
        only = offer.areas[0] if len(offer.areas) == 1 else None
        area = only or kept
        area_id = area.id if area else None
    return replace(draft, handover=handover, area_id=area_id)


def path(draft: Draft, offer: Offer) -> list[State]:
    """The questions on this customer's way, as the shop asks them now."""
    asks, delivery = offer.shop.terms.asks_when, draft.is_delivery
    asked = {
        Step.handover: len(offer.shop.terms.ways) > 1,
        Step.area: delivery and len(offer.areas) > 1,
        Step.address: delivery,
        Step.day: asks is not Asks.NOTHING,
        Step.time: asks is Asks.TIME and not draft.as_soon,
    }
    return [step for step in Step.__states__ if asked.get(step, True)]


def missing(draft: Draft, offer: Offer) -> State | None:
    """The first question that has to be answered and is not; None when the summary can be shown."""
    answered = {
        Step.handover: draft.handover is not None,
        Step.area: draft.area_id is not None,
        Step.address: draft.address is not None or draft.latitude is not None,
        Step.day: draft.as_soon or draft.day is not None,
        Step.time: draft.window is not None,
        Step.phone: draft.phone is not None,
    }
    return next((step for step in path(draft, offer) if not answered.get(step, True)), None)


def following(step: State, draft: Draft, offer: Offer) -> State:
    """The question after this one, which the shop may have ceased to ask."""
    if draft.mending:
        return missing(draft, offer) or Step.summary
    return next(one for one in path(draft, offer) if _place(one) > _place(step))


def preceding(step: State, draft: Draft, offer: Offer) -> State | None:
    """The question before this one; None before the first."""
    return next((one for one in reversed(path(draft, offer)) if _place(one) < _place(step)), None)


def _place(step: State) -> int:
    return Step.__states__.index(step)


def step_of(raw_state: str | None) -> State | None:
    """The step behind a stored state's name."""
    return next((step for step in (*Step.__all_states__, *Beside.__all_states__) if step.state == raw_state), None)
