"""Letters between customers and the shop, and what is asked and answered around them."""

import html

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Person, Shop
from bot.texts.forms import bold, safe
from bot.texts.merchant import mention


def to_customer(number: int, shop: Shop, text: str) -> str:
    """What the shop wrote."""
    head = bold(_("{shop} writes about order № {number}:").format(shop=safe(shop.name), number=number))
    return _letter(head, text)


def to_shop(number: int, customer: Person, text: str) -> str:
    """What a customer wrote."""
    head = bold(_("Order № {number}, a letter from the customer:").format(number=number))
    return _letter(f"{head}\n{mention(customer)}", text)


def _letter(head: str, text: str) -> str:
    return f"✉️ {head}\n\n{html.escape(text, quote=False)}".rstrip()


def lost(number: int) -> str:
    """The shop's letter cannot reach the customer."""
    return _("⚠️ Your letter about order № {number} could not be delivered: the customer has closed the chat.").format(
        number=number
    )


def answer() -> str:
    """Button: customers answer the shop, and staff answer them."""
    return _("Answer")


def write_to_shop() -> str:
    """Button: the customer writes to the shop."""
    return _("Write to the shop")


def block() -> str:
    """Button: no more letters from this customer."""
    return _("Block letters")


def unblock() -> str:
    """Button: letters from this customer again."""
    return _("Take letters again")


def ask_staff(number: int) -> str:
    """Before staff write to a customer."""
    return _("Order № {number}: what shall I tell the customer? Text or a photo, as a reply to this message.").format(
        number=number
    )


def ask_customer(number: int) -> str:
    """Before a customer writes to the shop."""
    return _("Order № {number}: write to the shop, with words or a photo. Or press /cancel.").format(number=number)


def sent_to_customer(customer: Person) -> str:
    """Staff's letter is on its way."""
    return _("✓ Sent to {name}.").format(name=safe(customer.name))


def sent_to_shop() -> str:
    """The customer's letter is on its way."""
    return _("Thank you, the shop has it. The answer will come here.")


def left() -> str:
    """The customer does not write after all."""
    return _("All right, nothing was sent.")


def blocked(customer: Person) -> str:
    """The press was heard: no more letters."""
    return _("No more letters from {name}. They can still order.").format(name=customer.name)


def unblocked(customer: Person) -> str:
    """The press was heard: letters again."""
    return _("Letters from {name} come again.").format(name=customer.name)


def not_taken() -> str:
    """To a customer whom the shop has blocked."""
    return _("The shop does not take letters from you. Please call it, or come by.")


def too_many() -> str:
    """To a customer who has written too often."""
    return _("That was a lot of letters within an hour. Please wait a little.")


def nothing_said() -> str:
    """Neither words nor a picture came."""
    return _("Please send words or a photo; nothing else can be passed on.")


def write_in_private() -> str:
    """Questions cannot be asked in this chat, and the bot may not write to the person."""
    return _("Please open a private chat with me and press START first.")
