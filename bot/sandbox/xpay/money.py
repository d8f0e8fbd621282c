"""The shapes in which the stand-in writes sums: inside they are tyiyn, outside it depends."""

from __future__ import annotations

from typing import Literal

Shape = Literal["som_string", "tyiyn", "som"]


def som_string(tyiyn: int | None) -> str:
    """A sum in som with eight decimals; None, which means no limit, is ``-1.00000000``."""
    if tyiyn is None:
        return "-1.00000000"
    return f"{tyiyn // 100}.{tyiyn % 100:02d}000000"


def som_number(tyiyn: int) -> int | float:
    """A JSON number in som: an integer where the sum is whole."""
    if tyiyn % 100 == 0:
        return tyiyn // 100
    # JSON knows no decimals: the provider's own numbers look like this, and nobody here computes with the result
    return float(f"{tyiyn // 100}.{tyiyn % 100:02d}")


def shaped(tyiyn: int, shape: Shape) -> str | int | float:
    """A sum in tyiyn, written the way that the behaviour asks for."""
    if shape == "tyiyn":
        return tyiyn
    return som_string(tyiyn) if shape == "som_string" else som_number(tyiyn)
