"""What is kept about a person, why and how long, in plain words."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.people import Shop
from bot.shop.privacy import Tie
from bot.texts.forms import bold, safe


def explained(shop: Shop, retention_days: int, letter_days: int) -> str:
    """The whole answer to `/privacy`."""
    days = ngettext("{count} day", "{count} days", retention_days).format(count=retention_days)
    lines = [
        bold(_("Your data at {shop}").format(shop=safe(shop.name))),
        _("We keep only what an order needs:"),
        _("· your name as in Telegram and your language, to speak with you;"),
        _("· your phone, and the address, place and wishes of your orders, to hand them over;"),
        _("· what you ordered and paid and when, for the accounts;"),
        _("· letters between you and the shop: {days} after they arrived.").format(
            days=ngettext("{count} day", "{count} days", letter_days).format(count=letter_days)
        ),
        _("What xPay tells us about a payment is dropped after {days}; your name and bank are never kept.").format(
            days=days
        ),
        _("What the shop's people do is written down and kept for a year."),
        _(
            "Only the people of this shop see your data. Payments go through xPay and your bank, and messages through "
            "Telegram."
        ),
        _("The rest stays until you delete it."),
    ]
    return "\n".join([lines[0], "", *lines[1:6], "", *lines[6:]])


def my_data() -> str:
    """Button: everything as a file."""
    return _("My data")


def delete_me() -> str:
    """Button: delete."""
    return _("Delete my data")


def here_it_is() -> str:
    """Under the file."""
    return _("Everything that the shop keeps about you. Sums are in tyiyn: 100 tyiyn are 1 som.")


def surely() -> str:
    """Before everything is deleted."""
    lines = [
        bold(_("Delete your data?")),
        _("Gone for good: your name, phone, addresses, letters, cart and language."),
        _(
            "The law of accounts wants the sums, dates and goods of paid orders to be kept. They stay, without you: "
            "nothing leads from them to you any more."
        ),
        _("You will not see your old orders, and the shop cannot find them for you."),
        _("Messages that were already sent stay in Telegram, here and in the shop's group."),
    ]
    return "\n\n".join(lines)


def yes_delete() -> str:
    """Button: delete."""
    return _("Yes, delete everything")


def no_keep() -> str:
    """Button: keep."""
    return _("No, keep it")


def done() -> str:
    """Everything is deleted."""
    return _("Your data is deleted. If you ever come back, press /start: we will not know each other.")


def nobody() -> str:
    """What stands where a name was."""
    return _("deleted")


def not_now(tie: Tie, number: int) -> str:
    """Why nothing can be deleted yet."""
    match tie:
        case Tie.WORKS_HERE:
            return _(
                "You work in this shop, and its books need to know who did what. First let an owner remove you from "
                "the staff."
            )
        case Tie.OPEN_ORDER:
            told = _("Order № {number} still waits for its payment. Cancel it or let its time run out, then ask again.")
        case Tie.NOT_HANDED_OVER:
            told = _("Order № {number} is paid, and you have not got it yet. Ask again once it is handed over.")
        case _:
            told = _(
                "There is money of order № {number} that the shop has to decide about. Ask again after that, or it "
                "could not come back to you."
            )
    return told.format(number=number)
