"""How each question of ordering is put: its words, and the answers that take one tap."""

from dataclasses import dataclass
from datetime import date, datetime

from aiogram.fsm.state import State
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup

from bot.checkout import NoTimes
from bot.shop import when
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.people import Person, Shop
from bot.shop.pricing import Area
from bot.texts import areas as area_texts
from bot.texts import checkout as texts
from bot.texts import labels, promo
from bot.texts import when as when_texts
from handlers.customer import choices
from handlers.customer.draft import Beside, Step

Keys = list[list[KeyboardButton]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is sent."""

    text: str
    keyboard: ReplyKeyboardMarkup


def _put(text: str, rows: Keys, placeholder: str | None = None) -> Question:
    """Back and cancel are always among the answers."""
    ways_out = [KeyboardButton(text=labels.back()), KeyboardButton(text=labels.cancel())]
    keyboard = ReplyKeyboardMarkup(
        keyboard=[*rows, ways_out], resize_keyboard=True, input_field_placeholder=placeholder
    )
    return Question(text, keyboard)


def plain_question(step: State, person: Person) -> Question:
    """The questions that are the same whatever the shop offers."""
    if step == Step.handover:
        return _put(
            texts.ask_handover(), [[KeyboardButton(text=labels.pickup()), KeyboardButton(text=labels.delivery())]]
        )
    if step == Step.comment:
        return _put(texts.ask_comment(), [[KeyboardButton(text=labels.skip())]])
    if step == Beside.promo:
        return _put(promo.ask_code(), [])
    known = [[KeyboardButton(text=person.phone)]] if person.phone else []
    share = [KeyboardButton(text=labels.share_phone(), request_contact=True)]
    return _put(texts.ask_phone(), [*known, share], texts.PHONE_SAMPLE)


def ask_area(offer: Offer, goods: Tyiyn) -> Question:
    """Which part of town?"""
    return _put(area_texts.ask_area(offer.areas), choices.keys(choices.areas(offer, goods), 1))


def ask_address(area: Area | None, *, single: bool) -> Question:
    """Where to? Where the shop has a single area, this is where the customer reads of it."""
    question = texts.ask_address()
    text = f"{area_texts.terms(area)}\n\n{question}" if area is not None and single else question
    share = [[KeyboardButton(text=labels.share_location(), request_location=True)]]
    return _put(text, share, texts.address_sample())


def ask_day(shop: Shop, now: datetime) -> Question:
    """For which day?

    Raises:
        NoTimes: when there is none.
    """
    days = choices.keys(choices.days(shop, now), 2)
    soon = [[KeyboardButton(text=when_texts.soon())]] if when.may_be_soon(shop, now) else []
    if not days and not soon:
        raise NoTimes
    return _put(when_texts.ask_day(), [*soon, *days])


def ask_time(shop: Shop, day: date | None, now: datetime) -> Question | None:
    """At what time of the chosen day? None when that has no times left."""
    slots = choices.keys(choices.slots(shop, day, now), 2) if day is not None else []
    return _put(when_texts.ask_time(), slots) if slots else None
