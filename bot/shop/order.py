"""An order: what the customer wants, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.shop.fulfilment import Stage
from bot.shop.money import Tyiyn


class OrderState(StrEnum):
    """The life of an order; paid, expired and cancelled end it."""

    PLACED = "placed"
    WAITING = "waiting"
    PROCESSING = "processing"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether the order still waits for its money, with its stock held."""
        return self in OPEN_STATES


OPEN_STATES = frozenset({OrderState.PLACED, OrderState.WAITING, OrderState.PROCESSING})


class Handover(StrEnum):
    """How the goods reach the customer."""

    PICKUP = "pickup"
    DELIVERY = "delivery"
    NONE = "none"
    """Nothing is handed over by the bot's doing: a bill, or a sale over the counter."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the customer told at checkout. An address is a text, a place on the map (degrees), or both."""

    handover: Handover
    phone: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    comment: str | None = None

    def as_key(self) -> tuple[str, ...]:
        """The wishes as texts, for comparing baskets."""
        values = (self.handover, self.phone, self.address, self.latitude, self.longitude, self.comment)
        return tuple("" if value is None else str(value) for value in values)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A product as it was when the order was placed."""

    product_id: int | None
    title: str
    price: Tyiyn
    quantity: int

    @property
    def sum(self) -> Tyiyn:
        """The price of the line, in tyiyn."""
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be placed: `total` is what is to be paid in all (tyiyn), `basket` the same for the same wish.

    `token` is the unguessable part of links to it. An `unclaimed` one is a bill's that no customer has opened yet: its
    person is the member of staff who made the bill.
    """

    lines: tuple[OrderLine, ...]
    wishes: Wishes
    total: Tyiyn
    basket: str
    token: str
    expires_at: datetime
    bill_id: int | None = None
    unclaimed: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `number` counts within the shop, `token` is the unguessable part of links to it.

    `fulfilment` says how far the shop has come with a paid order.

    `rejected_why` is the seller's reason for not filling a paid order: its money is owed back.
    `card_message_id` is the message that shows the order to its customer; `card_picture` names the picture on it, and
    is None where it is only a text.
    An `unclaimed` order is a bill's that no customer has opened: its person made the bill, and is told nothing of it.
    """

    id: int
    shop_id: int
    person_id: int
    number: int
    token: str
    state: OrderState
    total: Tyiyn
    wishes: Wishes
    lines: tuple[OrderLine, ...]
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    paid_late: bool
    rejected_why: str | None
    card_message_id: int | None
    card_picture: str | None
    fulfilment: Stage = Stage.NEW
    bill_id: int | None = None
    unclaimed: bool = False
