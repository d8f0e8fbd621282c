"""What is to be told, and what was written."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from bot.storage.tables.columns import BigId, Moment, count, flag, json, metadata, of_shop, own_id

_UNSENT = "sent_at IS NULL AND given_up_at IS NULL"

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    of_shop(),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger),
    Column("kind", Text, nullable=False),
    Column("order_id", BigId, ForeignKey("orders.id")),
    json("facts"),
    Column("key", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    count("attempts"),
    Column("leased_until", Moment),
    flag("fate_unknown"),
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
    Index(
        "ix_outbox_of_order",
        "order_id",
        sqlite_where=text("order_id IS NOT NULL"),
        postgresql_where=text("order_id IS NOT NULL"),
    ),
    Index(
        "ix_outbox_sent",
        "sent_at",
        sqlite_where=text("sent_at IS NOT NULL"),
        postgresql_where=text("sent_at IS NOT NULL"),
    ),
    Index(
        "ix_outbox_given_up",
        "given_up_at",
        sqlite_where=text("given_up_at IS NOT NULL"),
        postgresql_where=text("given_up_at IS NOT NULL"),
    ),
    Index("ix_outbox_unsent", "chat_id", "id", sqlite_where=text(_UNSENT), postgresql_where=text(_UNSENT)),
)

letters = Table(
    "letters",
    metadata,
    own_id(),
    of_shop(),
    Column("order_id", BigId, ForeignKey("orders.id"), nullable=False, index=True),
    Column("author_id", BigId, ForeignKey("people.id"), nullable=False),
    flag("from_shop"),
    Column("text", Text, nullable=False),
    Column("photo", Text),
    Column("written_at", Moment, nullable=False, index=True),
    Index("ix_letters_author", "author_id", "written_at"),
)

summaries = Table(
    "summaries",
    metadata,
    own_id(),
    of_shop(),
    Column("day", Text, nullable=False),
    Column("since_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("told_at", Moment, nullable=False),
    UniqueConstraint("shop_id", "day"),
)
