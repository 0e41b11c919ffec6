"""Of an installation the commands read compiled modules from one file; the sources stay the truth."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

import mesoplan
from mesoplan import bundle as bundling
from mesoplan.version import VERSION

PACKAGE = Path(mesoplan.__file__).parent
#: Where the module under test is, and what it says of itself.
SOURCE = "quantity/why.py"
_ASK = """
from mesoplan.bundle import use
use()
import inspect
import mesoplan.quantity.why as asked
said = getattr(asked, "SAID", "compiled")
print(type(asked.__loader__).__module__, asked.__file__ == asked.__loader__.path, said)
print(inspect.getsource(asked) == open(asked.__file__, encoding="utf-8").read())
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder as an installer leaves it."""
    target = tmp_path / "mesoplan"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__", "web", "assets"))
    (target / bundling.BUNDLE_FILE).write_bytes(bundling.bundle(bundling.modules_in(target)))
    listed = tmp_path / f"mesoplan-{VERSION}.dist-info"
    listed.mkdir()
    (listed / "RECORD").touch()
    return tmp_path


def _said(site: Path, program: str = _ASK, *flags: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, *flags, "-c", program], check=True, capture_output=True, text=True, env=environment
    )
    return run.stdout.splitlines()


def test_a_module_comes_from_the_bundle_and_shows_its_source(site: Path) -> None:
    assert _said(site) == ["mesoplan.bundle True compiled", "True"]


def test_a_command_says_the_same_from_it(site: Path) -> None:
    run = "import sys; from mesoplan.__main__ import main; sys.argv = ['mesoplan', 'rules']; main()"
    with_it = _said(site, run)
    (site / "mesoplan" / bundling.BUNDLE_FILE).unlink()
    assert with_it == _said(site, run) != []


def test_an_assert_stays_and_names_its_file(site: Path) -> None:
    file = site / "mesoplan" / SOURCE
    file.write_text("def refuse():\n    assert not __debug__\n", "utf-8")
    name, source = "mesoplan.quantity.why", file.read_bytes()
    (site / "mesoplan" / bundling.BUNDLE_FILE).write_bytes(bundling.bundle([(name, False, source)]))
    (site / f"mesoplan-{VERSION}.dist-info" / "RECORD").touch()
    program = """
from mesoplan.bundle import use
use()
import traceback, importlib.util, sys
spec = sys.meta_path[0].find_spec("mesoplan.quantity.why")
asked = importlib.util.module_from_spec(spec)
spec.loader.exec_module(asked)
try:
    asked.refuse()
except AssertionError as error:
    last = traceback.extract_tb(error.__traceback__)[-1]
    print(last.filename == spec.origin, last.lineno, last.line)"""
    assert _said(site, program) == ["True 2 assert not __debug__"]


def _later(file: Path, seconds: int) -> None:
    now = file.stat().st_mtime + seconds
    os.utime(file, (now, now))


def _edit(site: Path, *, grown: bool, seconds: int) -> None:
    file = site / "mesoplan" / SOURCE
    before = file.read_text("utf-8")
    after = f"{before}SAID = 'source'\n"
    # The opening line makes room for what is added, where the size is to stay.
    room = len(after) - len(before)
    if not grown:
        opening, rest = after.split("\n", 1)
        assert len(opening) > room + 6
        after = f'"""{opening[3 + room :]}\n{rest}'
    assert (len(after) == len(before)) is not grown
    file.write_text(after, "utf-8")
    _later(file, seconds)


@pytest.mark.parametrize(
    ("grown", "seconds"), [(False, 5), (True, 5), (True, -500)], ids=["same-size", "grown", "grown-but-older"]
)
def test_a_source_that_was_changed_is_what_runs(site: Path, grown: bool, seconds: int) -> None:
    _edit(site, grown=grown, seconds=seconds)
    assert _said(site) == ["_frozen_importlib_external True source", "True"]


def _of_another_python(site: Path) -> None:
    file = site / "mesoplan" / bundling.BUNDLE_FILE
    data = file.read_bytes()
    file.write_bytes(data.replace(MAGIC_NUMBER, b"\0\0\r\n", 1))


def _listed_nowhere(site: Path) -> None:
    (site / f"mesoplan-{VERSION}.dist-info" / "RECORD").unlink()


@pytest.mark.parametrize(
    "change",
    [
        _of_another_python,
        _listed_nowhere,
        lambda site: (site / "mesoplan" / bundling.BUNDLE_FILE).write_bytes(b""),
        lambda site: (site / "mesoplan" / bundling.BUNDLE_FILE).unlink(),
    ],
    ids=["another-python", "not-installed", "empty", "none"],
)
def test_without_a_bundle_that_fits_python_imports_as_ever(
    site: Path, change: Callable[[Path], object]
) -> None:
    change(site)
    assert _said(site)[0] == "_frozen_importlib_external True compiled"


def test_who_asks_for_no_asserts_gets_none(site: Path) -> None:
    assert _said(site, _ASK, "-O")[0] == "_frozen_importlib_external True compiled"


def test_every_module_is_what_python_compiles(site: Path) -> None:
    home = site / "mesoplan"
    finder = bundling.Finder(str(site), bundling.Bundle(str(home / bundling.BUNDLE_FILE)), 2**62)
    names = [name for name, _, _ in bundling.modules_in(home)]
    assert "mesoplan.rules.run" in names and "mesoplan.cli" in names and "mesoplan.ledger.log" not in names
    for name in names:
        spec = finder.find_spec(name)
        assert spec is not None and spec.origin is not None
        assert isinstance(spec.loader, bundling.Loader)
        ours = spec.loader.get_code(name)
        python = SourceFileLoader(name, spec.origin).get_code(name)
        assert python == ours and python.co_filename == ours.co_filename, name
