"""Bills: money that a seller asks for in one line."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from bot.storage.tables.columns import BigId, Moment, count, flag, metadata, of_shop, own_id

bills = Table(
    "bills",
    metadata,
    own_id(),
    of_shop(),
    Column("token", Text, nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    flag("many"),
    flag("may_raise"),
    Column("due_at", Moment, nullable=False),
    Column("over_at", Moment),
    Column("cancelled_at", Moment),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("inline_message_id", Text),
    Column("business_id", Text),
    Column("business_chat_id", BigInteger),
    Column("business_message_id", BigInteger),
    Column("business_picture", Text),
    Column("card_chat_id", BigInteger),
    Column("card_topic_id", BigInteger),
    Column("card_message_id", BigInteger),
    Column("card_picture", Text),
    count("cards"),
    UniqueConstraint("shop_id", "origin"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("(business_id IS NULL) = (business_chat_id IS NULL)", name="business_chat_known"),
    Index("ix_bills_of_shop", "shop_id", "id"),
)
