"""Orders, their lines, and what happened to them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.columns import BigId, Moment, count, flag, json, metadata, of_shop, own_id

_PAID = "paid_at IS NOT NULL"
UNPAID = "state IN ('placed', 'waiting', 'processing')"
TO_PREPARE = "state = 'paid' AND fulfilment IN ('new', 'taken') AND counter_id IS NULL AND NOT is_test"
READY = "fulfilment = 'ready'"
DONE = "fulfilment IN ('handed_over', 'rejected')"
"""The piles of the order book. SQLite uses a partial index only for a query that repeats its words."""


def _pile(name: str, where: str, *columns: str) -> Index:
    """An index of only the orders that lie in a pile."""
    return Index(name, "shop_id", *columns, sqlite_where=text(where), postgresql_where=text(where))


orders = Table(
    "orders",
    metadata,
    own_id(),
    of_shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("handover", Text, nullable=False),
    Column("phone", Text),
    Column("address", Text),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("comment", Text),
    Column("area", Text),
    Column("delivery_fee", BigInteger, nullable=False, server_default=text("0")),
    Column("discount", BigInteger, nullable=False, server_default=text("0")),
    Column("promo_id", BigId, ForeignKey("promo_codes.id")),
    Column("promo", Text),
    Column("wanted_from_at", Moment),
    Column("wanted_until_at", Moment),
    Column("prepare_by", Moment),
    flag("as_soon"),
    Column("basket", Text, nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("paid_at", Moment),
    flag("paid_late"),
    Column("paid_seconds", Integer),
    flag("paid_first"),
    Column("received", BigInteger),
    Column("fee", BigInteger),
    flag("is_test"),
    Column("rejected_why", Text),
    Column("fulfilment", Text, nullable=False, server_default=text("'new'")),
    Column("bill_id", BigId, ForeignKey("bills.id")),
    flag("unclaimed"),
    Column("card_message_id", BigInteger),
    Column("card_picture", Text),
    Column("note", Text),
    Column("counter_id", BigId, ForeignKey("counters.id")),
    UniqueConstraint("shop_id", "number"),
    CheckConstraint("total > 0", name="total_positive"),
    CheckConstraint("delivery_fee >= 0 AND delivery_fee <= total", name="delivery_fee_within_total"),
    CheckConstraint("discount >= 0", name="discount_not_negative"),
    CheckConstraint("(promo_id IS NULL) = (promo IS NULL)", name="promo_has_its_code"),
    CheckConstraint("discount = 0 OR promo_id IS NOT NULL", name="discount_has_its_promo"),
    CheckConstraint("(wanted_from_at IS NULL) = (wanted_until_at IS NULL)", name="wanted_from_and_until"),
    CheckConstraint("wanted_from_at < wanted_until_at", name="wanted_forwards"),
    CheckConstraint("state IN ('placed', 'waiting', 'processing', 'paid', 'expired', 'cancelled')", name="state_known"),
    CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_has_its_time"),
    CheckConstraint(
        "fulfilment IN ('new', 'taken', 'ready', 'handed_over', 'rejected')",
        name="fulfilment_known",
    ),
    CheckConstraint("fulfilment = 'new' OR state = 'paid'", name="only_paid_is_filled"),
    CheckConstraint("(fulfilment = 'rejected') = (rejected_why IS NOT NULL)", name="rejected_says_why"),
    Index(
        "ix_orders_open_basket",
        "person_id",
        "basket",
        unique=True,
        sqlite_where=text(UNPAID),
        postgresql_where=text(UNPAID),
    ),
    Index("ix_orders_of_person", "person_id", "number"),
    Index("ix_orders_placed", "shop_id", "placed_at", "state", "is_test"),
    Index(
        "ix_orders_promo",
        "promo_id",
        "state",
        "person_id",
        sqlite_where=text("promo_id IS NOT NULL"),
        postgresql_where=text("promo_id IS NOT NULL"),
    ),
    Index(
        "ix_orders_sold",
        "shop_id",
        "paid_at",
        "received",
        "fee",
        "person_id",
        "paid_seconds",
        "paid_first",
        "is_test",
        "counter_id",
        "unclaimed",
        "id",
        sqlite_where=text(_PAID),
        postgresql_where=text(_PAID),
    ),
    _pile("ix_orders_unpaid", UNPAID, "number"),
    _pile("ix_orders_to_prepare", TO_PREPARE, "prepare_by", "number"),
    _pile("ix_orders_ready", READY, "number"),
    _pile("ix_orders_done", DONE, "number"),
    Index(
        "ix_orders_of_bill",
        "bill_id",
        "id",
        sqlite_where=text("bill_id IS NOT NULL"),
        postgresql_where=text("bill_id IS NOT NULL"),
    ),
)

order_lines = Table(
    "order_lines",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False),
    Column("product_id", BigId, ForeignKey("products.id")),
    Column("title", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    count("held"),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint("held = 0 OR held = quantity", name="held_whole"),
    Index("ix_order_lines_of_order", "order_id", "title", "price", "quantity"),
)

order_events = Table(
    "order_events",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", Text, nullable=False),
    Column("actor_id", BigId, ForeignKey("people.id")),
    json("facts"),
)

search_words = Table(
    "search_words",
    metadata,
    own_id(),
    of_shop(),
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    Column("order_id", BigId, ForeignKey("orders.id"), index=True),
    Column("person_id", BigId, ForeignKey("people.id"), index=True),
    CheckConstraint("(order_id IS NULL) <> (person_id IS NULL)", name="of_one_thing"),
    Index("ix_search_words_word", "shop_id", "word", "order_id", "person_id"),
)
"""Folded words by which orders are found: their own (titles, the phone), and those of their customers' names."""
