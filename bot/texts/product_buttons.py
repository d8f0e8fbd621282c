"""What staff press on the screens of products."""

from aiogram.utils.i18n import gettext as _


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
