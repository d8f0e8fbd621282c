"""What the papers say of the settings and commands is what the code does."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _default(field: FieldInfo) -> str:
    """A default as the table writes it."""
    if field.is_required():
        return "required"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`" if field.default not in ("", (), None) else "empty"


def test_the_readme_lists_every_setting() -> None:
    """Each variable has one row with its true default, and no row is about a variable that is gone."""
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", README, re.MULTILINE))
    said = {name: default.strip() for name, default in rows.items()}
    assert said == {name.upper(): _default(field) for name, field in Settings.model_fields.items()}


def test_the_example_environment_has_every_setting() -> None:
    """`.env.example` names each variable once; those that are set there can be read as they are."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert sorted(name for name, _ in lines) == sorted(name.upper() for name in Settings.model_fields)
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items() if not field.is_required()}
    for name, value in lines:
        if value and name in defaults and name != "MERCHANT_TOPIC_ID":
            default = defaults[name]
            assert value == (str(default).lower() if isinstance(default, bool) else str(default))


def test_the_papers_mention_only_targets_that_exist() -> None:
    """Every `make word` in the papers is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for paper in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for word in re.findall(r"`make ([a-z]+)", paper.read_text(encoding="utf-8")):
            assert word in targets, f"{paper.name} mentions make {word}"


def test_links_between_the_papers_lead_somewhere() -> None:
    """Every relative link in the papers names a file that is there."""
    for paper in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", paper.read_text(encoding="utf-8")):
            assert (paper.parent / target).exists(), f"{paper.name} links to {target}"


def test_putting_the_code_into_shape_takes_no_reasons_away(tmp_path: Path) -> None:
    """`make format` drops an exception that nothing needs, and keeps one that a rule of ours does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (options,) = re.findall(r"^\t@\$\(BIN\)/ruff (check --quiet --fix.*)$", makefile, re.MULTILINE)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    code = tmp_path / "code.py"
    code.write_text('"""Code."""\n\nprint(1)  # noqa: T201 - needed\nX = 1  # noqa: T201 - not needed\n')
    subprocess.run([sys.executable, "-m", "ruff", *shlex.split(options)], cwd=tmp_path, check=True)  # noqa: S603 - ours
    assert code.read_text() == '"""Code."""\n\nprint(1)  # noqa: T201 - needed\nX = 1\n'
