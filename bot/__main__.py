"""The command line: demo, run, check, import, export, backup."""

import argparse
import asyncio
import contextlib
import gc
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

from bot import logs
from bot.settings import Settings, SettingsInvalid, load
from bot.storage import backup
from bot.storage.database import StorageUnavailable
from bot.storage.guard import AlreadyRunning

EXPORTS = ("sales", "orders", "payments", "refunds", "products")
PERIODS = "today, yesterday, 7d, 30d, month, last-month, 2026-11, 2026-11-23 or 2026-11-01..2026-11-15"


def main() -> None:
    """Do what the command line says, and exit with its status."""
    arguments = _parser().parse_args()
    try:
        sys.exit(arguments.work(arguments))
    except SettingsInvalid as error:
        _say("The settings need mending:", *(f"  - {sentence}" for sentence in error.sentences))
    except AlreadyRunning as error:
        _say(f"Another Tolom works on this database (it holds {error.path}). Stop that one first.")
    except backup.BackupImpossible as error:
        _say(str(error))
    except StorageUnavailable as error:
        _say(f"The database cannot be used: {error}. See DATABASE_URL, and whether its folder may be written.")
    sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tolom", description="Orders in a Telegram chat, paid by ELQR through xPay.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="everything on this machine, in your browser: no account, no network")
    demo.add_argument("--port", type=int, default=8400, help="the chat page's port; the two after it are used too")
    demo.add_argument("--data", type=Path, help="keep the demo's database in this folder instead of a passing one")
    demo.set_defaults(work=_demo)
    commands.add_parser("run", help="run the bot").set_defaults(work=_run)
    commands.add_parser("check", help="look for what would keep the bot from working").set_defaults(work=_check)
    importing = commands.add_parser("import", help="put the products of a CSV file on sale")
    importing.add_argument("file", type=Path)
    importing.set_defaults(work=_import)
    exporting = commands.add_parser(
        "export",
        help="write orders, payments and refunds of a period, or the products, to a file, also while the bot runs",
        description="Write what a period has, or all products, to a file for a spreadsheet. Nothing is changed; the "
        "bot may run. A file of products can be changed and read back by tolom import.",
    )
    exporting.add_argument("kind", choices=EXPORTS, help="sales: orders, payments and refunds; else one of them")
    exporting.add_argument("file", type=Path, help="a new file: NAME.xlsx, or NAME.csv for one table")
    exporting.add_argument(
        "--period", default="month", help=f"{PERIODS}; days of the shop's zone (default: month; products know none)"
    )
    exporting.set_defaults(work=_export)
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("path", type=Path)
    backup.set_defaults(work=_backup)
    return parser


def _run(_arguments: argparse.Namespace) -> int:
    settings = _settings()
    with _nothing_thrown_away():
        from bot import process  # noqa: PLC0415 - slow, and wrong settings are to be said at once

    return _in_loop(lambda: process.run(settings))


@contextlib.contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Import without looking for garbage: there is none, and what is imported stays for ever."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def be_fair_to_the_loop() -> None:
    """Let a thread that computes hand over ten times sooner than Python would: the event loop waits for it."""
    sys.setswitchinterval(0.0005)


def _demo(arguments: argparse.Namespace) -> int:
    from bot import demo  # noqa: PLC0415 - as above

    logs.set_up("text", "WARNING", [])
    return _in_loop(lambda: demo.run(arguments.port, arguments.data))


def _check(_arguments: argparse.Namespace) -> int:
    settings = _settings()
    from bot import doctor  # noqa: PLC0415 - as above

    return _in_loop(lambda: doctor.check(settings))


def _import(arguments: argparse.Namespace) -> int:
    settings = _settings()
    from bot import product_import  # noqa: PLC0415 - as above

    return _in_loop(lambda: product_import.import_products(settings, arguments.file))


def _export(arguments: argparse.Namespace) -> int:
    settings = _settings()
    from bot import sales_export  # noqa: PLC0415 - as above

    return _in_loop(lambda: sales_export.export(settings, arguments.kind, arguments.period, arguments.file))


def _backup(arguments: argparse.Namespace) -> int:
    print(backup.copy(_settings().database_url, arguments.path))  # noqa: T201 - the answer of the command
    return 0


def _settings() -> Settings:
    settings = load()
    tokens = (settings.bot_token, settings.xpay_client_id, settings.xpay_client_secret)
    logs.set_up(settings.log_format, settings.log_level, [token.get_secret_value() for token in tokens])
    return settings


def _in_loop(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run a coroutine on uvloop where that is installed."""
    try:
        import uvloop  # noqa: PLC0415 - not to be had on every platform
    except ImportError:
        factory = None
    else:
        factory = uvloop.new_event_loop
    be_fair_to_the_loop()
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(work())


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - the command line speaks to its user


if __name__ == "__main__":
    main()
