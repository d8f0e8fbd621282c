"""`/products`: everything about what the shop sells, in private chats with its staff."""

from aiogram import Router

from handlers.filters import InPrivate
from handlers.staff.products import adding, answers, card, files, listing


def router() -> Router:
    """The products. In groups there is but the way to the private chat."""
    products = Router(name="products")
    inside = Router(name="products in private")
    inside.message.filter(InPrivate())
    inside.callback_query.filter(InPrivate())
    inside.include_routers(listing.router(), card.router(), adding.router(), answers.router(), files.router())
    products.include_routers(inside, listing.elsewhere())
    return products
