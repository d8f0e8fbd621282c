"""Whose own chats the bot is connected to."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from bot.storage.tables.columns import BigId, Moment, flag, metadata, of_shop, own_id

business_connections = Table(
    "business_connections",
    metadata,
    own_id(),
    of_shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False, index=True),
    Column("connection_id", Text, nullable=False),
    flag("can_reply"),
    flag("enabled"),
    Column("heard_at", Moment, nullable=False),
    UniqueConstraint("shop_id", "connection_id"),
)
