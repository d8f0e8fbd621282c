"""What an owner reads about messages that did not arrive as they should."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import owner


def undeliverable(count: int, numbers: Sequence[int], why: str) -> str:
    """Messages to a chat were lost: how many, about which orders, and why the last one was."""
    lines = [owner.undeliverable(why)]
    lines.append(ngettext("{count} message today.", "{count} messages today.", count).format(count=count))
    if numbers:
        listed = ", ".join(f"№ {number}" for number in numbers)
        lines.append(_("They were about: {numbers}. /order NUMBER shows each.").format(numbers=listed))
    return "\n".join(lines)


def no_photos() -> str:
    """A chat takes no photos from us."""
    return _("⚠️ The bot may not send photos there, so texts with links go instead. Please allow it to send photos.")
