"""The codes of the counter."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text, text

from bot.storage.tables.columns import BigId, Moment, count, flag, metadata, of_shop, own_id

_ON_SHOW = "link IS NOT NULL AND retired_at IS NULL"

counters = Table(
    "counters",
    metadata,
    own_id(),
    of_shop(),
    Column("title", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("transaction_id", Text, unique=True),
    Column("link", Text),
    Column("request_amount", BigInteger),
    Column("payable", BigInteger),
    Column("seen_update", Text),
    Column("since", Moment, nullable=False),
    flag("overdue"),
    Column("chat_id", BigInteger),
    Column("topic_id", BigInteger),
    Column("asked_at", Moment),
    Column("due_at", Moment),
    count("failures"),
    Column("retired_at", Moment),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("state IN ('making', 'locked', 'taken', 'opening', 'open', 'locking')", name="state_known"),
    Index("ix_counters_on_show", "shop_id", "id", sqlite_where=text(_ON_SHOW), postgresql_where=text(_ON_SHOW)),
    Index(
        "ix_counters_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)
