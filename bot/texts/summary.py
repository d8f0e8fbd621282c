"""The settings of the daily summary."""

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Shop, Summary
from bot.texts.forms import bold


def title() -> str:
    """Opens the screen, and stands above it."""
    return _("Daily summary")


def screen(shop: Shop) -> str:
    """How it is set."""
    time = f"{shop.summary_minute // 60:02}:{shop.summary_minute % 60:02}"
    said = {
        Summary.OFF: _("Off."),
        Summary.WITH_SALES: _("Each day at {time}, if something was sold.").format(time=time),
        Summary.ALWAYS: _("Each day at {time}, also without sales.").format(time=time),
    }
    explained = _("The sales of the day in words and as a picture, compared with xPay, in the sales chat.")
    lines = [bold(title()), explained, "", said[shop.summary]]
    if shop.summary is not Summary.OFF and not shop.hours.never_close:
        lines.append(_("On days with opening hours it comes when you close."))
    return "\n".join(lines)


def choice(summary: Summary) -> str:
    """Button: choose when it comes."""
    match summary:
        case Summary.OFF:
            return _("Off")
        case Summary.WITH_SALES:
            return _("On days with sales")
        case Summary.ALWAYS:
            return _("Every day")


def time() -> str:
    """Button: choose the time."""
    return _("Another time…")


def ask_time() -> str:
    """Before the time is written."""
    return _("When does your day end? Write the time as a reply to this message, like 21:00.")


def not_a_time() -> str:
    """The answer was no time."""
    return _("I did not understand that time. Write it like 21:00 or 9.30.")


def time_chosen(shop: Shop) -> str:
    """The time is set."""
    time = f"{shop.summary_minute // 60:02}:{shop.summary_minute % 60:02}"
    return _("The day ends at {time}.").format(time=time)
