"""The questions of adding and changing a product, and why an answer cannot be used."""

from aiogram.utils.i18n import gettext as _

from bot.shop.describing import Fault, Unusable
from bot.texts.forms import bold


def step(number: int, count: int, question: str) -> str:
    """A question of several."""
    return _("Step {number} of {count}").format(number=number, count=count) + f"\n{bold(question)}"


def ask_photo() -> str:
    """The picture."""
    return _("Send a photo of the product.")


def ask_title() -> str:
    """The title."""
    return _("What is the product called?")


def ask_label() -> str:
    """A variant's label."""
    return _("What is the variant called? For example: 2 kg, red, large.")


def ask_price() -> str:
    """The price."""
    return _("What does it cost, in som? For example: 1 500")


def ask_description() -> str:
    """The description."""
    return _("Describe it in a few words: what is in it, how big it is.")


def ask_category() -> str:
    """The category."""
    return _("Which category? Choose one, or write a new one.")


def ask_stock() -> str:
    """How many there are."""
    return _("How many are there? Write a number.")


def unusable(why: Unusable) -> str:
    """What is wrong with an answer."""
    match why.fault:
        case Fault.TOO_LONG:
            return _("That is too long: {length} characters, and at most {most} fit.").format(
                length=why.length, most=why.most
            )
        case Fault.NO_PRICE:
            return _("I cannot read that as a price. Please write it like this: 1 500 or 1500.50")
        case Fault.NO_STOCK:
            return _("Please write a whole number from 0 to {most}.").format(most=why.most)
        case _:
            return _("Please write it as a text.")


def no_photo() -> str:
    """Something else came."""
    return _("That is no photo. Please send a photo.")


def bad_photo() -> str:
    """The picture cannot be used."""
    return _("This picture cannot be used. Please send another one.")


def photo_not_fetched() -> str:
    """Telegram did not give it out."""
    return _("Telegram did not give me the photo. Please send it again.")
