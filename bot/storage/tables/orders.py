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

_OPEN = "state IN ('placed', 'waiting', 'processing')"

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
    Column("basket", Text, nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("paid_at", Moment),
    flag("paid_late"),
    Column("rejected_why", Text),
    Column("fulfilment", Text, nullable=False, server_default=text("'new'")),
    Column("bill_id", BigId, ForeignKey("bills.id")),
    flag("unclaimed"),
    Column("card_message_id", BigInteger),
    Column("card_picture", Text),
    UniqueConstraint("shop_id", "number"),
    CheckConstraint("total > 0", name="total_positive"),
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
        sqlite_where=text(_OPEN),
        postgresql_where=text(_OPEN),
    ),
    Index("ix_orders_of_person", "person_id", "number"),
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
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("product_id", BigId, ForeignKey("products.id")),
    Column("title", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    count("held"),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint("held = 0 OR held = quantity", name="held_whole"),
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
