"""A Chromium, wherever this machine has one."""

import os
import shutil
from pathlib import Path

from playwright.async_api import Browser, Playwright

_NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoChromium(Exception):
    """There is none; the text says what would help."""


def find(playwright: Playwright) -> str:
    """The path of the one that TOLOM_CHROMIUM names, else of the system's, else of Playwright's own.

    Raises:
        NoChromium: when there is none of them.
    """
    named = os.environ.get("TOLOM_CHROMIUM")
    if named:
        return named
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found:
        return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    raise NoChromium("no Chromium here: install one, or set TOLOM_CHROMIUM to its path")


async def launch(playwright: Playwright) -> Browser:
    """A fresh headless browser that knows nothing and asks nobody."""
    return await playwright.chromium.launch(executable_path=find(playwright), args=_ARGUMENTS)
