"""Shops, the people in them, and what they are in the middle of saying."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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

from bot.storage.tables.columns import BigId, Moment, count, flag, json, metadata, of_shop, own_id

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
    Column("summary", Text, nullable=False, server_default=text("'sales'")),
    Column("summary_minute", Integer, nullable=False, server_default=text("1260")),
    Column("hours", JSON(none_as_null=True)),
    Column("offers_pickup", Boolean, nullable=False, server_default=text("true")),
    Column("offers_delivery", Boolean, nullable=False, server_default=text("true")),
    Column("asks_when", Text, nullable=False, server_default=text("'nothing'")),
    count("lead_hours"),
    Column("days_ahead", Integer, nullable=False, server_default=text("14")),
    Column("slot_minutes", Integer, nullable=False, server_default=text("120")),
    Column("takes_when_closed", Boolean, nullable=False, server_default=text("true")),
    Column("paused_at", Moment),
    Column("paused_by", Text),
    Column("paused_why", Text),
    Column("bank_buttons", Text, nullable=False, server_default=text("''")),
    flag("inline_feedback"),
    Column("last_order_number", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("offers_pickup OR offers_delivery", name="goods_reach_people"),
    CheckConstraint("asks_when IN ('nothing', 'day', 'time')", name="asks_when_known"),
    CheckConstraint("lead_hours >= 0 AND days_ahead >= 0 AND slot_minutes > 0", name="times_possible"),
    CheckConstraint("(paused_at IS NULL) = (paused_by IS NULL)", name="paused_by_somebody"),
)

delivery_areas = Table(
    "delivery_areas",
    metadata,
    own_id(),
    of_shop(),
    Column("name", Text, nullable=False),
    Column("fee", BigInteger, nullable=False),
    Column("free_from", BigInteger),
    Column("position", Integer, nullable=False),
    UniqueConstraint("shop_id", "name"),
    CheckConstraint("fee >= 0", name="fee_not_negative"),
    CheckConstraint("free_from IS NULL OR free_from > 0", name="free_from_positive"),
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

code_tries = Table(
    "code_tries",
    metadata,
    own_id(),
    of_shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_code_tries_person", "person_id", "code", "at"),
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
