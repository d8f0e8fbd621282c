"""Products in files: taking them in, and giving them out."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.forms import bold


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
