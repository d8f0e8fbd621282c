"""What staff read about the products: the list, a product, and what became of it."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.catalogue import Product, Stocked, StockPage
from bot.texts import labels, shopfront
from bot.texts.forms import CAPTION, TEXT, bold, money, safe, within

HIDDEN = "🙈"
UP, DOWN = "↑", "↓"
_TAIL = 300
"""Room for what staff read below a product, in UTF-16 units."""


def heading(shown: StockPage) -> str:
    """The list: what stands on this page, by category."""
    if not shown.total:
        return _("There are no products yet. Add the first one, or import a file.")
    head = bold(_("Products")) + f" · {shown.total}"
    if shown.pages > 1:
        head += "\n" + _("Page {number} of {pages}").format(number=shown.number + 1, pages=shown.pages)
    lines, category = [], None
    for one in shown.products:
        if one.offer.category != category:
            category = one.offer.category
            lines.append("\n" + bold(safe(category)))
        lines.append(_line(one))
    return within(head, lines, "", TEXT)


def _line(one: Stocked) -> str:
    mark = f"{HIDDEN} " if one.hidden else ""
    if one.variants:
        return f"{mark}{safe(one.offer.title)} · {variant_count(one.variants)}"
    return f"{mark}{safe(one.offer.title)} · {money(one.offer.price)} · {left(one.offer)}"


def left(item: Product) -> str:
    """How many there are."""
    if item.stock is None:
        return _("never runs out")
    return shopfront.left(item.stock)


def variant_count(count: int) -> str:
    """So many variants."""
    return ngettext("{count} variant", "{count} variants", count).format(count=count)


def in_list(one: Stocked) -> str:
    """A product on a button of the list."""
    return f"{HIDDEN} {labels.product(one.offer)}" if one.hidden else labels.product(one.offer)


def variant_in_list(one: Stocked) -> str:
    """A variant on a button of its product's list."""
    return f"{HIDDEN} {labels.variant(one.offer)}" if one.hidden else labels.variant(one.offer)


def card(one: Stocked, remark: str = "") -> str:
    """A product as customers see it, and below it what only staff see."""
    lines = [_("Category: {category}").format(category=safe(one.offer.category))]
    if one.offer.stock is None and not one.variants:
        lines.append(_("The stock never runs out."))
    if one.hidden:
        lines.append(HIDDEN + " " + _("Hidden: customers do not see it."))
    head = [f"✅ {remark}\n"] if remark else []
    return "\n".join(
        [*head, shopfront.product(one.offer, 0, CAPTION - _TAIL), "", *(f"<i>{line}</i>" for line in lines)]
    )


def added() -> str:
    """The product is there."""
    return _("Added. Customers see it like this:")


def saved() -> str:
    """Something was changed."""
    return _("Saved.")


def variants(item: Product, count: int) -> str:
    """Above the variants of a product."""
    title = bold(safe(item.title))
    if count:
        return f"{title}\n{variant_count(count)}"
    how = _("Variants are sizes or colours with a price and a stock of their own.")
    return f"{title}\n{how}\n" + _("With the first one the product itself is sold in variants only.")


def delete_surely(one: Stocked) -> str:
    """Asks once more."""
    question = _("Delete “{title}”? Orders keep what they have.").format(title=safe(one.offer.title))
    if not one.variants:
        return question
    return question + "\n" + _("Its variants go with it.")


def deleted() -> str:
    """It is gone."""
    return _("Deleted.")


def at_the_end() -> str:
    """It cannot go further that way."""
    return _("It cannot be moved further.")


def moved() -> str:
    """It changed places with its neighbour."""
    return _("Moved.")


def gone() -> str:
    """Somebody else deleted it."""
    return _("This product has been deleted.")


def title_taken() -> str:
    """Two of one name could not be told apart."""
    return _("There is one of that name already. Please choose another name.")


def no_more_variants() -> str:
    """As many as can be shown."""
    return _("There are as many variants as can be shown.")


def in_private() -> str:
    """In a group."""
    return _("Products are looked after in the private chat with me.")


def open_private() -> str:
    """Button: to the private chat."""
    return _("Open the private chat")
