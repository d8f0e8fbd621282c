"""What a customer reads while ordering."""

from collections.abc import Iterable

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.cart import CartLine
from bot.shop.money import Tyiyn
from bot.shop.order import Handover, OrderLine, Wishes
from bot.shop.pricing import Price
from bot.texts.forms import TEXT, bold, money, safe, safe_lines, within
from bot.texts.when import wanted

PHONE_SAMPLE = "0555\u00a0123\u00a0456"
_FREE_TEXT = 300


def ask_handover() -> str:
    """Pickup or delivery?"""
    return _("How would you like to get your order?")


def ask_address() -> str:
    """Where to?"""
    return _("Where shall we deliver it? Write the address or send your location.")


def address_sample() -> str:
    """What an address consists of, in the input field."""
    return _("Street, house, flat")


def ask_phone() -> str:
    """Which number?"""
    return _("Which number can we reach you at? Send it with the button, or write it, like {sample}.").format(
        sample=PHONE_SAMPLE
    )


def ask_comment() -> str:
    """Any wishes?"""
    return _("Is there anything we should know? Write it, or skip this step.")


def choose_a_button() -> str:
    """The question has only the answers on the buttons."""
    return _("Please choose one of the buttons.")


def address_unclear() -> str:
    """Too short, or no text at all."""
    return _("Please write the address in words: street, house, flat.")


def phone_unclear() -> str:
    """Not a phone number."""
    return _("This does not look like a phone number. Please write it like {sample}.").format(sample=PHONE_SAMPLE)


def contact_of_another() -> str:
    """Somebody else's contact was shared."""
    return _("This is someone else's contact. Please send your own number, or write the one to call.")


def comment_unclear() -> str:
    """No text."""
    return _("Please write your wish in words, or skip this step.")


def too_long(most: int) -> str:
    """The answer does not fit."""
    return _("That is a little too long. Please keep it within {most} characters.").format(most=most)


def please_check() -> str:
    """Before the summary."""
    return _("Please check your order:")


def press_confirm() -> str:
    """Something was written while the summary waits."""
    return _("To place the order, press the button under it.")


def summary(
    lines: tuple[CartLine, ...], price: Price, fee: Tyiyn, wishes: Wishes, timezone: str, promo: str | None = None
) -> str:
    """What will be ordered, how, for when, and what it costs in all."""
    sums = price_lines(price, wishes, promo)
    if fee:
        sums.append(_("Payment fee: {sum}").format(sum=money(fee)))
    sums.append(_("To pay: <b>{sum}</b>").format(sum=money(price.total + fee)))
    tail = "\n".join(["", *sums, "", *wish_lines(wishes, timezone)])
    return within(bold(_("Your order")) + "\n", (_cart_line(line) for line in lines), tail, TEXT)


def price_lines(price: Price, wishes: Wishes, promo: str | None) -> list[str]:
    """What a price consists of, where it is more than the goods; `promo` is the code, None where nobody may read it."""
    parts = []
    if price.discount:
        name = _("Promo code {code}").format(code=safe(promo)) if promo else _("Discount")
        parts.append(f"{name}: −{money(price.discount)}")
    if wishes.area is not None or price.delivery:
        parts.append(_("Delivery: {sum}").format(sum=money(price.delivery) if price.delivery else _("free")))
    return [_("Goods: {sum}").format(sum=money(price.goods)), *parts] if parts else []


def _cart_line(line: CartLine) -> str:
    return goods(line.product.title, line.quantity, line.sum)


def goods(title: str, quantity: int, amount: Tyiyn) -> str:
    """One line of an order."""
    return f"{safe(title)} × {quantity} — {money(amount)}"


def order_lines(lines: Iterable[OrderLine]) -> list[str]:
    """The lines of an order."""
    return [goods(line.title, line.quantity, line.sum) for line in lines]


def wish_lines(wishes: Wishes, timezone: str) -> list[str]:
    """For when, how to hand over, to whom, and what else was said."""
    ways = {Handover.PICKUP: [_("Pickup")], Handover.DELIVERY: [_("Delivery")], Handover.NONE: []}
    lines = [*wanted(wishes, timezone), *ways[wishes.handover]]
    if wishes.area:
        lines[-1] += f": {safe(wishes.area)}"
    if wishes.address:
        lines.append(_("Address: {address}").format(address=safe_lines(wishes.address, _FREE_TEXT)))
    if wishes.latitude is not None and wishes.longitude is not None:
        on_map = _("Place on the map")
        lines.append(f'<a href="{map_link(wishes.latitude, wishes.longitude)}">{on_map}</a>')
    if wishes.phone:
        lines.append(_("Phone: {phone}").format(phone=safe(wishes.phone)))
    if wishes.comment:
        lines.append(_("Comment: {comment}").format(comment=safe_lines(wishes.comment, _FREE_TEXT)))
    return lines


def map_link(latitude: float, longitude: float) -> str:
    """A place for any map application; degrees."""
    return f"https://maps.google.com/?q={latitude:.6f},{longitude:.6f}"


def placing() -> str:
    """The order is being placed."""
    return _("One moment, placing your order…")


def placed(number: int) -> str:
    """The order is placed."""
    return _("Order № {number} is placed. The card to pay it follows.").format(number=number)


def put_aside() -> str:
    """The ordering was left."""
    return _("All right, not now. Your cart is kept.")


def step_is_over() -> str:
    """The button belongs to an ordering that is over."""
    return _("This ordering is over. Your cart is here.")


# Refusals: each says what to do.


def sold_out(title: str) -> str:
    """Somebody was faster."""
    return _("Sorry, there is not enough of “{title}” any more.").format(title=safe(title))


def outside_limits(minimum: Tyiyn | None, maximum: Tyiyn | None) -> str:
    """The sum cannot be paid in one go."""
    if minimum is not None and maximum is not None:
        sentence = _("One payment can be from {minimum} to {maximum}. Please change the cart a little.")
        return sentence.format(minimum=money(minimum), maximum=money(maximum))
    if minimum is not None:
        return _("One payment starts at {minimum}. Please add something to the cart.").format(minimum=money(minimum))
    return _("One payment can be up to {maximum}. Please split the order.").format(maximum=money(maximum or 0))


def too_many_open(most: int) -> str:
    """Pay or cancel some first."""
    sentence = ngettext(
        "You have {most} unpaid order. Please pay or cancel it first.",
        "You have {most} unpaid orders. Please pay or cancel one of them first.",
        most,
    )
    return sentence.format(most=most)


def too_many_qrs() -> str:
    """Come back later."""
    return _("That was many payment codes within an hour. Please try again a little later.")


def payments_unavailable() -> str:
    """xPay cannot be reached."""
    return _("The payment service does not answer right now. Nothing is lost: please try again in a few minutes.")


def nothing_to_do() -> str:
    """The order has moved on."""
    return _("Nothing needs to be done: the order has moved on already.")


def price_changed() -> str:
    """The price is another than the customer saw."""
    return _("A price has changed meanwhile. Please look at the new sum.")


def order_anew() -> str:
    """The price of an order that was not paid is another now."""
    return _("A price has changed meanwhile. Please put it into the cart and order anew.")


def out_of_order() -> str:
    """Our own fault."""
    return _("Something went wrong on our side. Please try again in a minute.")
