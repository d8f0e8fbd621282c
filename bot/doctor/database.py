"""The database: can it be written, is it whole, and does it say the same as the settings?"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.doctor.finding import Finding, failed, ok, warning
from bot.settings import Settings
from bot.shop.people import Shop
from bot.storage import examination
from bot.storage.database import StorageUnavailable
from bot.storage.examination import Examination


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows: the shop, None where there is none yet, and the Telegram ids of its owners."""

    shop: Shop | None = None
    owners: tuple[int, ...] = ()


async def examine(settings: Settings) -> tuple[Known, list[Finding]]:
    """What the database knows, and what was found."""
    file = examination.file_of(settings.database_url)
    said = [_sqlite()] if file else []
    if file and not file.exists():
        return Known(owners=settings.owner_ids), [*said, _new(file)]
    try:
        seen = await examination.examine(settings.database_url)
    except StorageUnavailable as error:
        mend = "see that DATABASE_URL is right, and that this user may read the file or reach the server"
        return Known(owners=settings.owner_ids), [*said, failed("database", f"cannot be read: {error}", mend)]
    said += _state(seen, file)
    if seen.shop is not None:
        said += [*_differences(settings, seen.shop), *_owners(settings.owner_ids, seen.owners)]
    return Known(seen.shop, tuple({**dict.fromkeys(settings.owner_ids), **seen.owners})), said


def _sqlite() -> Finding:
    version = f"SQLite {sqlite3.sqlite_version}"
    if examination.sqlite_is_sound():
        return ok("sqlite", version)
    return warning(
        "sqlite",
        f"{version} can damage a database that two programs write at once; Tolom itself writes with one connection",
        "never open the file with another program for writing; SQLite 3.51.3, 3.50.7 and 3.44.6 mend this",
    )


def _new(file: Path) -> Finding:
    if examination.may_write(file):
        return ok("database", f"none yet; `tolom run` makes {file}")
    return failed("database", f"{file} cannot be made here", "let this user write the folder, or change DATABASE_URL")


def _state(seen: Examination, file: Path | None) -> list[Finding]:
    where = str(file) if file else "PostgreSQL"
    said = []
    if seen.damage:
        mend = "stop the bot, keep this file, and go on from the newest backup"
        said.append(failed("database", f"{where} is damaged: {'; '.join(seen.damage)[:200]}", mend))
    if not seen.writable:
        mend = "let this user write the file and its folder, or the database"
        said.append(failed("database", f"{where} can only be read", mend))
    if seen.version != seen.newest_version:
        text = f"{where} has the tables of version {seen.version or 'none'}, and this Tolom wants {seen.newest_version}"
        said.append(warning("database", text, "make a backup; `tolom run` brings an older one up to date by itself"))
    if file and examination.open_to_others(file):
        text = f"other users of this machine can read {where}, with customers' phones and addresses in it"
        said.append(warning("database", text, f"chmod 700 {file.parent}; chmod 600 {file}"))
    return said or [ok("database", f"{where} is whole, writable and up to date")]


def _differences(settings: Settings, shop: Shop) -> list[Finding]:
    """Settings that only described the shop when it was made; from then on the database wins."""
    pairs = {
        "SHOP_NAME": (settings.shop_name, shop.name),
        "DEFAULT_LANGUAGE": (settings.default_language, str(shop.language)),
        "TIMEZONE": (settings.timezone, shop.timezone),
        "ORDER_TTL_MINUTES": (settings.order_ttl_minutes, shop.order_ttl_minutes),
        "MERCHANT_CHAT_ID": (settings.merchant_chat_id, shop.merchant_chat_id),
        "MERCHANT_TOPIC_ID": (settings.merchant_topic_id, shop.merchant_topic_id),
    }
    return [
        warning(
            "shop",
            f"{name} is {_shown(wanted)}, and the shop in the database has {_shown(kept)}: the database wins",
            f"set {name} to what the shop has, so that both say the same",
        )
        for name, (wanted, kept) in pairs.items()
        if wanted != kept
    ]


def _owners(wanted: tuple[int, ...], kept: Mapping[int, bool]) -> list[Finding]:
    """Where OWNER_IDS and the owners in the database differ, and what the next start makes of it."""
    coming = _listed(number for number in wanted if number not in kept)
    leaving = _listed(number for number, by_settings in kept.items() if by_settings and number not in wanted)
    in_chat = _listed(number for number, by_settings in kept.items() if not by_settings and number not in wanted)
    said = []
    if coming:
        mend = "the next start makes them owners; take the number out of OWNER_IDS if that is not wanted"
        said.append(warning("shop", f"OWNER_IDS names {coming}, no owner in the database", mend))
    if leaving:
        mend = "the next start takes their role, never the last owner's; put the number back, or appoint them in /staff"
        said.append(warning("shop", f"{leaving}: owner only by OWNER_IDS, which names them no more", mend))
    if in_chat:
        said.append(ok("shop", f"{in_chat}: owner by /staff or the claim code, besides OWNER_IDS"))
    return said


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _shown(value: object) -> str:
    return "not set" if value in (None, 0, "") else str(value)
