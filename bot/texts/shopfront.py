"""What a visitor reads: greeting, catalogue, product, cart, language, help."""

from collections.abc import Mapping, Sequence

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.cart import Cart, CartLine, Shortage
from bot.shop.catalogue import Page, Product
from bot.shop.people import Person, Shop
from bot.texts import labels
from bot.texts.forms import CAPTION, TEXT, and_more, bold, fitting, money, safe, visible_length, within

_MOST_MISSING = 10

CHOOSE_LANGUAGE = "Тилди тандаңыз · Выберите язык · Choose a language"
"""For someone who may not read the language of the moment."""


def greeting(shop: Shop, person: Person) -> str:
    """The first words."""
    welcome = _("Hello, {name}! Welcome to <b>{shop}</b>.").format(name=safe(person.name), shop=safe(shop.name))
    how = _("Choose what you like and pay by QR from any bank's app, right from this chat.")
    return f"{welcome}\n\n{how}"


def menu(shop: Shop) -> str:
    """Above the menu, later on."""
    return _("<b>{shop}</b>\nHow can we help?").format(shop=safe(shop.name))


def sections() -> str:
    """Above the list of sections."""
    return _("What would you like to see?")


def page(title: str, shown: Page) -> str:
    """Above a page of products."""
    heading = bold(safe(title))
    if shown.pages == 1:
        return heading
    return heading + "\n" + _("Page {number} of {pages}").format(number=shown.number + 1, pages=shown.pages)


def everything() -> str:
    """The title of the list of all products."""
    return _("The whole catalogue")


def catalogue_empty() -> str:
    """Nothing is on sale."""
    return _("The catalogue is empty for now. Please look in a little later.")


def product(item: Product, quantity: int, most: int = CAPTION) -> str:
    """A product: price, what is left, description, and how many are in the cart; in `most` UTF-16 units."""
    head = f"{bold(safe(item.title))}\n{_offer(item)}"
    tail = in_cart(quantity, item) if quantity else ""
    description = fitting(item.description, most - visible_length(head + tail) - len("\n\n\n\n"))
    return "\n\n".join(part for part in (head, description, tail) if part)


def _offer(item: Product) -> str:
    """What it costs, and what is left."""
    if not item.has_variants:
        return f"{money(item.price)} · {left(item.stock)}"
    if not item.variants:
        return _("Not on sale at the moment.")
    if item.is_sold_out:
        return _("sold out")
    return labels.price(item) + "\n" + _("Please choose:")


def left(stock: int | None) -> str:
    """What is left of a product."""
    if stock is None:
        return _("in stock")
    if stock == 0:
        return _("sold out")
    return ngettext("{count} left", "{count} left", stock).format(count=stock)


def in_cart(quantity: int, item: Product) -> str:
    """How many of a product are in the cart, and for how much."""
    line = _("In your cart: {quantity} · {sum}")
    return line.format(quantity=quantity, sum=money(item.price * quantity))


def product_gone() -> str:
    """The product was taken off sale."""
    return _("This product is no longer on sale.")


def no_more() -> str:
    """The stock, or the most that fits in a cart, is reached."""
    return _("No more can be added.")


def cart(contents: Cart, remark: str = "") -> str:
    """The cart with its lines and total, below a remark."""
    head = (f"{remark}\n\n" if remark else "") + bold(_("Your cart")) + "\n"
    tail = "\n" + _("Total: <b>{sum}</b>").format(sum=money(contents.total))
    return within(head, (_cart_line(line) for line in contents.lines), tail, TEXT)


def _cart_line(line: CartLine) -> str:
    text = f"{safe(line.product.title)}\n{line.quantity} × {money(line.product.price)} = {money(line.sum)}"
    if line.product.can_sell(line.quantity):
        return text
    return f"{text}\n⚠️ {left(line.product.stock)}"


def not_all_there(missing: Sequence[Shortage]) -> str:
    """Above the cart, after an order was put into it again: what of it could not be; empty when all could."""
    lines = []
    for one in missing[:_MOST_MISSING]:
        title = safe(one.title)
        if one.is_gone:
            lines.append(_("“{title}” is not on sale any more.").format(title=title))
        elif one.added:
            sentence = ngettext(
                "Only {count} of “{title}” could be added.", "Only {count} of “{title}” could be added.", one.added
            )
            lines.append(sentence.format(count=one.added, title=title))
        else:
            lines.append(_("No more of “{title}” can be had now.").format(title=title))
    rest = len(missing) - len(lines)
    return "\n".join([*lines, and_more(rest)] if rest else lines)


def in_the_cart() -> str:
    """All of an earlier order is in the cart again."""
    return _("It is in your cart, at today's prices.")


def cart_empty() -> str:
    """Nothing in the cart."""
    return _("Your cart is empty for now. Have a look at the catalogue!")


def speaking() -> str:
    """The language has changed."""
    return _("We speak English now.")


def help_(shop: Shop) -> str:
    """How buying works, and which commands there are."""
    return _(
        "<b>How to order at {shop}</b>\n\n"
        "1. Choose in the catalogue and put it into the cart.\n"
        "2. Tell us how to hand it over, and confirm.\n"
        "3. Pay: the button opens the payment page, and the QR works in any bank's app.\n\n"
        "As soon as the payment arrives, you get a confirmation here.\n\n"
        "/catalogue — what we have\n"
        "/cart — your cart\n"
        "/orders — your orders\n"
        "/language — another language"
    ).format(shop=safe(shop.name))


def help_of_staff(described: Mapping[str, str]) -> str:
    """Below the help, for whoever works here: their commands."""
    lines = [f"/{name} — {text}" for name, text in described.items()]
    return "\n".join([bold(_("For those who work here")), *lines])


def not_understood() -> str:
    """Something came that nobody asked for."""
    return _("I did not quite understand that, sorry. Here is what I can do:")


def stale_button() -> str:
    """The button belongs to a screen that is over."""
    return _("This button is out of date. Here is how things stand now.")


def cart_emptied() -> str:
    """The cart was emptied on request."""
    return _("The cart is empty again.")
