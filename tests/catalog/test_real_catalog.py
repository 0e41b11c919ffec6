"""The shipped catalog: no error of the linter, and quickly linted."""

import time
from pathlib import Path
from typing import Any

from mesoplan.catalog.build import draft
from mesoplan.catalog.lint import lint
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import CRASH_CODE


def test_the_shipped_catalog_has_no_error(real: Path, today: Any) -> None:
    codes = frozenset({*(rule.code for rule in RULES), CRASH_CODE})
    faults = lint(draft(real, (), today), today, codes)
    assert [str(fault) for fault in faults if fault.level == "error"] == []


def test_linting_takes_less_than_reading(real: Path, today: Any) -> None:
    started = time.process_time()
    read = draft(real, (), today)
    between = time.process_time()
    lint(read, today)
    assert time.process_time() - between < max(between - started, 2.0)
