"""The customer's screens."""

from aiogram import Router

from handlers.customer import (
    bills,
    cart,
    catalogue,
    checkout,
    fallback,
    howto,
    language,
    letters,
    orders,
    privacy,
    promo,
    proof,
    repeat,
    start,
    summary,
)
from handlers.filters import InPrivate


def router() -> Router:
    """Every screen of the customer; commands come before the answers to questions, and the unexpected comes last."""
    customer = Router(name="customer")
    customer.message.filter(InPrivate())
    customer.callback_query.filter(InPrivate())
    customer.include_routers(
        proof.router(),
        bills.router(),
        start.router(),
        catalogue.router(),
        cart.router(),
        orders.router(),
        repeat.router(),
        language.router(),
        howto.router(),
        privacy.router(),
        letters.router(),
        promo.router(),
        checkout.router(),
        summary.router(),
        fallback.router(),
    )
    return customer
