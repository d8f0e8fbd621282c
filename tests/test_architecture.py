"""Rules of the house that a machine can hold."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.tables import metadata

ROOT = Path(__file__).parents[1]
OURS = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
NO_MONEY = {"latitude", "longitude", "random", "until"}
"""What may be a fraction: degrees on the map, chance, and seconds of the event loop."""

MONEY = [
    *(path for path in (ROOT / "bot" / "shop").glob("*.py") if path.name != "schedule.py"),  # that one is about time
    *(path for path in (ROOT / "bot" / "storage").glob("*.py") if path.name != "engines.py"),  # its pauses are seconds
    *(path for path in (ROOT / "bot" / "xpay").glob("*.py") if path.name in {"amounts.py", "elqr.py"}),
    *(path for path in (ROOT / "bot" / "settlement").glob("*.py") if path.name != "asking.py"),  # chance and pauses
    *(ROOT / "bot" / "checkout").glob("*.py"),
    *(path for path in (ROOT / "bot" / "services").rglob("*.py")),
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """The full names of the modules and things that a file imports, anywhere in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_layer() -> None:
    """A new module of `bot` is given its place among the layers of pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [layers] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    there = {
        f"bot.{path.stem}"
        for path in (ROOT / "bot").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.name != "__init__.py"
    }
    assert there | {"handlers"} == placed


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "sandbox").rglob("*.py")), ids=name_of)
def test_the_sandbox_imports_nothing_of_the_shop(path: Path) -> None:
    """It is the world outside: one mistake is not made on both sides."""
    assert [
        name
        for name in imports(path)
        if name.partition(".")[0] in {"bot", "handlers"} and not f"{name}.".startswith("bot.sandbox.")
    ] == []


def test_the_sandboxes_do_not_know_each_other() -> None:
    """Telegram knows nothing of xPay, nor xPay of Telegram."""
    for one, other in (("telegram", "xpay"), ("xpay", "telegram")):
        for path in (ROOT / "bot" / "sandbox" / one).rglob("*.py"):
            assert not [name for name in imports(path) if name.startswith(f"bot.sandbox.{other}")], name_of(path)


def test_only_settlement_makes_an_order_paid() -> None:
    """`orders.mark_paid` is called, or handed on, in bot/settlement/books.py and nowhere else."""
    users = set()
    for path in OURS:
        for node in ast.walk(tree(path)):
            named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
            if named == "mark_paid":
                users.add(name_of(path))
    assert users == {"bot/settlement/books.py"}


def test_only_mark_paid_writes_the_state_paid() -> None:
    """No other statement of the storage names the paid state as a value to write."""
    writers = set()
    for path in (ROOT / "bot" / "storage").glob("*.py"):
        for function in ast.walk(tree(path)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.keyword) and node.arg in {"state", "paid_at"}:
                    value = ast.unparse(node.value)
                    if node.arg == "paid_at" or "PAID" in value or "'paid'" in value:
                        writers.add(f"{name_of(path)}:{function.name}")
    assert writers == {"bot/storage/orders.py:mark_paid"}


def fractions_on_purpose(module: ast.Module) -> Iterator[ast.AST]:
    """The type annotations of what may be a fraction."""
    for node in ast.walk(module):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
            if name in NO_MONEY:
                yield from ast.walk(node.annotation)


@pytest.mark.parametrize("path", sorted(MONEY), ids=name_of)
def test_money_is_never_a_fraction(path: Path) -> None:
    """Where money passes there is no float literal, no `float` and no quotient, but for NO_MONEY."""
    module = tree(path)
    allowed = set(fractions_on_purpose(module))
    for node in ast.walk(module):
        where = f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), where
        assert not (isinstance(node, ast.Name) and node.id == "float" and node not in allowed), where
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            assert "Path(" in ast.unparse(node), where  # a path, not a quotient


def test_money_columns_are_whole_numbers() -> None:
    """The only columns with fractions are the degrees of a place."""
    fractions = {
        column.name
        for table in metadata.tables.values()
        for column in table.columns
        if column.type.__visit_name__.lower() in {"double", "float", "numeric", "decimal", "real"}
    }
    assert fractions == {"latitude", "longitude"}


def test_every_table_belongs_to_a_shop() -> None:
    """Each row says whose it is."""
    for table in metadata.tables.values():
        if table.name != "shops":
            assert not table.c.shop_id.nullable, table.name
            assert table.c.shop_id.references(metadata.tables["shops"].c.id), table.name


def test_every_time_is_kept_in_utc() -> None:
    """All times go through the type that refuses naive ones."""
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name.endswith(("_at", "_until")) or column.name == "at":
                assert type(column.type).__name__ == "Moment", f"{table.name}.{column.name}"


@pytest.mark.parametrize("path", sorted(OURS), ids=name_of)
def test_clocks_are_read_in_one_place(path: Path) -> None:
    """`datetime.now` and its kin are called by bot/clock.py; the sandbox has a world of its own."""
    if name_of(path) == "bot/clock.py" or name_of(path).startswith("bot/sandbox/"):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"datetime.now", "datetime.utcnow", "date.today", "time.time"}, called
