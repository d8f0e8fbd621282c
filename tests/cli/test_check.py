"""`tolom check`: every part that keeps a shop from selling is named, with what mends it."""

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from bot import doctor
from bot.doctor import Finding
from bot.product_import import import_products
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.xpay import Point, XPaySandbox
from bot.settings import load
from bot.storage.examination import sqlite_is_sound
from tests.cli.conftest import GROUP, SELLER, Run, start


async def found(environment: dict[str, str], **changes: str) -> dict[str, list[Finding]]:
    """What the doctor finds in this very process, by part."""
    values = {name.lower(): value for name, value in (environment | changes).items()}
    findings: dict[str, list[Finding]] = {}
    for finding in await doctor.examine(load(_env_file=None, **values)):
        findings.setdefault(finding.part, []).append(finding)
    return findings


async def opened(environment: dict[str, str], products: Path) -> Path:
    """The database of a shop that has products; its file."""
    values = {name.lower(): value for name, value in environment.items()}
    assert await import_products(load(_env_file=None, **values), products) == 0
    return Path(environment["DATABASE_URL"].partition("///")[2])


def overwrite(file: Path, position: int, content: bytes) -> None:
    """Put other bytes into a file."""
    with file.open("r+b") as raw:
        raw.seek(position)
        raw.write(content)


def content(file: Path) -> bytes:
    """All bytes of a file."""
    return file.read_bytes()


def worst(findings: list[Finding]) -> Finding:
    """The finding that matters most."""
    return min(findings, key=lambda finding: ["failed", "warning", "ok"].index(finding.level))


async def test_a_shop_that_has_everything_is_told_so(tolom: Run) -> None:
    """Each part has a line; the bot's, the group's and the point's names, limits and fees are in them; status 0."""
    done = await tolom("check")
    assert (done.status, done.lines("failed")) == (0, [])
    assert all(line.startswith("sqlite:") for line in done.lines("warning"))
    well = "\n".join(done.lines("ok"))
    for part in ("settings", "database", "telegram", "updates", "merchant chat", "owners", "xpay", "address"):
        assert f"{part}: " in well
    assert "@tolom_demo_bot" in well
    assert "“Торттор · заказдар”" in well
    assert "“Tolom demo”, sandbox (no real money)" in well
    assert "1 som to 100 000 som" in well
    assert "the shop pays 0.8 %" in well


async def test_a_shop_that_has_nothing_hears_of_all_at_once(tolom: Run) -> None:
    """Several broken parts are all named in one go, each with its mend; status 1, and no secret is printed."""
    done = await tolom("check", BOT_TOKEN="4243:wrong-token", XPAY_CLIENT_SECRET="wrong-secret")
    assert done.status == 1
    telegram, xpay = done.lines("failed")
    assert telegram.startswith("telegram: the token is refused -> set BOT_TOKEN")
    assert xpay.startswith("xpay: xPay login: Invalid credentials")
    assert "XPAY_CLIENT_SECRET" in xpay.partition(" -> ")[2]
    assert "wrong-token" not in done.said + done.complained
    assert "wrong-secret" not in done.said + done.complained


async def test_it_works_while_the_bot_runs(environment: dict[str, str], tmp_path: Path, tolom: Run) -> None:
    """The doctor needs no lock, and finds the running bot at its public address; a second bot is refused."""
    port = str(_free_port())
    environment |= {"HTTP_PORT": port, "PUBLIC_URL": f"http://127.0.0.1:{port}", "TELEGRAM_MODE": "polling"}
    running = await start(environment, tmp_path, "run")
    try:
        await _answers(int(port))
        done, second = await asyncio.gather(tolom("check"), tolom("run", HTTP_PORT="0"))
    finally:
        running.terminate()
        await running.communicate()
    assert (done.status, done.lines("failed")) == (0, [])
    assert f"address: http://127.0.0.1:{port} reaches a running Tolom" in done.lines("ok")
    assert any(line.endswith("tolom.db is whole, writable and up to date") for line in done.lines("ok"))
    assert second.status == 2
    assert "Another Tolom works on this database" in second.complained
    assert running.returncode == 0


