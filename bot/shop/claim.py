"""The claim code: how it looks, and how it is read from what people write."""

from collections.abc import Callable, Sequence

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No letter or digit that could be taken for another one."""

LENGTH = 12
MOST_TRIES_AN_HOUR = 5

PAYLOAD = "claim_"
"""How the payload of a link with a code begins."""


def make(choose: Callable[[Sequence[str]], str]) -> str:
    """A new code; `choose` takes one of several letters by chance, such as `secrets.choice`."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str:
    """The code as it is kept: in capitals, without spaces and hyphens."""
    return "".join(char for char in text.upper() if char.isascii() and char.isalnum())[:64]


def spelled(code: str) -> str:
    """The code as it is shown, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
