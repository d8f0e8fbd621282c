"""The shop's pause, as staff read it."""

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Shop
from bot.shop.terms import Pause
from bot.texts.forms import bold, clock_time, safe


def pause() -> str:
    """Button: take no orders for a while."""
    return _("⏸ Pause the shop")


def resume() -> str:
    """Button: take orders again."""
    return _("▶️ Take orders again")


def say_why() -> str:
    """Button: tell customers why."""
    return _("Say why…")


def ask_why() -> str:
    """The question behind it."""
    return _("What shall customers read? For example: we are back on Monday.")


def line(pause: Pause, shop: Shop) -> str:
    """On the board: since when the shop pauses, and by whose doing."""
    time = clock_time(pause.at, shop.timezone)
    said = _("⏸ Paused by {name} since {time}. New orders are not taken; those placed can be paid.")
    why = f"\n<i>{safe(pause.why, 200)}</i>" if pause.why else ""
    return bold(said.format(name=safe(pause.by), time=time)) + why


def told(*, paused: bool, by: str) -> str:
    """To the sales chat; `by` is empty where strangers read along."""
    sentence = _("⏸ The shop is paused: new orders are not taken.") if paused else _("▶️ The shop takes orders again.")
    return f"{sentence}\n{safe(by)}" if by else sentence
