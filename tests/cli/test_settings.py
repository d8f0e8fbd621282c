"""Wrong settings, as an operator meets them."""

from tests.cli.conftest import Run


async def test_all_wrong_settings_are_said_at_once(tolom: Run) -> None:
    """Every wrong variable has its sentence with what would be right; nothing starts, and the exit status is 2."""
    done = await tolom("run", XPAY_MODE="live", OWNER_IDS="me", BOT_TOKEN="nonsense", PUBLIC_URL="http://shop.example")
    assert done.status == 2
    named = [line.split()[1] for line in done.complained.splitlines() if line.startswith("  - ")]
    assert sorted(named) == ["BOT_TOKEN", "OWNER_IDS", "PUBLIC_URL", "XPAY_MODE"]
    assert "'sandbox' or 'production'" in done.complained
    assert "@BotFather" in done.complained
    assert "nonsense" not in done.complained  # a token may be half right: it is never repeated
    assert "Traceback" not in done.complained


async def test_an_unknown_command_names_the_known_ones(tolom: Run) -> None:
    """A mistyped command ends in status 2 and the list of what there is."""
    done = await tolom("chek")
    assert done.status == 2
    assert all(command in done.complained for command in ("demo", "run", "check", "import", "backup"))
