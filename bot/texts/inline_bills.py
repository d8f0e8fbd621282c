"""Bills that are sent inline: the offer, and what stands there until the bill is made."""

from aiogram.utils.i18n import gettext as _

from bot.shop.bills import MOST_TITLE
from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.texts.forms import bold, money, safe


def title(amount: Tyiyn) -> str:
    """The result that is offered."""
    return _("Bill: {sum}").format(sum=money(amount))


def preparing(amount: Tyiyn, title: str) -> str:
    """What is sent at first."""
    return "\n".join([bold(safe(title, MOST_TITLE)), money(amount), "", _("The bill is being prepared…")])


def button() -> str:
    """Button under what is sent at first."""
    return _("Preparing…")


def failed(amount: Tyiyn, title: str) -> str:
    """xPay does not answer."""
    sentence = _("The bill could not be made now. The seller can press the button to try again.")
    return "\n".join([bold(safe(title, MOST_TITLE)), money(amount), "", sentence])


def again() -> str:
    """Button of the seller under that."""
    return _("Try again")


def how() -> str:
    """Above the results, when nothing can be read."""
    return _("Write the sum and what it is for")


def to_shop(shop: Shop) -> str:
    """Above no results, for those who are no staff."""
    return _("Open {shop}").format(shop=shop.name)[:64]


def wait() -> str:
    """Alert: somebody who is no staff pressed."""
    return _("The seller is preparing this bill. One moment, please.")


def feedback_off() -> str:
    """Alert to staff: Telegram did not tell that the result was sent, and the button cannot carry it all."""
    return _("Telegram did not tell me of this. Owner: /setinlinefeedback, 100% in {botfather}. Or: /bill").format(
        botfather="@BotFather"
    )
