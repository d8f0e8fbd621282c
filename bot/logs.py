"""Logs: one line an event, as text or JSON, with no secret in it whoever wrote the line."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_BOT_TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_PATH_TOKEN = re.compile(r"(/xpay/(?:callback|check)/)[A-Za-z0-9_-]+")
_QUIET = ("httpx", "httpcore", "aiohttp.access", "aiogram.event", "asyncio", "alembic", "aiosqlite", "sqlalchemy")
"""Loggers that write whole addresses or people's data, or nothing that an operator needs, below WARNING."""


def set_up(form: Literal["text", "json"], level: str, secrets: Iterable[str]) -> None:
    """Send every log line of this process to standard error; `secrets` are taken out wherever they turn up."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _Scrubber(secrets),
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Scrubber:
    """Takes secrets out of every text of an event, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [secret for secret in secrets if len(secret) >= 6]

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) if isinstance(value, str) else value for key, value in event.items()}

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _PATH_TOKEN.sub(r"\1***", _BOT_TOKEN.sub("***", text))
