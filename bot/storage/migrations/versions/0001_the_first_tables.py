"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables import BigId, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "shops",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("order_ttl_minutes", sa.Integer(), nullable=False),
        sa.Column("merchant_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("merchant_topic_id", sa.BigInteger(), nullable=True),
        sa.Column("merchant_chat_public", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("accepts_late", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("desk_topic_id", sa.BigInteger(), nullable=True),
        sa.Column("reports_topic_id", sa.BigInteger(), nullable=True),
        sa.Column("quiet_below", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("shows_phones", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("summary", sa.Text(), server_default=sa.text("'sales'"), nullable=False),
        sa.Column("summary_minute", sa.Integer(), server_default=sa.text("(1260)"), nullable=False),
        sa.Column("hours", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("offers_pickup", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("offers_delivery", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("asks_when", sa.Text(), server_default=sa.text("'nothing'"), nullable=False),
        sa.Column("lead_hours", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("days_ahead", sa.Integer(), server_default=sa.text("(14)"), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), server_default=sa.text("(120)"), nullable=False),
        sa.Column("takes_when_closed", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("paused_by", sa.Text(), nullable=True),
        sa.Column("paused_why", sa.Text(), nullable=True),
        sa.Column("bank_buttons", sa.Text(), server_default=sa.text("('')"), nullable=False),
        sa.Column("inline_feedback", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("last_order_number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("asks_when IN ('nothing', 'day', 'time')", name=op.f("ck_shops_asks_when_known")),
        sa.CheckConstraint("(paused_at IS NULL) = (paused_by IS NULL)", name=op.f("ck_shops_paused_by_somebody")),
        sa.CheckConstraint(
            "lead_hours >= 0 AND days_ahead >= 0 AND slot_minutes > 0", name=op.f("ck_shops_times_possible")
        ),
        sa.CheckConstraint("offers_pickup OR offers_delivery", name=op.f("ck_shops_goods_reach_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
    )
    op.create_table(
        "claims",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_claims_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_claims_shop_id")),
    )
    op.create_table(
        "conversations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_conversations_shop_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    op.create_table(
        "delivery_areas",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("free_from", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_delivery_areas_fee_not_negative")),
        sa.CheckConstraint("free_from IS NULL OR free_from > 0", name=op.f("ck_delivery_areas_free_from_positive")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_delivery_areas_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_areas")),
        sa.UniqueConstraint("shop_id", "name", name=op.f("uq_delivery_areas_shop_id_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("owner_by_settings", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("blocked_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_people_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("shop_id", "telegram_id", name=op.f("uq_people_shop_id_telegram_id")),
    )
    op.create_table(
        "photos",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_photos_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    op.create_table(
        "promo_codes",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("once_each", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("least_goods", sa.BigInteger(), nullable=True),
        sa.Column("is_off", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.CheckConstraint("(percent IS NULL) <> (amount IS NULL)", name=op.f("ck_promo_codes_percent_or_amount")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_promo_codes_amount_positive")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_promo_codes_forwards")),
        sa.CheckConstraint("most_uses > 0", name=op.f("ck_promo_codes_most_uses_positive")),
        sa.CheckConstraint("percent BETWEEN 1 AND 99", name=op.f("ck_promo_codes_percent_known")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_promo_codes_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_codes")),
    )
    op.create_index(
        "ix_promo_codes_live",
        "promo_codes",
        ["shop_id", "folded"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "summaries",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("since_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_summaries_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summaries")),
        sa.UniqueConstraint("shop_id", "day", name=op.f("uq_summaries_shop_id_day")),
    )
    op.create_table(
        "audit",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor_id", BigId, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_actor_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_audit_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_actor", "audit", ["actor_id", "id"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index("ix_audit_shop", "audit", ["shop_id", "id"], unique=False)
    op.create_table(
        "bills",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("many", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("may_raise", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("over_at", Moment(), nullable=True),
        sa.Column("cancelled_at", Moment(), nullable=True),
        sa.Column("made_by", BigId, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("inline_message_id", sa.Text(), nullable=True),
        sa.Column("business_id", sa.Text(), nullable=True),
        sa.Column("business_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("business_message_id", sa.BigInteger(), nullable=True),
        sa.Column("business_picture", sa.Text(), nullable=True),
        sa.Column("card_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("card_topic_id", sa.BigInteger(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("card_picture", sa.Text(), nullable=True),
        sa.Column("cards", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "(business_id IS NULL) = (business_chat_id IS NULL)", name=op.f("ck_bills_business_chat_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bills_amount_positive")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_bills_made_by")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_bills_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
        sa.UniqueConstraint("shop_id", "origin", name=op.f("uq_bills_shop_id_origin")),
        sa.UniqueConstraint("token", name=op.f("uq_bills_token")),
    )
    op.create_index("ix_bills_of_shop", "bills", ["shop_id", "id"], unique=False)
    op.create_table(
        "business_connections",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("connection_id", sa.Text(), nullable=False),
        sa.Column("can_reply", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("heard_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_business_connections_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_business_connections_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_connections")),
        sa.UniqueConstraint("shop_id", "connection_id", name=op.f("uq_business_connections_shop_id_connection_id")),
    )
    op.create_index(op.f("ix_business_connections_person_id"), "business_connections", ["person_id"], unique=False)
    op.create_table(
        "code_tries",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_code_tries_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_code_tries_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tries")),
    )
    op.create_index("ix_code_tries_person", "code_tries", ["person_id", "code", "at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", BigId, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("request_amount", sa.BigInteger(), nullable=True),
        sa.Column("payable", sa.BigInteger(), nullable=True),
        sa.Column("seen_update", sa.Text(), nullable=True),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("overdue", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('making', 'locked', 'taken', 'opening', 'open', 'locking')", name=op.f("ck_counters_state_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_counters_amount_positive")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_counters_made_by")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_counters_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_counters_token_hash")),
        sa.UniqueConstraint("transaction_id", name=op.f("uq_counters_transaction_id")),
    )
    op.create_index(
        "ix_counters_due",
        "counters",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_counters_on_show",
        "counters",
        ["shop_id", "id"],
        unique=False,
        sqlite_where=sa.text("link IS NOT NULL AND retired_at IS NULL"),
        postgresql_where=sa.text("link IS NOT NULL AND retired_at IS NULL"),
    )
    op.create_table(
        "products",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("photo_id", BigId, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("parent_id", BigId, nullable=True),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.CheckConstraint("price > 0", name=op.f("ck_products_price_positive")),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name=op.f("ck_products_stock_not_negative")),
        sa.ForeignKeyConstraint(["parent_id"], ["products.id"], name=op.f("fk_products_parent_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_products_photo_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_products_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index(
        "ix_products_on_sale",
        "products",
        ["shop_id", "category", "position"],
        unique=False,
        postgresql_where=sa.text("NOT hidden"),
    )
    op.create_index(
        "ix_products_variants",
        "products",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "cart_lines",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_lines_quantity_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cart_lines_person_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_cart_lines_product_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_cart_lines_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_lines")),
        sa.UniqueConstraint("person_id", "product_id", name=op.f("uq_cart_lines_person_id_product_id")),
    )
    op.create_table(
        "orders",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("handover", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("delivery_fee", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("discount", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("promo_id", BigId, nullable=True),
        sa.Column("promo", sa.Text(), nullable=True),
        sa.Column("wanted_from_at", Moment(), nullable=True),
        sa.Column("wanted_until_at", Moment(), nullable=True),
        sa.Column("prepare_by", Moment(), nullable=True),
        sa.Column("as_soon", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("basket", sa.Text(), nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.Column("paid_late", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("paid_seconds", sa.Integer(), nullable=True),
        sa.Column("paid_first", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("is_test", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("rejected_why", sa.Text(), nullable=True),
        sa.Column("fulfilment", sa.Text(), server_default=sa.text("'new'"), nullable=False),
        sa.Column("bill_id", BigId, nullable=True),
        sa.Column("unclaimed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("card_picture", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("counter_id", BigId, nullable=True),
        sa.CheckConstraint(
            "(fulfilment = 'rejected') = (rejected_why IS NOT NULL)", name=op.f("ck_orders_rejected_says_why")
        ),
        sa.CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name=op.f("ck_orders_paid_has_its_time")),
        sa.CheckConstraint("fulfilment = 'new' OR state = 'paid'", name=op.f("ck_orders_only_paid_is_filled")),
        sa.CheckConstraint(
            "fulfilment IN ('new', 'taken', 'ready', 'handed_over', 'rejected')",
            name=op.f("ck_orders_fulfilment_known"),
        ),
        sa.CheckConstraint(
            "state IN ('placed', 'waiting', 'processing', 'paid', 'expired', 'cancelled')",
            name=op.f("ck_orders_state_known"),
        ),
        sa.CheckConstraint("(promo_id IS NULL) = (promo IS NULL)", name=op.f("ck_orders_promo_has_its_code")),
        sa.CheckConstraint(
            "(wanted_from_at IS NULL) = (wanted_until_at IS NULL)", name=op.f("ck_orders_wanted_from_and_until")
        ),
        sa.CheckConstraint(
            "delivery_fee >= 0 AND delivery_fee <= total", name=op.f("ck_orders_delivery_fee_within_total")
        ),
        sa.CheckConstraint("discount = 0 OR promo_id IS NOT NULL", name=op.f("ck_orders_discount_has_its_promo")),
        sa.CheckConstraint("discount >= 0", name=op.f("ck_orders_discount_not_negative")),
        sa.CheckConstraint("total > 0", name=op.f("ck_orders_total_positive")),
        sa.CheckConstraint("wanted_from_at < wanted_until_at", name=op.f("ck_orders_wanted_forwards")),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_orders_bill_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_orders_counter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_orders_person_id")),
        sa.ForeignKeyConstraint(["promo_id"], ["promo_codes.id"], name=op.f("fk_orders_promo_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_orders_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("shop_id", "number", name=op.f("uq_orders_shop_id_number")),
        sa.UniqueConstraint("token", name=op.f("uq_orders_token")),
    )
    op.create_index(
        "ix_orders_done",
        "orders",
        ["shop_id", "number"],
        unique=False,
        sqlite_where=sa.text("fulfilment IN ('handed_over', 'rejected')"),
        postgresql_where=sa.text("fulfilment IN ('handed_over', 'rejected')"),
    )
    op.create_index(
        "ix_orders_of_bill",
        "orders",
        ["bill_id", "id"],
        unique=False,
        sqlite_where=sa.text("bill_id IS NOT NULL"),
        postgresql_where=sa.text("bill_id IS NOT NULL"),
    )
    op.create_index("ix_orders_of_person", "orders", ["person_id", "number"], unique=False)
    op.create_index(
        "ix_orders_open_basket",
        "orders",
        ["person_id", "basket"],
        unique=True,
        sqlite_where=sa.text("state IN ('placed', 'waiting', 'processing')"),
        postgresql_where=sa.text("state IN ('placed', 'waiting', 'processing')"),
    )
    op.create_index("ix_orders_placed", "orders", ["shop_id", "placed_at", "state", "is_test"], unique=False)
    op.create_index(
        "ix_orders_promo",
        "orders",
        ["promo_id", "state", "person_id"],
        unique=False,
        sqlite_where=sa.text("promo_id IS NOT NULL"),
        postgresql_where=sa.text("promo_id IS NOT NULL"),
    )
    op.create_index(
        "ix_orders_ready",
        "orders",
        ["shop_id", "number"],
        unique=False,
        sqlite_where=sa.text("fulfilment = 'ready'"),
        postgresql_where=sa.text("fulfilment = 'ready'"),
    )
    op.create_index(
        "ix_orders_sold",
        "orders",
        [
            "shop_id",
            "paid_at",
            "received",
            "fee",
            "person_id",
            "paid_seconds",
            "paid_first",
            "is_test",
            "counter_id",
            "unclaimed",
            "id",
        ],
        unique=False,
        sqlite_where=sa.text("paid_at IS NOT NULL"),
        postgresql_where=sa.text("paid_at IS NOT NULL"),
    )
    op.create_index(
        "ix_orders_to_prepare",
        "orders",
        ["shop_id", "prepare_by", "number"],
        unique=False,
        sqlite_where=sa.text(
            "state = 'paid' AND fulfilment IN ('new', 'taken') AND counter_id IS NULL AND NOT is_test"
        ),
        postgresql_where=sa.text(
            "state = 'paid' AND fulfilment IN ('new', 'taken') AND counter_id IS NULL AND NOT is_test"
        ),
    )
    op.create_index(
        "ix_orders_unpaid",
        "orders",
        ["shop_id", "number"],
        unique=False,
        sqlite_where=sa.text("state IN ('placed', 'waiting', 'processing')"),
        postgresql_where=sa.text("state IN ('placed', 'waiting', 'processing')"),
    )
    op.create_table(
        "letters",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("from_shop", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_letters_author_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_letters_order_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_letters_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_author", "letters", ["author_id", "written_at"], unique=False)
    op.create_index(op.f("ix_letters_order_id"), "letters", ["order_id"], unique=False)
    op.create_index(op.f("ix_letters_written_at"), "letters", ["written_at"], unique=False)
    op.create_table(
        "order_events",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("actor_id", BigId, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_order_events_actor_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_order_events_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index(op.f("ix_order_events_order_id"), "order_events", ["order_id"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("held = 0 OR held = quantity", name=op.f("ck_order_lines_held_whole")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity_positive")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_order_lines_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    op.create_index("ix_order_lines_of_order", "order_lines", ["order_id", "title", "price", "quantity"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("fate_unknown", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("given_up_at", Moment(), nullable=True),
        sa.Column("given_up_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_outbox_order_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_outbox_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("shop_id", "key", name=op.f("uq_outbox_shop_id_key")),
    )
    op.create_index(
        "ix_outbox_given_up",
        "outbox",
        ["given_up_at"],
        unique=False,
        sqlite_where=sa.text("given_up_at IS NOT NULL"),
        postgresql_where=sa.text("given_up_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_message",
        "outbox",
        ["chat_id", "message_id"],
        unique=False,
        sqlite_where=sa.text("message_id IS NOT NULL"),
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_of_order",
        "outbox",
        ["order_id"],
        unique=False,
        sqlite_where=sa.text("order_id IS NOT NULL"),
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["chat_id", "id"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "payments",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("request_amount", sa.BigInteger(), nullable=True),
        sa.Column("payable", sa.BigInteger(), nullable=True),
        sa.Column("transaction_id", sa.Text(), nullable=True),
        sa.Column("adopted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("may_raise", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("urgency", sa.Integer(), server_default=sa.text("2"), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("callbacks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("counter_id", BigId, nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_positive")),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_payments_counter_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_payments_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_payments_token_hash")),
        sa.UniqueConstraint("transaction_id", name=op.f("uq_payments_transaction_id")),
    )
    op.create_index(
        "ix_payments_due",
        "payments",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_payments_of_counter",
        "payments",
        ["counter_id", "id"],
        unique=False,
        sqlite_where=sa.text("counter_id IS NOT NULL"),
        postgresql_where=sa.text("counter_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_payments_order_id"), "payments", ["order_id"], unique=False)
    op.create_table(
        "search_words",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.CheckConstraint("(order_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_search_words_of_one_thing")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_search_words_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_search_words_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_search_words_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
    )
    op.create_index(op.f("ix_search_words_order_id"), "search_words", ["order_id"], unique=False)
    op.create_index(op.f("ix_search_words_person_id"), "search_words", ["person_id"], unique=False)
    op.create_index("ix_search_words_word", "search_words", ["shop_id", "word", "order_id", "person_id"], unique=False)
    op.create_table(
        "callbacks",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("payment_id", BigId, nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_callbacks_payment_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_callbacks_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
    )
    op.create_index(op.f("ix_callbacks_payment_id"), "callbacks", ["payment_id"], unique=False)
    op.create_index(op.f("ix_callbacks_received_at"), "callbacks", ["received_at"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("payment_id", BigId, nullable=False),
        sa.Column("trx", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("executed_time", sa.Text(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_transfers_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_transfers_payment_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_transfers_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("shop_id", "trx", name=op.f("uq_transfers_shop_id_trx")),
    )
    op.create_index(
        "ix_transfers_one_per_order",
        "transfers",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("order_id IS NOT NULL"),
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_transfers_payment_id"), "transfers", ["payment_id"], unique=False)
    op.create_index("ix_transfers_seen", "transfers", ["shop_id", "seen_at"], unique=False)
    op.create_table(
        "desk_cases",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("payment_id", BigId, nullable=True),
        sa.Column("transfer_id", BigId, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_desk_cases_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_desk_cases_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_desk_cases_payment_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_desk_cases_shop_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfers.id"], name=op.f("fk_desk_cases_transfer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_cases")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_desk_cases_transfer_id")),
    )
    op.create_index(
        "ix_desk_cases_open",
        "desk_cases",
        ["shop_id", "id", "order_id"],
        unique=False,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_index(op.f("ix_desk_cases_order_id"), "desk_cases", ["order_id"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("shop_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_refunds_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_cases.id"], name=op.f("fk_refunds_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_refunds_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index("ix_refunds_made", "refunds", ["shop_id", "at"], unique=False)
    op.create_index(op.f("ix_refunds_order_id"), "refunds", ["order_id"], unique=False)
