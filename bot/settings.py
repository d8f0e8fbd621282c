"""The environment, read once into one frozen object; whatever is wrong with it is said in one sentence each."""

import ipaddress
import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+", re.ASCII)
_XPAY_API = {"sandbox": "https://devapi.xpay.kg", "production": "https://api.xpay.kg"}


class SettingsInvalid(Exception):
    """The environment cannot be used; `sentences` says for each variable what is wrong and what would be right."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _bot_token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("is not a bot token; take the one that @BotFather gave, like 123456:ABC-DEF...")
    return value


def _filled(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().strip():
        raise ValueError("is empty; copy it from the Profile section of xPay's dashboard")
    return value


def _address(value: str) -> str:
    url = value.strip().rstrip("/")
    parts = urlsplit(url)
    if not url or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is not an address; write it like https://pay.example.kg")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("has more than a host and a path; write it like https://pay.example.kg")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("begins with http://; only https:// keeps payments private (http is for this machine alone)")
    return url


def _optional_address(value: str) -> str:
    return _address(value) if value.strip() else ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _numbers(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = [word for word in re.split(r"[\s,;]+", value) if word]
    if not all(re.fullmatch(r"[0-9]{1,15}", word, re.ASCII) for word in words):
        raise ValueError("is not a list of Telegram ids; write numbers with commas between, like 123456789,987654321")
    return tuple(int(word) for word in words)


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("is no time zone; write one like Asia/Bishkek") from error
    return value


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://", "postgresql://")):
        raise ValueError("names no known database; write sqlite+aiosqlite:///data/tolom.db or postgresql://...")
    return value


def _empty_as_none(value: Any) -> Any:
    return None if value == "" else value


Address = Annotated[str, AfterValidator(_address)]
OptionalAddress = Annotated[str, AfterValidator(_optional_address)]


class Settings(BaseSettings):
    """Every setting, from environment variables of the same names in capitals or from a file `.env`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore")

    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)]
    telegram_api_url: Address = "https://api.telegram.org"
    telegram_link_url: Address = "https://t.me"
    telegram_mode: Literal["auto", "polling", "webhook"] = "auto"
    xpay_client_id: Annotated[SecretStr, AfterValidator(_filled)]
    xpay_client_secret: Annotated[SecretStr, AfterValidator(_filled)]
    xpay_mode: Literal["sandbox", "production"] = "sandbox"
    xpay_api_url: OptionalAddress = ""
    xpay_page_url: OptionalAddress = ""
    xpay_service_uuid: str = ""
    xpay_status_unit: Literal["auto", "som", "tyiyn"] = "auto"
    xpay_check_url: bool = False
    public_url: OptionalAddress = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite+aiosqlite:///data/tolom.db",
        repr=False,  # it may hold a password
    )
    owner_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)] = ()
    merchant_chat_id: int = 0
    merchant_topic_id: Annotated[int | None, BeforeValidator(_empty_as_none)] = None
    shop_name: str = Field(default="Tolom", min_length=1, max_length=64)
    default_language: Literal["ky", "ru", "en"] = "ky"
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Bishkek"
    order_ttl_minutes: int = Field(default=30, ge=5, le=1440)
    retention_days: int = Field(default=90, ge=1, le=3650)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def _webhook_needs_an_address(self) -> "Settings":
        if self.telegram_mode == "webhook" and not self.public_url:
            raise ValueError("TELEGRAM_MODE is webhook, and PUBLIC_URL is empty: Telegram would not find the bot. "
                             "Set PUBLIC_URL to the bot's https address, or TELEGRAM_MODE to polling.")  # fmt: skip
        return self

    @property
    def uses_webhook(self) -> bool:
        """Whether Telegram calls us; otherwise we ask it."""
        return self.telegram_mode == "webhook" or (self.telegram_mode == "auto" and bool(self.public_url))

    @property
    def xpay_address(self) -> str:
        """The API to talk to: the one named, else the provider's for the mode."""
        return self.xpay_api_url or _XPAY_API[self.xpay_mode]


def load(**values: Any) -> Settings:
    """The settings of this environment; `values` stand in for variables of the same names.

    Raises:
        SettingsInvalid: with one sentence for each variable that is missing or wrong, all of them at once.
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsInvalid([_sentence(dict(one)) for one in error.errors()]) from None


_MISSING = {
    "bot_token": "ask @BotFather in Telegram for one with /newbot",
    "xpay_client_id": "it stands in the Profile section of xPay's dashboard",
    "xpay_client_secret": "it stands in the Profile section of xPay's dashboard",
}


def _sentence(error: dict[str, Any]) -> str:
    """One sentence for one of pydantic's errors; the value itself is never repeated, it may be a secret."""
    name = str(error["loc"][0]).lower() if error["loc"] else ""
    variable, context = name.upper(), error.get("ctx") or {}
    if not name:
        return str(context["error"])
    match error["type"]:
        case "value_error":
            wrong = str(context["error"])
        case "missing":
            wrong = f"is missing; {_MISSING[name]}"
        case "literal_error":
            wrong = f"is none of the possible words; write one of: {context['expected']}"
        case "bool_parsing":
            wrong = "is neither true nor false; write one of the two"
        case "int_parsing" | "int_type":
            wrong = "is not a whole number; write digits only, like 8080 (or -1001234567890 for a chat)"
        case _:
            wrong = f"cannot be used: {str(error['msg']).lower().replace('input should', 'it should')}"
    return f"{variable} {wrong}."
