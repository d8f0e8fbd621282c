"""An order: what the customer wants, and how far it has come."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum

from bot.shop.fulfilment import Stage
from bot.shop.hours import Window
from bot.shop.money import Tyiyn
from bot.shop.pricing import Price


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
    """What the customer told at checkout. An address is a text, a place on the map (degrees), or both.

    `area` names the part of town as it was called then. The order is wished between `wanted_from_at` and
    `wanted_until_at`, from midnight to midnight where only a day was asked for; or `as_soon` as possible.
    """

    handover: Handover
    phone: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    comment: str | None = None
    area: str | None = None
    wanted_from_at: datetime | None = None
    wanted_until_at: datetime | None = None
    as_soon: bool = False

    @property
    def window(self) -> Window | None:
        """The time for which the order is wished."""
        if self.wanted_from_at is None or self.wanted_until_at is None:
            return None
        return Window(self.wanted_from_at, self.wanted_until_at)

    def as_key(self) -> tuple[str, ...]:
        """The wishes as texts, for comparing baskets."""
        values = tuple(getattr(self, name) for name in self.__dataclass_fields__)
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
    """An order to be placed: `total` is what is to be paid in all, `delivery_fee` the part of it for bringing (tyiyn).

    `basket` is the same for the same wish, `token` is the unguessable part of links to it; `counter_id` the code of
    the counter that it is paid by. A test (`is_test`) is an owner's purchase from themselves. An `unclaimed` one is a
    bill's that no customer has opened yet: its person is the member of staff who made the bill. `discount` is what the
    promo code, spelled `promo`, has taken off the goods (tyiyn).
    """

    lines: tuple[OrderLine, ...]
    wishes: Wishes
    total: Tyiyn
    basket: str
    token: str
    expires_at: datetime
    _: KW_ONLY
    delivery_fee: Tyiyn = 0
    is_test: bool = False
    counter_id: int | None = None
    bill_id: int | None = None
    unclaimed: bool = False
    discount: Tyiyn = 0
    promo_id: int | None = None
    promo: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `number` counts within the shop, `token` is the unguessable part of links to it.

    `fulfilment` says how far the shop has come with a paid order. A test (`is_test`) counts in no report.

    `rejected_why` is the seller's reason for not filling a paid order: its money is owed back.
    `card_message_id` is the message that shows the order to its customer; `card_picture` names the picture on it, and
    is None where it is only a text. `received` is what came for a paid order: staff may have accepted another sum
    than its total. `note` is what the staff keep in mind about it; the customer never reads it.
    `counter_id` is the code of the counter that it is paid by: then its person is the member of staff who sells.
    An `unclaimed` order is a bill's that no customer has opened: its person made the bill, and is told nothing of it.
    `discount` (tyiyn) and `promo` are what the promo code took off, and its spelling, as they were when it was placed.
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
    note: str | None = None
    delivery_fee: Tyiyn = 0
    is_test: bool = False
    counter_id: int | None = None
    bill_id: int | None = None
    unclaimed: bool = False
    discount: Tyiyn = 0
    promo_id: int | None = None
    promo: str | None = None
    received: Tyiyn | None = None

    @property
    def price(self) -> Price:
        """What the total consists of."""
        return Price(sum(line.sum for line in self.lines), self.delivery_fee, self.discount)

    @property
    def came(self) -> Tyiyn:
        """What came for the order, where that is known; else its total."""
        return self.total if self.received is None else self.received

    @property
    def has_customer(self) -> bool:
        """Whether its person bought it, and is to be told about it; else a member of staff stands in for a stranger."""
        return self.counter_id is None and not self.unclaimed
