"""Every fault code fires on its failing examples and stays quiet on its quiet ones."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.lint.codes import CODES

_FOLDER = Path(__file__).parent / "lint_cases"
_CASES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(_FOLDER.glob("*.toml"))}


def _examples(kind: str) -> list[Any]:
    return [
        pytest.param(code, example, id=f"{code} {example['why']}")
        for code, case in _CASES.items()
        for example in case.get(kind, ())
    ]


@pytest.mark.parametrize(("code", "example"), _examples("fires"))
def test_fires(code: str, example: dict[str, Any], edit: Any, relock: Any, linted: Any) -> None:
    edit(example.get("edits", ()))
    if not example.get("keep_ledger"):
        relock()
    found = [fault for fault in linted() if fault.code == code]
    wanted = (example["file"], example.get("key", ""), example.get("level", "error"))
    places = [(fault.file, fault.key, fault.level) for fault in found]
    assert wanted in places, f"{code} should name {wanted}, but named {places}"
    fault = found[places.index(wanted)]
    assert example.get("says", "") in f"{fault.what} {fault.so_what} {fault.next}", str(fault)
    assert fault.what and fault.so_what and fault.next, "where, what, so what, what next"


@pytest.mark.parametrize(("code", "example"), _examples("quiet"))
def test_stays_quiet(code: str, example: dict[str, Any], edit: Any, relock: Any, linted: Any) -> None:
    edit(example.get("edits", ()))
    if not example.get("keep_ledger"):
        relock()
    assert [str(fault) for fault in linted() if fault.code == code] == []


def test_the_small_catalog_has_no_fault(linted: Any) -> None:
    assert [str(fault) for fault in linted()] == []


def test_every_code_has_a_failing_and_a_quiet_example() -> None:
    wanting = [
        f"{code.code} needs lint_cases/{code.code}.toml with [[fires]] and [[quiet]]"
        for code in CODES
        if not (_CASES.get(code.code, {}).get("fires") and _CASES[code.code].get("quiet"))
    ]
    assert wanting == []


def test_every_example_is_of_a_known_code() -> None:
    assert set(_CASES) <= {code.code for code in CODES}
