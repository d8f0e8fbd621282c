"""What is for sale, and what is in the carts."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.columns import BigId, Moment, flag, metadata, of_shop, own_id

photos = Table(
    "photos",
    metadata,
    own_id(),
    of_shop(),
    Column("content", LargeBinary, nullable=False),
    Column("file_id", Text),
)

products = Table(
    "products",
    metadata,
    own_id(),
    of_shop(),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("stock", Integer),
    Column("photo_id", BigId, ForeignKey("photos.id")),
    Column("position", Integer, nullable=False),
    flag("hidden"),
    Column("parent_id", BigId, ForeignKey("products.id")),
    Column("deleted_at", Moment),
    CheckConstraint("price > 0", name="price_positive"),
    CheckConstraint("stock IS NULL OR stock >= 0", name="stock_not_negative"),
    Index("ix_products_on_sale", "shop_id", "category", "position", postgresql_where=text("NOT hidden")),
    Index(
        "ix_products_variants",
        "parent_id",
        sqlite_where=text("parent_id IS NOT NULL"),
        postgresql_where=text("parent_id IS NOT NULL"),
    ),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    own_id(),
    of_shop(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("product_id", BigId, ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    UniqueConstraint("person_id", "product_id"),
    CheckConstraint("quantity > 0", name="quantity_positive"),
)
