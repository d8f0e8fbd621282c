"""Which links Telegram takes."""

import ipaddress
import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):(?![0-9])")
_HOST = re.compile(r"^(?:[^\s.@:/?#]+\.)+[^\s.@:/?#]{2,}$")


def link_fault(link: str) -> str | None:
    """Why Telegram refuses the link, in its words; None when it is fine.

    The one leniency of this server: `http://localhost` is accepted, so that a demo can live on one machine.
    """
    scheme = _SCHEME.match(link)
    kind = scheme[1].lower() if scheme else "http"
    if kind in ("tg", "ton", "tonsite"):
        return None
    if kind not in ("http", "https"):
        return "Unsupported URL protocol"
    try:
        parts = urlsplit(link if scheme else f"http://{link}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "Wrong HTTP URL"
    return None if host == "localhost" or _is_host(host) else "Wrong HTTP URL"


def http_link(link: str) -> str | None:
    """The link as Telegram stores it (a scheme in front), or None when it takes no such link."""
    link = link.strip()
    if not link or any(character.isspace() for character in link) or link_fault(link):
        return None
    return link if _SCHEME.match(link) else f"http://{link}"


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_HOST.match(host)) and not host.rsplit(".", 1)[1].isdigit()
    return True
