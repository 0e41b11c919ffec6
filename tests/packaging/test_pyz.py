"""The one-file mesoplan answers with the bytes of the installed one, without a cache or a network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASE = ROOT / "src/mesoplan/web/templates/example.toml"


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, built from these sources."""
    target = tmp_path_factory.mktemp("pyz") / "mesoplan.pyz"
    subprocess.run([sys.executable, str(ROOT / "tools/build_pyz.py"), str(target)], check=True)
    return target


def _run(*command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A run; -I keeps what is installed for this user, and the folder it runs in, out of it."""
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize(
    "words",
    [
        ("check", str(CASE), "--format", "json"),
        ("plan", "submental-fat", "--sex", "male", "--age", "40", "--zone", "submental", "--format", "json"),
        ("show", "dutasteride"),
        ("repair", str(CASE), "--format", "json"),
    ],
)
def test_it_answers_with_the_same_bytes(pyz: Path, words: tuple[str, ...], tmp_path: Path) -> None:
    once = _run(sys.executable, "-I", "-S", str(pyz), *words, MESOPLAN_CACHE_DIR=str(tmp_path))
    installed = _run(sys.executable, "-m", "mesoplan", *words)
    assert once.stdout == installed.stdout and once.returncode == installed.returncode
    assert once.stdout and not list(tmp_path.iterdir())


def test_it_says_what_it_cannot_do(pyz: Path, tmp_path: Path) -> None:
    for words in (
        ("check", str(CASE), "--catalog", str(tmp_path)),
        ("graph", "dutasteride"),
        ("catalog", "lint"),
    ):
        run = _run(sys.executable, "-I", "-S", str(pyz), *words)
        assert run.returncode in (2, 5) and b"install mesoplan" in run.stderr
    assert _run(sys.executable, "-I", "-S", str(pyz), "doctor").returncode == 0


def test_the_same_sources_give_the_same_file(pyz: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "tools/build_pyz.py"), str(tmp_path / "again")], check=True)
    assert (tmp_path / "again").read_bytes() == pyz.read_bytes()
