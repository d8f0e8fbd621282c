"""What staff read about the products: the list, a product, adding and changing, files."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.catalogue import Product, Stocked, StockPage
from bot.shop.describing import Fault, Unusable
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


# Questions.


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


# Buttons.


def add() -> str:
    """Adds a product."""
    return _("Add a product")


def import_file() -> str:
    """Asks for a file."""
    return _("Import")


def export_file() -> str:
    """Offers files."""
    return _("Export")


def title() -> str:
    """Changes the title."""
    return _("Title")


def label() -> str:
    """Changes a variant's label."""
    return _("Name")


def price() -> str:
    """Changes the price."""
    return _("Price")


def description() -> str:
    """Changes the description."""
    return _("Description")


def category() -> str:
    """Changes the category."""
    return _("Category")


def photo() -> str:
    """Changes the picture."""
    return _("Photo")


def stock(count: int | None) -> str:
    """Changes the stock; says what it is."""
    return _("Stock") if count is None else _("Stock: {count}").format(count=count)


def sold_out() -> str:
    """Sets the stock to nothing."""
    return _("Sold out")


def unlimited() -> str:
    """There is no end of it."""
    return _("Never runs out")


def hide() -> str:
    """Keeps it from customers."""
    return _("Hide")


def show() -> str:
    """Shows it again."""
    return _("Show")


def variants_of(count: int) -> str:
    """Opens the variants."""
    return _("Variants: {count}").format(count=count) if count else _("Variants")


def add_variant() -> str:
    """Adds a variant."""
    return _("Add a variant")


def delete() -> str:
    """Asks whether to delete."""
    return _("Delete")


def yes_delete() -> str:
    """Deletes."""
    return _("Yes, delete")


def no_keep() -> str:
    """Does not delete."""
    return _("No, keep")


def no_description() -> str:
    """Takes the description away."""
    return _("Without a description")


def back_to_list() -> str:
    """Back to the list."""
    return _("← Products")


# Files.


def ask_file(columns: str, most_rows: int) -> str:
    """How a file is to look."""
    return "\n".join(
        [
            bold(_("Send a file with your products: XLSX or CSV.")),
            _("The first line names the columns: {columns}").format(columns=f"<code>{columns}</code>"),
            _("Rows with the same title and different variants become variants of one product."),
            _("A product whose title is known is changed; all others stay as they are."),
            _("At most {most} rows. The easiest way: export, change the file, send it back.").format(most=most_rows),
        ]
    )


def no_file() -> str:
    """Something else came."""
    return _("Please send a file whose name ends in {ends}.").format(ends=".xlsx, .csv")


def file_not_fetched() -> str:
    """Telegram did not give it out."""
    return _("Telegram did not give me the file. Please send it again.")


def imported(count: int) -> str:
    """All of a file's products are there."""
    return ngettext(
        "Done: {count} product of the file is in the shop.",
        "Done: {count} products of the file are in the shop.",
        count,
    ).format(count=count)


def choose_form() -> str:
    """Which kind of file."""
    return _("Which file would you like? You can change it and import it again.")


def file_name() -> str:
    """What an exported file is called, without its ending."""
    return _("products")
