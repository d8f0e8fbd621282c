"""Whether the bot can do its work now, part by part: what the readiness page shows."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.pulse import Pulse
from bot.storage import outbox
from bot.storage.database import Database, StorageUnavailable, Unit

_TELEGRAM_SILENCE = timedelta(minutes=5)
_STUCK = timedelta(minutes=5)
"""When a message has waited for so long, something is wrong with Telegram, or with us."""


class Readiness:
    """Looks at the parts that payments need.

    `met_telegram` says whether the bot's token was accepted; `hears_telegram` whether the bot asks Telegram all the
    time, so that silence is a fault.
    """

    def __init__(
        self,
        database: Database,
        pulse: Pulse,
        clock: Clock,
        *,
        met_telegram: Callable[[], bool],
        hears_telegram: bool,
    ) -> None:
        self._database = database
        self._pulse = pulse
        self._clock = clock
        self._met_telegram = met_telegram
        self._hears_telegram = hears_telegram

    async def parts(self) -> dict[str, str]:
        """A line for each part: "ok", or what is wrong; "failed" takes the bot out of service."""
        parts = {"database": await self._storage(), "telegram": self._telegram(), "xpay": self._xpay()}
        if parts["database"] == "ok":
            parts["messages"] = await self._messages()
        return parts

    async def _storage(self) -> str:
        try:
            await self._database.write(_touch)
        except StorageUnavailable as error:
            return f"failed: {error}"
        return "ok"

    def _telegram(self) -> str:
        age = self._pulse.age("telegram")
        if age is None or not self._met_telegram():
            return "failed: not met yet"
        if age > _TELEGRAM_SILENCE and self._hears_telegram:
            return f"failed: silent for {age.seconds} seconds"
        return "ok"

    def _xpay(self) -> str:
        silence = self._pulse.age("xpay")
        return "not asked yet" if silence is None else f"answered {int(silence.total_seconds())} seconds ago"

    async def _messages(self) -> str:
        """How the outbox stands. A stuck one needs a person, but takes nobody's payment away: it is no failure."""
        waiting, oldest = await self._database.read(outbox.depth)
        age = self._clock.now() - oldest if oldest is not None else timedelta()
        if age < _STUCK:
            return f"ok, {waiting} waiting"
        return f"stuck: {waiting} waiting, the oldest for {int(age.total_seconds())} seconds"


async def _touch(_unit: Unit) -> None:
    """A unit that writes nothing still takes the writer's lock."""
