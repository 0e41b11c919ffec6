"""A small sound catalog on disk, and a way to run a command in this process."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mesoplan.catalog.build import draft
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.cli.main import cli

FIXTURE = Path(__file__).parents[1] / "rules" / "fixture"

_CITED = re.compile(r'source = "([a-z0-9-]+)"')

CLEAR = """\
goal = "glow"
zone = "plain-zone"
jurisdiction = "land"
technique = "shallow"

[session]
use_within = "1 h"

[patient]
sex = "female"
age = 40
weight = "60 kg"
pregnant = false
breastfeeding = false
conditions = []
allergies = []
medicines = []

[[cocktail]]
product = "clear-ampoule"
volume = "1 mL"
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture catalog of the rule tests with the shipped objectives and a ledger."""
    target = tmp_path_factory.mktemp("catalog") / "fixture"
    shutil.copytree(FIXTURE, target)
    for file in shipped_catalog().glob("policies/*.toml"):
        if file.name.startswith(("objective-", "evidence-", "asking-")):
            shutil.copy(file, target / "policies")
            for source in _CITED.findall(file.read_text("utf-8")):
                shutil.copy(shipped_catalog() / "sources" / f"{source}.toml", target / "sources")
    read = draft(target, (), datetime.date(2026, 1, 1))
    target.joinpath(LEDGER_FILE).write_text("\n".join(ledger_lines(read.tables)) + "\n", "utf-8")
    return target


@pytest.fixture
def run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``run("check", "case.toml")``: the command on the fixture catalog, in an empty folder."""
    monkeypatch.setenv("MESOPLAN_CATALOG", str(folder))
    monkeypatch.setenv("MESOPLAN_CACHE_DIR", str(folder.parent / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, **settings: Any) -> Result:
        return CliRunner().invoke(cli, list(arguments), prog_name="mesoplan", **settings)

    return invoke


@pytest.fixture
def case(tmp_path: Path) -> Callable[..., str]:
    """``case(old="new")``: a clear case file with texts replaced; gives its name."""

    def write(name: str = "case.toml", **changes: str) -> str:
        text = CLEAR
        for old, new in changes.items():
            before = f"{old} = "
            lines = [
                (f"{before}{new}" if new else "") if line.startswith(before) else line
                for line in text.splitlines()
            ]
            text = "\n".join(lines) + "\n"
        tmp_path.joinpath(name).write_text(text, "utf-8")
        return name

    return write
