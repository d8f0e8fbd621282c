"""Shops, the people in them, and what they are in the middle of saying."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text, UniqueConstraint, text

from bot.storage.tables.columns import Moment, flag, json, metadata, of_shop, own_id

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
    flag("inline_feedback"),
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
