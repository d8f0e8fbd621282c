"""Promo codes. A deleted one stays for the orders that have it; its name is free again."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table, Text, text

from bot.storage.tables.columns import Moment, flag, metadata, of_shop, own_id

_LIVE = "deleted_at IS NULL"

promo_codes = Table(
    "promo_codes",
    metadata,
    own_id(),
    of_shop(),
    Column("code", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("percent", Integer),
    Column("amount", BigInteger),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("most_uses", Integer),
    flag("once_each"),
    Column("least_goods", BigInteger),
    flag("is_off"),
    Column("created_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    CheckConstraint("(percent IS NULL) <> (amount IS NULL)", name="percent_or_amount"),
    CheckConstraint("percent BETWEEN 1 AND 99", name="percent_known"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("most_uses > 0", name="most_uses_positive"),
    CheckConstraint("first_day <= last_day", name="forwards"),
    Index(
        "ix_promo_codes_live",
        "shop_id",
        "folded",
        unique=True,
        sqlite_where=text(_LIVE),
        postgresql_where=text(_LIVE),
    ),
)
