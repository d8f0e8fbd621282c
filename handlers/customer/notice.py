"""What a visitor should know before choosing, at the top of a screen."""

from dataclasses import replace

from bot.clock import Clock
from bot.shop.people import Shop
from bot.texts.when import notice
from handlers.screen import View


def noticed(view: View, shop: Shop, clock: Clock) -> View:
    """The screen, below a line that says that the shop pauses or is closed, when it is so."""
    line = notice(shop, clock.now())
    return replace(view, text=f"{line}\n\n{view.text}") if line else view
