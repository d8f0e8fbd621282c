"""What the doctor found, one line each."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One part and how it is; `mend` says what to do, and is empty where nothing is to be done."""

    level: Level
    part: str
    text: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.part}: {self.text}" + (f" -> {self.mend}" if self.mend else "")


def ok(part: str, text: str) -> Finding:
    """A part that is as it should be."""
    return Finding("ok", part, text)


def warning(part: str, text: str, mend: str) -> Finding:
    """A part that works, but not as somebody may expect."""
    return Finding("warning", part, text, mend)


def failed(part: str, text: str, mend: str) -> Finding:
    """A part that keeps the bot from working."""
    return Finding("failed", part, text, mend)
