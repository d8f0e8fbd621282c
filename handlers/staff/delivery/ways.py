"""How orders reach customers: pickup and delivery on or off, and the areas that are delivered to."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.offer import Offer
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import areas as texts
from bot.texts import labels
from handlers.filters import OpensStaff
from handlers.screen import View, button, show
from handlers.staff.delivery.buttons import AddArea, AreaAct, AreaButton, OfferDelivery, OfferPickup
from handlers.staff.wanted import OpenWanted


def router() -> Router:
    """The screen of delivery."""
    screens = Router(name="ways of delivery")
    press = screens.callback_query.register
    press(open_delivery, OpensStaff(StaffScreen.DELIVERY))
    press(offer_pickup, OfferPickup.filter())
    press(offer_delivery, OfferDelivery.filter())
    return screens


async def open_delivery(callback: CallbackQuery, person: Person, shopkeeping: Shopkeeping, database: Database) -> None:
    """Show what is set."""
    await show(callback, delivery_view(await shopkeeping.offer(person)), database)


async def offer_pickup(
    callback: CallbackQuery,
    callback_data: OfferPickup,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
) -> None:
    """Switch pickup on or off."""
    await shopkeeping.change_terms(person, lambda terms: replace(terms, offers_pickup=callback_data.on))
    await open_delivery(callback, person, shopkeeping, database)


async def offer_delivery(
    callback: CallbackQuery,
    callback_data: OfferDelivery,
    person: Person,
    shopkeeping: Shopkeeping,
    database: Database,
) -> None:
    """Switch delivery on or off."""
    await shopkeeping.change_terms(person, lambda terms: replace(terms, offers_delivery=callback_data.on))
    await open_delivery(callback, person, shopkeeping, database)


def delivery_view(offer: Offer) -> View:
    """What is set, with a button for each thing."""
    terms = offer.shop.terms
    rows = [
        [
            button(_ticked(texts.pickup(), on=terms.offers_pickup), OfferPickup(on=not terms.offers_pickup)),
            button(_ticked(texts.delivery(), on=terms.offers_delivery), OfferDelivery(on=not terms.offers_delivery)),
        ],
        *([button(area.name, AreaButton(act=AreaAct.OPEN, area_id=area.id))] for area in offer.areas),
        [button(texts.add(), AddArea())],
        [button(texts.day_and_time(), OpenWanted())],
        [button(labels.back(), OpenStaff(screen=StaffScreen.SETTINGS))],
    ]
    return View(texts.overview(offer), rows)


def _ticked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else f"✗ {label}"
