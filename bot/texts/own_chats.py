"""What staff read about the bot in their own chats: always in private, never in those chats."""

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Shop
from bot.texts import staff_bills
from bot.texts.forms import safe


def connected() -> str:
    """The bot may write in their chats now."""
    told = _(
        "I am connected to your own chats. Write to a customer there: {sample}, and the card to pay by appears in that "
        "chat. Of all other messages I keep nothing."
    )
    return told.format(sample=staff_bills.sample())


def no_right() -> str:
    """It is connected, and may not write there."""
    return _(
        "I am connected to your own chats, but may not write there. Allow me to reply to messages: Telegram → Settings "
        "→ Business → Chatbots."
    )


def ended() -> str:
    """It was taken out of their chats."""
    return _("I am no longer connected to your own chats. Bills can be made here as before: /bill")


def not_staff(shop: Shop) -> str:
    """Somebody who does not work here connected the bot."""
    told = _(
        "I write bills for those who work at {shop}, so I do nothing in your chats, and keep nothing of them. You can "
        "disconnect me: Telegram → Settings → Business → Chatbots."
    )
    return told.format(shop=safe(shop.name))


def how() -> str:
    """A line that is no bill was written in a chat with a customer."""
    told = _("I could not read the bill that you wrote to a customer. Sum first, then what it is for: {sample}")
    return told.format(sample=staff_bills.sample())


def card_here() -> str:
    """The bill is made, and its card cannot go into their chat for want of the right."""
    return _(
        "The bill is made, but I may not write in your chat with the customer, so its card is here: pass it on. To "
        "have it there, allow me to reply to messages: Telegram → Settings → Business → Chatbots."
    )


def closed() -> str:
    """Telegram takes no message of ours in that chat."""
    return _(
        "Telegram does not let me write in your chat with the customer, so the bill's card is here. I can write there "
        "while I am connected, and for 24 hours after the customer's last message."
    )
