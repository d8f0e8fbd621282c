"""QRs, what was paid on them, and what of it waits for a person."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.columns import BigId, Moment, count, flag, metadata, of_shop, own_id

payments = Table(
    "payments",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("request_amount", BigInteger),
    Column("payable", BigInteger),
    Column("transaction_id", Text, unique=True),
    flag("adopted"),
    flag("may_raise"),
    Column("link", Text),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("urgency", Integer, nullable=False, server_default=text("2")),
    Column("asked_at", Moment),
    count("failures"),
    count("callbacks"),
    Column("counter_id", BigId, ForeignKey("counters.id")),
    CheckConstraint("amount > 0", name="amount_positive"),
    Index(
        "ix_payments_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(
        "ix_payments_of_counter",
        "counter_id",
        "id",
        sqlite_where=text("counter_id IS NOT NULL"),
        postgresql_where=text("counter_id IS NOT NULL"),
    ),
)

transfers = Table(
    "transfers",
    metadata,
    own_id(),
    of_shop(),
    Column("payment_id", BigId, ForeignKey("payments.id"), nullable=False, index=True),
    Column("trx", Text, nullable=False),
    Column("amount", BigInteger),
    Column("raw", Text, nullable=False),
    Column("executed_time", Text),
    Column("seen_at", Moment, nullable=False),
    Column("order_id", BigId, ForeignKey("orders.id")),
    UniqueConstraint("shop_id", "trx"),
    Index(
        "ix_transfers_one_per_order",
        "order_id",
        unique=True,
        sqlite_where=text("order_id IS NOT NULL"),
        postgresql_where=text("order_id IS NOT NULL"),
    ),
    Index("ix_transfers_seen", "shop_id", "seen_at"),
)

desk_cases = Table(
    "desk_cases",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("payment_id", BigId, ForeignKey("payments.id")),
    Column("transfer_id", BigId, ForeignKey("transfers.id"), unique=True),
    Column("reason", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("decision", Text),
    Column("decided_at", Moment),
    Column("decided_by", BigId, ForeignKey("people.id")),
    Column("note", Text),
    Index(
        "ix_desk_cases_open",
        "shop_id",
        "id",
        "order_id",
        sqlite_where=text("decision IS NULL"),
        postgresql_where=text("decision IS NULL"),
    ),
)

refunds = Table(
    "refunds",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("case_id", BigId, ForeignKey("desk_cases.id")),
    Column("amount", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("by_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("amount > 0", name="amount_positive"),
    Index("ix_refunds_made", "shop_id", "at"),
)

callbacks = Table(
    "callbacks",
    metadata,
    own_id(),
    of_shop(),
    Column("payment_id", BigId, ForeignKey("payments.id"), nullable=False, index=True),
    Column("received_at", Moment, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("body", Text),
)
