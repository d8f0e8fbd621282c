"""Connecting a group or channel, and what an owner chooses for it."""

from aiogram.utils.i18n import gettext as _

from bot.chats import Lacking, Place
from bot.shop.money import Tyiyn
from bot.shop.people import Purpose, Shop
from bot.texts.forms import bold, money, safe


def tell_here(place: Place) -> str:
    """The question in a chat that the bot was added to, or that was chosen."""
    return _("Shall I tell sales in “{title}”?").format(title=safe(place.title))


def yes_here() -> str:
    """Button: tell sales there."""
    return _("Yes, tell sales there")


def check_again() -> str:
    """Button: the right was given."""
    return _("Check again")


def connected(place: Place) -> str:
    """Sales are told there from now on."""
    lines = [bold(_("Sales are told in “{title}” from now on.").format(title=safe(place.title)))]
    if place.is_public:
        lines.append(_("This chat is public: names, addresses and buttons are left out."))
        lines.append(_("In private with me there are /desk and /order."))
    if place.lacking is Lacking.PHOTOS:
        lines.append(lacks(place.lacking))
    return "\n".join(lines)


def lacks(what: Lacking) -> str:
    """Which right is missing, and what to do."""
    match what:
        case Lacking.MEMBERSHIP:
            return _("I am not in that chat yet. Add me there, then press the button.")
        case Lacking.POSTS:
            return _("I may not post in that channel. Make me an administrator with the right to post messages.")
        case Lacking.TEXTS:
            return _("I may not write in that chat. Allow me to send messages, or make me an administrator.")
        case Lacking.PHOTOS:
            return _("I may not send photos there; text comes instead. Allow me photos, if you want them.")


def add_me() -> str:
    """Button: opens Telegram's own way to add the bot to a group."""
    return _("Add me to the group")


def choose_chat() -> str:
    """Button of the settings: choose where sales are told."""
    return _("Where sales are told…")


def how_to_choose() -> str:
    """Above the keyboard with Telegram's choosers."""
    return _("Choose the group or channel with a button below. Or just add me to a group: I will ask there.")


def a_group() -> str:
    """Key: Telegram's chooser of groups."""
    return _("Choose a group")


def a_channel() -> str:
    """Key: Telegram's chooser of channels."""
    return _("Choose a channel")


def chosen() -> str:
    """A chat was chosen; the keyboard goes."""
    return _("One moment, I am looking at that chat…")


def here(purpose: Purpose) -> str:
    """Button of the settings within a topic: such things come here."""
    match purpose:
        case Purpose.SALES:
            return _("Sales to this topic")
        case Purpose.DESK:
            return _("The desk to this topic")
        case Purpose.REPORTS:
            return _("Reports to this topic")


def sales_here() -> str:
    """Button of the settings in another chat: sales are told there."""
    return _("Tell sales in this chat")


def quiet() -> str:
    """Button of the settings: from which sum on sales ring."""
    return _("Sound from a sum on…")


def ask_quiet() -> str:
    """Before the sum is chosen."""
    return _("From which sum on shall sales ring? Write it in som as a reply to this message; 0 means all of them.")


def not_a_sum() -> str:
    """The answer was no sum."""
    return _("I did not understand that sum. Write it like 1500 or 0.")


def quiet_line(quiet_below: Tyiyn) -> str:
    """In the settings: which sales ring."""
    if not quiet_below:
        return _("Sound: with every sale")
    return _("Sound: with sales from {sum}").format(sum=money(quiet_below))


def phones_line(shop: Shop) -> str:
    """In the settings: whether phones stand on cards."""
    return _("Phones on sale cards: yes") if shop.shows_phones else _("Phones on sale cards: no, behind a button")


def show_phones() -> str:
    """Button of the settings: phones on cards."""
    return _("Phones on the cards")


def hide_phones() -> str:
    """Button of the settings: no phones on cards."""
    return _("No phones on the cards")


def chat_line(shop: Shop) -> str:
    """In the settings: where sales go."""
    if not shop.merchant_chat_id:
        return _("Sales are told to the owners in private")
    return _("Sales are told in a public chat") if shop.merchant_chat_public else _("Sales are told in a private chat")
