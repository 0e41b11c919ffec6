"""The fixture catalog of the rule tests as a base that overlays can lie on: with its ledger."""

import atexit
import datetime
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from mesoplan import Engine
from mesoplan.catalog.build import Below, build, draft, read_below
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.locate import shipped_catalog

FIXTURE = Path(__file__).parents[1] / "rules" / "fixture"
TODAY = datetime.date(2026, 1, 1)


@cache
def base() -> Path:
    """A folder of this process, gone at its end."""
    folder = Path(mkdtemp(prefix="mesoplan-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    target = folder / "base"
    shutil.copytree(FIXTURE, target)
    lines = ledger_lines(draft(target, (), TODAY).tables)
    (target / LEDGER_FILE).write_text("\n".join(lines) + "\n", "utf-8")
    return target


@cache
def below() -> Below:
    """The fixture as read once, for many overlays."""
    return read_below(base())


@cache
def below_shipped() -> Below:
    """The shipped catalog as read once, for many overlays."""
    return read_below(shipped_catalog())


@cache
def small_engine() -> Engine:
    """The fixture alone."""
    return Engine(build(base(), (), TODAY))
