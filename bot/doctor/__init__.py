"""`tolom check`: looks for what would keep the bot from working, and changes nothing."""

from bot.clock import Clock
from bot.doctor import address, database, telegram, xpay
from bot.doctor.finding import Finding, ok
from bot.settings import Settings

__all__ = ["Finding", "check", "examine"]


async def examine(settings: Settings) -> list[Finding]:
    """Every part in turn: settings, database, Telegram with its chats, xPay, the public address."""
    findings = [ok("settings", "every value can be used")]
    known, said = await database.examine(settings)
    findings += said
    findings += await telegram.examine(settings, known)
    findings += await xpay.examine(settings, Clock().now())
    findings += await address.examine(settings)
    return findings


async def check(settings: Settings) -> int:
    """Print a line for each finding; the exit status: 1 when anything failed, else 0."""
    findings = await examine(settings)
    for finding in findings:
        print(finding)  # noqa: T201 - the answer of the command
    return int(any(finding.level == "failed" for finding in findings))
