"""The tables. Every one carries `shop_id`, money is in tyiyn, times are UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import JSON

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only in a column of type INTEGER; it holds 64 bits there too."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused where it enters."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Check and convert on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Make aware on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def _shop() -> Column[int]:
    return Column("shop_id", BigId, ForeignKey("shops.id"), nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


shops = Table(
    "shops",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("order_ttl_minutes", Integer, nullable=False),
    Column("merchant_chat_id", BigInteger, nullable=False),
    Column("merchant_topic_id", BigInteger),
    _flag("merchant_chat_public"),
    _flag("accepts_late"),
    Column("desk_topic_id", BigInteger),
    Column("reports_topic_id", BigInteger),
    Column("quiet_below", BigInteger, nullable=False, server_default=text("0")),
    _flag("shows_phones"),
    Column("last_order_number", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Moment, nullable=False),
)

people = Table(
    "people",
    metadata,
    _id(),
    _shop(),
    Column("telegram_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("language", Text, nullable=False),
    _flag("language_chosen"),
    Column("phone", Text),
    Column("role", Text, nullable=False),
    Column("blocked_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("shop_id", "telegram_id"),
)

photos = Table(
    "photos",
    metadata,
    _id(),
    _shop(),
    Column("content", LargeBinary, nullable=False),
    Column("file_id", Text),
)

products = Table(
    "products",
    metadata,
    _id(),
    _shop(),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("stock", Integer),
    Column("photo_id", BigId, ForeignKey("photos.id")),
    Column("position", Integer, nullable=False),
    _flag("hidden"),
    CheckConstraint("price > 0", name="price_positive"),
    CheckConstraint("stock IS NULL OR stock >= 0", name="stock_not_negative"),
    Index("ix_products_on_sale", "shop_id", "category", "position", postgresql_where=text("NOT hidden")),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    _id(),
    _shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("product_id", BigId, ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    UniqueConstraint("person_id", "product_id"),
    CheckConstraint("quantity > 0", name="quantity_positive"),
)

_OPEN = "state IN ('placed', 'waiting', 'processing')"

orders = Table(
    "orders",
    metadata,
    _id(),
    _shop(),
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
    _flag("paid_late"),
    Column("rejected_why", Text),
    Column("fulfilment", Text, nullable=False, server_default=text("'new'")),
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
)

order_lines = Table(
    "order_lines",
    metadata,
    _id(),
    _shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("product_id", BigId, ForeignKey("products.id")),
    Column("title", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    _count("held"),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    CheckConstraint("held = 0 OR held = quantity", name="held_whole"),
)

order_events = Table(
    "order_events",
    metadata,
    _id(),
    _shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", Text, nullable=False),
    Column("actor_id", BigId, ForeignKey("people.id")),
    _json("facts"),
)

payments = Table(
    "payments",
    metadata,
    _id(),
    _shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("request_amount", BigInteger),
    Column("payable", BigInteger),
    Column("transaction_id", Text, unique=True),
    _flag("adopted"),
    Column("link", Text),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("urgency", Integer, nullable=False, server_default=text("2")),
    Column("asked_at", Moment),
    _count("failures"),
    _count("callbacks"),
    CheckConstraint("amount > 0", name="amount_positive"),
    Index(
        "ix_payments_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)

transfers = Table(
    "transfers",
    metadata,
    _id(),
    _shop(),
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
)

desk_cases = Table(
    "desk_cases",
    metadata,
    _id(),
    _shop(),
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
        "opened_at",
        sqlite_where=text("decision IS NULL"),
        postgresql_where=text("decision IS NULL"),
    ),
)

refunds = Table(
    "refunds",
    metadata,
    _id(),
    _shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("case_id", BigId, ForeignKey("desk_cases.id")),
    Column("amount", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("by_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("amount > 0", name="amount_positive"),
)

callbacks = Table(
    "callbacks",
    metadata,
    _id(),
    _shop(),
    Column("payment_id", BigId, ForeignKey("payments.id"), nullable=False, index=True),
    Column("received_at", Moment, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("body", Text),
)

_UNSENT = "sent_at IS NULL AND given_up_at IS NULL"

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _shop(),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger),
    Column("kind", Text, nullable=False),
    Column("order_id", BigId, ForeignKey("orders.id")),
    _json("facts"),
    Column("key", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    _count("attempts"),
    Column("leased_until", Moment),
    _flag("fate_unknown"),
    Column("sent_at", Moment),
    Column("message_id", BigInteger),
    Column("given_up_at", Moment),
    Column("given_up_why", Text),
    UniqueConstraint("shop_id", "key"),
    Index(
        "ix_outbox_message",
        "chat_id",
        "message_id",
        sqlite_where=text("message_id IS NOT NULL"),
        postgresql_where=text("message_id IS NOT NULL"),
    ),
    Index("ix_outbox_unsent", "chat_id", "id", sqlite_where=text(_UNSENT), postgresql_where=text(_UNSENT)),
)

letters = Table(
    "letters",
    metadata,
    _id(),
    _shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("author_id", BigId, ForeignKey("people.id"), nullable=False),
    _flag("from_shop"),
    Column("text", Text, nullable=False),
    Column("photo", Text),
    Column("written_at", Moment, nullable=False, index=True),
    Index("ix_letters_author", "author_id", "written_at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("key", Text, primary_key=True),
    _shop(),
    Column("state", Text),
    _json("data"),
    Column("changed_at", Moment, nullable=False),
)
