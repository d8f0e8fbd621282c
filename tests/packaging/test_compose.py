"""The files of a deployment: right by their schemas, hardened, and in step with the code."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = compose["services"]
    return found


def test_the_compose_file_fits_its_schema() -> None:
    """The Compose Specification's own schema accepts the file."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["bot", "caddy"])
def test_every_service_is_hardened(services: dict[str, Any], name: str) -> None:
    """No capabilities, no new privileges, nothing writable but volumes and a small /tmp; limits, and it comes back."""
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == ([] if name == "bot" else ["NET_BIND_SERVICE"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(path.startswith("/tmp:size=") for path in service["tmpfs"])  # noqa: S108 - the container's own
    assert service["restart"] == "unless-stopped"
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert not {"privileged", "network_mode", "pid", "user"} & service.keys()


def test_the_bot_keeps_its_data_and_its_keys(services: dict[str, Any]) -> None:
    """The database is on the one volume, the keys come from .env alone, and no port is open to the outside."""
    bot = services["bot"]
    assert bot["volumes"] == ["data:/data"]
    assert bot["environment"]["DATABASE_URL"] == "sqlite+aiosqlite:////data/tolom.db"
    assert bot["env_file"] == ".env"
    assert "ports" not in bot
    assert not {"BOT_TOKEN", "XPAY_CLIENT_ID", "XPAY_CLIENT_SECRET"} & bot["environment"].keys()


def test_the_public_side_waits_for_a_healthy_bot(services: dict[str, Any]) -> None:
    """Caddy is there only in the profile `public`, and passes on to the port where the bot listens."""
    assert services["caddy"]["profiles"] == ["public"]
    assert services["caddy"]["depends_on"] == {"bot": {"condition": "service_healthy"}}
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy bot:{services['bot']['environment']['HTTP_PORT']}" in caddyfile


def test_what_the_outside_calls_is_passed_on() -> None:
    """Every address that xPay and Telegram are given is let through, metrics and readiness are not."""
    from bot.addresses import CALLBACK_PATH, CHECK_PATH, TELEGRAM_PATH  # noqa: PLC0415 - only this test needs the bot

    lines = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8").splitlines()
    (matcher,) = [line.split()[2:] for line in lines if line.strip().startswith("@tolom path")]
    assert set(matcher) == {f"{CALLBACK_PATH}/*", f"{CHECK_PATH}/*", TELEGRAM_PATH, "/healthz"}


def test_the_image_runs_without_root() -> None:
    """The last stage sets a user that is not root, a health check, and no command needs a shell."""
    steps = _dockerfile()
    last = steps[max(number for number, (word, _) in enumerate(steps) if word == "FROM") :]
    assert ("USER", "10001:10001") in last
    assert any(word == "HEALTHCHECK" and "/healthz" in rest for word, rest in last)
    assert all(rest.startswith("[") for word, rest in steps if word in {"RUN", "CMD", "ENTRYPOINT"})
    assert any("--require-hashes" in rest for _, rest in steps)


def test_the_image_gets_what_it_needs_and_no_secrets() -> None:
    """Everything the Dockerfile copies exists and passes .dockerignore, which keeps everything else out."""
    copied = [rest.split()[0] for word, rest in _dockerfile() if word == "COPY" and not rest.startswith("--from")]
    ignore = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert ignore[0] == "*"
    assert {line[1:].rstrip("/") for line in ignore if line[0] == "!"} == set(copied)
    assert all((ROOT / name).exists() for name in copied)


def _dockerfile() -> list[tuple[str, str]]:
    """The instructions: a word and the rest of the line."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]
