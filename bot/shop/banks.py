"""Banking apps that open on an ELQR text. Their link prefixes come from the apps and were never tried by us."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bank:
    """A banking app: a short key that is kept, the name people know, and what its links begin with."""

    key: str
    name: str
    prefix: str

    def link(self, elqr: str) -> str:
        """A link that opens the app with the payment of an ELQR text, which stands after "#" in a payment link."""
        return self.prefix + elqr


BANKS = (
    Bank("mbank", "MBank", "https://app.mbank.kg/qr/#"),
    Bank("odengi", "O!Dengi", "https://api.dengi.o.kg/#"),
    Bank("megapay", "MegaPay", "https://megapay.kg/get#"),
    Bank("bakai", "Bakai", "https://bakai.app/#"),
    Bank("balance", "Balance", "https://balance.kg/#"),
    Bank("demir", "DemirBank", "https://retail.demirbank.kg/#"),
    Bank("kompanion", "Kompanion", "https://24.kompanion.kg/qr/#"),
    Bank("optima", "Optima", "https://optimabank.kg/index.php?lang=ru#"),
    Bank("kicb", "KICB", "https://bank.kicb.net/#"),
    Bank("eldik", "Eldik", "https://app.eldik.kg/#"),
    Bank("payqr", "PayQR", "https://pay.payqr.kg/#"),
)
"""Every app whose prefix is known, the most widely seen first."""


def chosen(keys: str) -> tuple[Bank, ...]:
    """The banks whose keys a shop has switched on, in the order of the table; what is unknown by now is left out."""
    wanted = set(keys.split())
    return tuple(bank for bank in BANKS if bank.key in wanted)


def switched(keys: str, key: str) -> str:
    """The keys with one more bank switched on, or off where it was on."""
    on = {bank.key for bank in chosen(keys)} ^ {key}
    return " ".join(bank.key for bank in BANKS if bank.key in on)


def in_pairs(banks: Iterable[Bank]) -> list[tuple[Bank, ...]]:
    """The banks two by two: more in a row would be cut off on a phone."""
    found = tuple(banks)
    return [found[at : at + 2] for at in range(0, len(found), 2)]
