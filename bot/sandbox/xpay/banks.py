"""Toy banks with invented names, and the money that their one customer has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ToyBank:
    """A banking app that exists nowhere: two colours of its face, the end of the account's number."""

    id: str
    name: str
    mark: str
    colour: str
    deep: str
    account: str


BANKS = (
    ToyBank("jaz", "Жаз Банк", "Ж", "#0b7f56", "#065038", "4417"),
    ToyBank("tulpar", "Тулпар", "Т", "#3457d5", "#1e3494", "0382"),
    ToyBank("oimo", "Оймо", "О", "#c8431c", "#8f2a0b", "7150"),
    ToyBank("muz", "Муз Pay", "М", "#0e7490", "#0a4a5d", "2694"),
    ToyBank("koon", "Коон", "К", "#7c3aed", "#4c1d95", "9031"),
    ToyBank("asem", "Асем", "А", "#be185d", "#831843", "5528"),
)
OPENING_BALANCE = 48_350_00


class Wallets:
    """One account at each toy bank, in tyiyn."""

    def __init__(self) -> None:
        self._balances = {bank.id: OPENING_BALANCE for bank in BANKS}

    def balance(self, bank_id: str) -> int:
        """What is left there; KeyError for a bank that does not exist."""
        return self._balances[bank_id]

    def spend(self, bank_id: str, amount: int) -> None:
        """Take a payment off the account."""
        self._balances[bank_id] -= amount

    def as_json(self) -> list[dict[str, Any]]:
        """The banks with their balances, for the pages."""
        return [{**asdict(bank), "balance": self._balances[bank.id]} for bank in BANKS]
