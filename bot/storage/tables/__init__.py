"""The tables. Every one carries `shop_id`, money is in tyiyn, times are UTC."""

from bot.storage.tables.bills import bills
from bot.storage.tables.business import business_connections
from bot.storage.tables.columns import BigId, Moment, metadata
from bot.storage.tables.counter import counters
from bot.storage.tables.goods import cart_lines, photos, products
from bot.storage.tables.messages import letters, outbox, summaries
from bot.storage.tables.money import callbacks, desk_cases, payments, refunds, transfers
from bot.storage.tables.orders import order_events, order_lines, orders, search_words
from bot.storage.tables.promo import promo_codes
from bot.storage.tables.shop import audit, claims, code_tries, conversations, delivery_areas, people, shops

__all__ = [
    "BigId",
    "Moment",
    "audit",
    "bills",
    "business_connections",
    "callbacks",
    "cart_lines",
    "claims",
    "code_tries",
    "conversations",
    "counters",
    "delivery_areas",
    "desk_cases",
    "letters",
    "metadata",
    "order_events",
    "order_lines",
    "orders",
    "outbox",
    "payments",
    "people",
    "photos",
    "products",
    "promo_codes",
    "refunds",
    "search_words",
    "shops",
    "summaries",
    "transfers",
]