async def test_telegram_out_of_reach(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """A Telegram that does not answer is named with its address; the other parts are looked at all the same."""
    await telegram.go_down()
    parts = await found(environment)
    (finding,) = parts["telegram"]
    assert (finding.level, telegram.url in finding.mend) == ("failed", True)
    assert worst(parts["xpay"]).level == "ok"


@pytest.mark.parametrize(
    ("status", "said"),
    [("left", "the bot is not in"), ("kicked", "the bot is not in"), ("member", "may not send pictures")],
)
async def test_rights_in_the_merchant_chat(
    environment: dict[str, str], telegram: TelegramSandbox, status: str, said: str
) -> None:
    """A chat that the bot has left fails; one where it may only write is a warning."""
    chat = telegram.world.chats[GROUP]
    chat.members[telegram.world.bot.id] = status
    chat.permissions = {"can_send_photos": False}
    finding = worst((await found(environment))["merchant chat"])
    assert said in finding.text
    assert finding.level == ("warning" if status == "member" else "failed")


async def test_a_chat_where_the_bot_may_not_write(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """A muted bot cannot tell of sales."""
    chat = telegram.world.chats[GROUP]
    chat.members[telegram.world.bot.id] = "member"
    chat.permissions = {"can_send_messages": False}
    assert worst((await found(environment))["merchant chat"]).level == "failed"


async def test_business_mode(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """It is a note whether sellers can connect the bot to their own chats, and how @BotFather turns that on."""
    (on,) = (await found(environment))["own chats"]
    telegram.service.business.enabled = False
    (off,) = (await found(environment))["own chats"]
    assert ("Business Mode is off" in off.text, "@BotFather" in off.text, off.level) == (True, True, "ok")
    assert ("sellers can connect" in on.text, on.level) == (True, "ok")


async def test_inline_mode(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """It is said whether bills can be sent inline, and how to have Telegram tell of them, which nobody can look up."""
    (on,) = (await found(environment))["inline"]
    assert ("/setinlinefeedback" in on.text, on.level) == (True, "ok")
    telegram.service.inline.enabled = False
    (off,) = (await found(environment))["inline"]
    assert ("inline mode is off" in off.text, "/setinline " in off.text, off.level) == (True, True, "ok")


async def test_an_unknown_chat(environment: dict[str, str]) -> None:
    """A number that is no chat of the bot's is a failure, and none at all a warning."""
    assert worst((await found(environment, MERCHANT_CHAT_ID="-42"))["merchant chat"]).level == "failed"
    assert worst((await found(environment, MERCHANT_CHAT_ID="0"))["merchant chat"]).level == "warning"


async def test_a_public_chat_warns_about_privacy(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """The operator learns why phones and addresses are missing from what is told in a public chat."""
    telegram.world.chats[GROUP].username = "torttor"
    finding = worst((await found(environment))["merchant chat"])
    assert finding.level == "warning"
    assert "phones, addresses and names are left out" in finding.text


async def test_a_topic_that_is_not_there(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """A topic in a chat without topics, and a deleted topic, are warnings: sales would go to General."""
    without = worst((await found(environment, MERCHANT_TOPIC_ID="77"))["merchant chat"])
    telegram.world.chats[GROUP].is_forum = True
    deleted = worst((await found(environment, MERCHANT_TOPIC_ID="77"))["merchant chat"])
    assert (without.level, deleted.level) == ("warning", "warning")
    assert "has no topics" in without.text
    assert "message thread not found" in deleted.text


async def test_an_owner_who_never_pressed_start(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """A bot cannot write first: the owner who would not be told of trouble is named."""
    telegram.world.users[SELLER].started = False
    finding = worst((await found(environment))["owners"])
    assert (finding.level, str(SELLER) in finding.text) == ("warning", True)
    assert "START" in finding.mend


async def test_a_group_that_became_a_supergroup(environment: dict[str, str], telegram: TelegramSandbox) -> None:
    """The new number is told."""
    chat = telegram.world.move(telegram.world.chats[GROUP])
    finding = worst((await found(environment))["merchant chat"])
    assert (finding.level, str(chat.id) in finding.text) == ("warning", True)


async def test_no_point_of_the_mode(environment: dict[str, str]) -> None:
    """Keys without the wanted point fail, and the points they do have are named."""
    finding = worst((await found(environment, XPAY_SERVICE_UUID="not-there"))["xpay"])
    assert finding.level == "failed"
    assert "Tolom demo (production" in finding.text


async def test_two_points_and_none_chosen(environment: dict[str, str]) -> None:
    """Where the keys have several points of the mode, the operator is asked to name one."""
    points = [Point(f"uuid-{number}", "SANDBOX", f"Дүкөн {number}") for number in (1, 2)]
    async with XPaySandbox(points=points) as sandbox:
        two = await found(environment, XPAY_API_URL=sandbox.url)
        one = await found(environment, XPAY_API_URL=sandbox.url, XPAY_SERVICE_UUID="uuid-2")
    assert "XPAY_SERVICE_UUID" in worst(two["xpay"]).mend
    assert "“Дүкөн 2”" in one["xpay"][0].text


async def test_xpay_out_of_reach(environment: dict[str, str], xpay: XPaySandbox) -> None:
    """An xPay that does not answer is named with its address."""
    await xpay.stop()
    (finding,) = (await found(environment))["xpay"]
    assert (finding.level, environment["XPAY_API_URL"] in finding.mend) == ("failed", True)


async def test_a_public_address_that_leads_elsewhere(environment: dict[str, str]) -> None:
    """While the bot does not run a dead address is a warning; when it runs here and is not found there, it failed."""
    alive, other = web.Application(), web.Application()
    alive.router.add_get("/healthz", _healthy)
    async with _serving(alive) as here, _serving(other) as elsewhere:
        nowhere = await found(environment, PUBLIC_URL=elsewhere, HTTP_PORT="1")
        missed = await found(environment, PUBLIC_URL=elsewhere, HTTP_PORT=here.rpartition(":")[2])
    assert worst(nowhere["address"]).level == "warning"
    assert worst(missed["address"]).level == "failed"
    assert "HTTP 404" in worst(missed["address"]).text


async def test_settings_that_the_database_overrules(environment: dict[str, str], cakes: Path) -> None:
    """Once the shop exists its own name and chat count; each setting that differs is named."""
    await opened(environment, cakes)
    said = (await found(environment, SHOP_NAME="Other", MERCHANT_CHAT_ID="-42"))["shop"]
    assert [finding.level for finding in said] == ["warning", "warning"]
    assert "SHOP_NAME is Other, and the shop in the database has Айгүл" in said[0].text


async def test_f068_a_damaged_database(environment: dict[str, str], cakes: Path) -> None:
    """Damage that SQLite can see is reported as such, and a file that is no database as unreadable."""
    file = await opened(environment, cakes)
    overwrite(file, 5 * 4096, b"\xff" * 4096)
    assert worst((await found(environment))["database"]).level == "failed"
    overwrite(file, 0, b"not a database, " * 1000)
    assert "cannot be read" in worst((await found(environment))["database"]).text


async def test_an_old_database(environment: dict[str, str], cakes: Path) -> None:
    """Tables of another version are told with both versions; looking at them does not change them."""
    file = await opened(environment, cakes)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
        connection.commit()
    before = content(file)
    finding = worst((await found(environment))["database"])
    assert (finding.level, "version older" in finding.text) == ("warning", True)
    assert content(file) == before


async def test_a_database_that_everybody_can_read(environment: dict[str, str], cakes: Path) -> None:
    """Customers' phones are in it: a file open to other users of the machine is a warning with the commands."""
    file = await opened(environment, cakes)
    file.chmod(0o644)
    assert worst((await found(environment))["database"]).level == "ok"  # the folder still keeps others out
    file.parent.chmod(0o755)
    assert "chmod 600" in worst((await found(environment))["database"]).mend


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_f069_which_sqlite_is_sound(version: tuple[int, ...], sound: bool) -> None:
    """Versions whose write-ahead log two writers can corrupt are told from those that are mended."""
    assert sqlite_is_sound(version) is sound


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


class _serving:  # noqa: N801 - reads as a word: async with _serving(app) as url
    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app)

    async def __aenter__(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(port: int) -> None:
    async with asyncio.timeout(90):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
