"""What is written on buttons."""

from aiogram.utils.i18n import gettext as _

from bot.shop.cart import CartLine
from bot.shop.catalogue import Product
from bot.shop.money import Tyiyn
from bot.shop.people import Language, clean_name
from bot.texts.forms import money

LESS, MORE = "−", "+"
PREVIOUS, NEXT = "‹", "›"
LANGUAGES = {Language.KY: "Кыргызча", Language.RU: "Русский", Language.EN: "English"}
"""Each language by its own name, for those who read no other."""


def catalogue() -> str:
    """Opens the catalogue."""
    return _("🛍 Catalogue")


def cart(total: Tyiyn) -> str:
    """Opens the cart; says what is in it."""
    return _("🧺 Cart · {sum}").format(sum=money(total)) if total else _("🧺 Cart")


def orders() -> str:
    """Opens one's orders."""
    return _("My orders")


def help_() -> str:
    """Opens the help."""
    return _("Help")


def menu() -> str:
    """Opens the menu."""
    return _("Menu")


def back() -> str:
    """One step back."""
    return _("← Back")


def cancel() -> str:
    """Leaves the ordering; the cart stays."""
    return _("Cancel")


def skip() -> str:
    """Leaves an optional question out."""
    return _("Skip")


def everything() -> str:
    """Opens all products, whatever their section."""
    return _("Everything")


def sections() -> str:
    """Opens the list of sections."""
    return _("← All sections")


def product(item: Product) -> str:
    """A product in a list."""
    title = item.name_within(36)
    if item.is_sold_out:
        return _("{title} · sold out").format(title=title)
    return f"{title} · {price(item)}"


def variant(item: Product) -> str:
    """A variant under its product."""
    label = clean_name(item.label, 36)
    return _("{title} · sold out").format(title=label) if item.is_sold_out else f"{label} · {money(item.price)}"


def price(item: Product) -> str:
    """The price, or the lowest one where variants differ."""
    if len(item.prices) < 2:
        return money(min(item.prices, default=item.price))
    return _("from {sum}").format(sum=money(item.prices[0]))


def cart_line(line: CartLine) -> str:
    """A product in the cart."""
    return f"{line.quantity} × {line.product.name_within(36)}"


def add_to_cart() -> str:
    """Puts the first unit into the cart."""
    return _("Add to cart")


def check_out(total: Tyiyn) -> str:
    """Begins to order."""
    return _("Check out · {sum}").format(sum=money(total))


def empty_cart() -> str:
    """Takes everything out of the cart."""
    return _("Empty the cart")


def pickup() -> str:
    """The customer comes for the goods."""
    return _("I will pick it up")


def delivery() -> str:
    """The goods come to the customer."""
    return _("Delivery")


def share_location() -> str:
    """Sends one's place."""
    return _("📍 Send my location")


def share_phone() -> str:
    """Sends one's own number."""
    return _("📱 Send my number")


def confirm() -> str:
    """Places the order."""
    return _("Confirm and pay")


def pay(total: Tyiyn) -> str:
    """Opens the payment page."""
    return _("Pay {sum}").format(sum=money(total))


def copy_link() -> str:
    """Copies the payment link."""
    return _("Copy the link")


def have_paid() -> str:
    """Has xPay asked at once."""
    return _("I have paid")


def cancel_order() -> str:
    """Asks whether the order is to be cancelled."""
    return _("Cancel the order")


def cancel_surely() -> str:
    """Cancels the order."""
    return _("Yes, cancel it")


def keep_order() -> str:
    """Does not cancel the order."""
    return _("No, keep it")


def new_qr() -> str:
    """Makes a fresh QR."""
    return _("New QR code")


def repeat() -> str:
    """Puts an earlier order into the cart again."""
    return _("🔁 Order again")


def repeat_of(number: int) -> str:
    """The same, where the order has to be named."""
    return _("🔁 Order № {number} again").format(number=number)


def try_again() -> str:
    """Does again what failed."""
    return _("Try again")
