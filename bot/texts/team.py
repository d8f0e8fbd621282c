"""Who works in the shop: appointing, dismissing, and the first owner."""

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Person, Role, Shop
from bot.texts.forms import bold, safe


def role(of: Role) -> str:
    """A role in a word."""
    match of:
        case Role.OWNER:
            return _("owner")
        case Role.CASHIER:
            return _("cashier")
        case Role.CUSTOMER:
            return _("buyer")


def rights(of: Role) -> str:
    """What a role may do."""
    if of is Role.OWNER:
        return _("Owners do everything: also refunds, exports, settings and the staff.")
    return _("Cashiers see orders and products, hand out orders and decide about money at the desk.")


def heading(shop: Shop) -> str:
    """Above the list of staff."""
    title = _("Staff of {shop}").format(shop=safe(shop.name))
    return f"{bold(title)}\n{rights(Role.OWNER)}\n{rights(Role.CASHIER)}"


def row(member: Person) -> str:
    """Somebody in the list."""
    return f"{safe(member.name, 30)} · {role(member.role)}"


def add(of: Role) -> str:
    """Button: choose somebody for this role."""
    return _("+ Owner") if of is Role.OWNER else _("+ Cashier")


def how_to_choose(of: Role) -> str:
    """Above the keyboard with Telegram's chooser."""
    if of is Role.OWNER:
        return _("Who becomes an owner? They will be able to do everything that you can. Choose below.")
    return _("Who becomes a cashier? Choose the person with the button below.")


def choose_person() -> str:
    """Key: Telegram's chooser of people."""
    return _("Choose a person")


def appointed(member: Person) -> str:
    """Done."""
    if member.role is Role.OWNER:
        return _("{name} is an owner now.").format(name=safe(member.name))
    return _("{name} is a cashier now.").format(name=safe(member.name))


def not_met(member: Person, link: str) -> str:
    """The bot cannot write to them yet."""
    told = _("I cannot write to {name} yet. Ask them to open {link} and press START; the role is there already.")
    return told.format(name=safe(member.name), link=link)


def welcome(shop: Shop, of: Role) -> str:
    """To somebody who was appointed."""
    if of is Role.OWNER:
        told = _("You are an owner of {shop} now. /shop opens everything.")
    else:
        told = _("You work in {shop} now, as a cashier. /shop opens everything that you need.")
    return told.format(shop=bold(safe(shop.name)))


def member(whom: Person, *, by_settings: bool) -> str:
    """One of the staff."""
    lines = [f"{bold(safe(whom.name))} · {role(whom.role)}", rights(whom.role)]
    if by_settings:
        told = _("Owner by {variable} in the bot's settings: as long as the number stands there, each start makes "
                 "them owner again.")  # fmt: skip
        lines.append(told.format(variable="OWNER_IDS"))
    return "\n".join(lines)


def make(of: Role) -> str:
    """Button: give this role."""
    return _("Make an owner") if of is Role.OWNER else _("Make a cashier")


def remove() -> str:
    """Button: take the role away."""
    return _("Remove from the staff")


def surely(whom: Person, *, is_self: bool) -> str:
    """Before somebody is removed."""
    if is_self:
        return _("Remove yourself? You will see no orders, no money and no settings, and only another owner can "
                 "take you back.")  # fmt: skip
    return _("Remove {name} from the staff? They will see no orders any more.").format(name=bold(safe(whom.name)))


def yes_remove() -> str:
    """Button: remove."""
    return _("Yes, remove")


def no_keep() -> str:
    """Button: do not remove."""
    return _("No, keep")


def removed(whom: Person) -> str:
    """Done."""
    return _("{name} is not on the staff any more.").format(name=safe(whom.name))


def list_() -> str:
    """Button: back to the list of staff."""
    return _("← Staff")


def last_owner() -> str:
    """Refused."""
    return _("A shop needs an owner, and this is the last one. Make somebody else an owner first.")


def how_to_claim() -> str:
    """`/claim` without a code."""
    told = _("Write the code that the bot showed when it was started, like this: {sample}")
    return told.format(sample="/claim ABCD-EFGH-JKMN")


def claimed(shop: Shop) -> str:
    """The person is the owner now."""
    return _("Welcome! You are the owner of {shop} now.").format(shop=bold(safe(shop.name)))


def wrong_code() -> str:
    """The code does not work."""
    return _("This code does not work. It works once, and only until the bot starts anew: look for the newest one.")


def too_many_tries() -> str:
    """Too many wrong codes."""
    return _("That was wrong too often. Please try again in an hour.")
