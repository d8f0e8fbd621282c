"""The services that handlers are given, each under the name by which they ask for it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.addresses import Addresses
from bot.checkout import Checkout
from bot.checkout.qr import QRMaker
from bot.clock import Clock
from bot.services.assortment import Assortment
from bot.services.billing import Billing, Visits
from bot.services.counter import Counters, Switching
from bot.services.desk import Desk
from bot.services.exports import Exports
from bot.services.first_steps import FirstSteps
from bot.services.fulfilment import Fulfilment
from bot.services.order_notes import OrderNotes
from bot.services.privacy import Privacy
from bot.services.promotions import Promotions
from bot.services.relay import Relay
from bot.services.shopkeeping import Shopkeeping
from bot.services.team import Team
from bot.settings import Settings
from bot.settlement import Comparing, Settlement
from bot.storage.database import Database
from bot.xpay import XPayClient

new_token: Callable[[], str] = partial(secrets.token_urlsafe, 24)
"""The unguessable part of an address."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the services stand on."""

    settings: Settings
    database: Database
    clock: Clock
    addresses: Addresses
    xpay_of: Callable[[int], XPayClient]
    settlement: Settlement
    comparing: Comparing
    switching: Switching


def services(on: Ground) -> dict[str, Any]:
    """Everything that handlers ask for by name, besides what Telegram's update itself brings."""
    database, clock, page_url = on.database, on.clock, on.settings.xpay_page_url
    checkout = Checkout(
        database, clock, on.xpay_of, on.settlement, on.addresses, new_token=new_token, page_url=page_url
    )
    first_question = on.settlement.first_question
    qr = QRMaker(database, clock, on.xpay_of, on.addresses, page_url=page_url, first_question=first_question)
    return {
        "database": database,
        "clock": clock,
        "addresses": on.addresses,
        "checkout": checkout,
        "billing": Billing(database, clock, checkout, on.settlement, qr, new_token=new_token),
        "visits": Visits(database, clock, checkout, qr, new_token=new_token),
        "counters": Counters(
            database, clock, on.xpay_of, on.switching, on.addresses, new_token=new_token, page_url=page_url
        ),
        "desk": Desk(database, clock),
        "fulfilment": Fulfilment(database, clock),
        "relay": Relay(database, clock),
        "comparing": on.comparing,
        "exports": Exports(database),
        "assortment": Assortment(database, clock),
        "notes": OrderNotes(database, clock),
        "shopkeeping": Shopkeeping(database, clock),
        "promotions": Promotions(database, clock),
        "team": Team(database, clock),
        "privacy": Privacy(database, clock, on.settings.retention_days),
        "first_steps": FirstSteps(database, clock, on.xpay_of, names_point=bool(on.settings.xpay_service_uuid)),
    }
