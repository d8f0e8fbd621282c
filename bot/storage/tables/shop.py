"""Shops, the people in them, and what they are in the middle of saying."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from bot.storage.tables.columns import BigId, Moment, flag, json, metadata, of_shop, own_id

shops = Table(
    "shops",
    metadata,
    own_id(),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("order_ttl_minutes", Integer, nullable=False),
    Column("merchant_chat_id", BigInteger, nullable=False),
    Column("merchant_topic_id", BigInteger),
    flag("merchant_chat_public"),
    flag("accepts_late"),
    Column("desk_topic_id", BigInteger),
    Column("reports_topic_id", BigInteger),
    Column("quiet_below", BigInteger, nullable=False, server_default=text("0")),
    flag("shows_phones"),
    Column("last_order_number", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Moment, nullable=False),
)

people = Table(
    "people",
    metadata,
    own_id(),
    of_shop(),
    Column("telegram_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("language", Text, nullable=False),
    flag("language_chosen"),
    Column("phone", Text),
    Column("role", Text, nullable=False),
    flag("owner_by_settings"),
    Column("blocked_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("shop_id", "telegram_id"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("key", Text, primary_key=True),
    of_shop(),
    Column("state", Text),
    json("data"),
    Column("changed_at", Moment, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    own_id(),
    of_shop(),
    Column("code_hash", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("shop_id"),
)

claim_tries = Table(
    "claim_tries",
    metadata,
    own_id(),
    of_shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_claim_tries_person", "person_id", "at"),
)

audit = Table(
    "audit",
    metadata,
    own_id(),
    of_shop(),
    Column("at", Moment, nullable=False, index=True),
    Column("actor_id", BigId, ForeignKey("people.id")),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    json("facts"),
    Index("ix_audit_shop", "shop_id", "id"),
    Index("ix_audit_actor", "actor_id", "id"),
)
