"""The wheel, built and installed elsewhere, as somebody who is not root."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.ports import three_free_ports

ROOT = Path(__file__).parents[2]
SOURCES = ("bot", "handlers", "locales", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the sources as they are, made from a copy so that nothing is left beside them."""
    copy, made = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(made)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)  # noqa: S603 - our own words
    (found,) = made.glob("*.whl")
    return found


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Iterator[Path]:
    """The wheel in a folder of its own that nobody may write, without any network."""
    target = tmp_path / "installed"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    ]
    plain = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull}
    subprocess.run(pip, check=True, capture_output=True, env=plain)  # noqa: S603 - our own words
    _set_modes(target, folders=0o555, files=0o444)
    yield target
    _set_modes(target, folders=0o755, files=0o644)


def test_the_wheel_has_everything_and_no_more(wheel: Path) -> None:
    """Both import roots, sentences, migrations, fonts with their licence and the demo's pictures; no tests, no data."""
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        str(path.relative_to(ROOT))
        for root in ("bot", "handlers")
        for path in (ROOT / root).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours <= names
    assert {f"bot/locales/{path.relative_to(ROOT / 'locales')}" for path in (ROOT / "locales").rglob("*.po")} <= names
    roots = {name.partition("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"bot", "handlers"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


async def test_an_installed_demo_runs_without_root(installed: Path, tmp_path: Path) -> None:
    """From another folder, with no home, no network and nothing writable but data and /tmp, the demo's page answers."""
    data, passing, elsewhere = (_folder(tmp_path / name) for name in ("data", "tmp", "elsewhere"))
    elsewhere.chmod(0o555)
    before = _content(installed)
    port = three_free_ports(20000)
    demo = ["-m", "bot", "demo", "--port", str(port), "--data", str(data)]
    process = await asyncio.create_subprocess_exec(
        *_without_root(),
        sys.executable,
        *demo,
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "TMPDIR": str(passing)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        page = await _first_answer(f"http://127.0.0.1:{port}/", process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        _, complaints = await process.communicate()
    assert "<html" in page.lower()
    assert (process.returncode, complaints.decode()) == (0, "")
    assert (data / "tolom.db").exists()
    assert _content(installed) == before
    assert _content(elsewhere) == set()


def _without_root() -> list[str]:
    """A prefix that takes root's number and powers away, where the tests have them (in a container, say).

    A user namespace keeps the interpreter readable, wherever root's Python is installed, and file modes count in it.
    """
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
    probe = [*prefix, sys.executable, "-c", "import os, sys; sys.exit(os.geteuid() == 0)"]
    possible = shutil.which("unshare") is not None
    if not possible or subprocess.run(probe, check=False).returncode != 0:  # noqa: S603 - our own words
        pytest.skip("running as root, and this machine has no way to step down (unshare --user)")
    return prefix


async def _first_answer(url: str, process: asyncio.subprocess.Process) -> str:
    """The page at `url` as soon as there is one."""
    async with asyncio.timeout(90), aiohttp.ClientSession() as session:
        while process.returncode is None:
            try:
                async with session.get(url) as answer:
                    assert answer.status == 200
                    return await answer.text()
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    out, err = await process.communicate()
    raise AssertionError(f"the demo ended by itself: {out.decode()}{err.decode()}")


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _content(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def _set_modes(folder: Path, *, folders: int, files: int) -> None:
    folder.chmod(0o755)
    for path in [*folder.rglob("*"), folder]:
        path.chmod(folders if path.is_dir() else files)
