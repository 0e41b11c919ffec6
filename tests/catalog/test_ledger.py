"""A deleted warning looks exactly like a safe ingredient: no file can go missing unseen."""

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import Draft, build, draft
from mesoplan.catalog.fault import CatalogError, Fault
from mesoplan.catalog.ledger import ledger_lines, missing_statements
from mesoplan.catalog.link import link_faults
from mesoplan.catalog.read import Tables

_SHELVES = ("goal", "ingredient", "product", "interaction", "evidence", "jurisdiction", "policy", "regimen")
_FOLDERS = (
    "goals",
    "ingredients",
    "products",
    "interactions",
    "evidence",
    "jurisdictions",
    "policies",
    "regimens",
)
_REAL = Path(__file__).parents[2] / "catalog"
_FILES = sorted(
    file.relative_to(_REAL).as_posix() for folder in _FOLDERS for file in (_REAL / folder).rglob("*.toml")
)
_SAMPLE = random.Random(20261123).sample(_FILES, 60)


@pytest.fixture(scope="module")
def shipped(real: Path, today: Any) -> Draft:
    """The shipped catalog, read once."""
    return draft(real, (), today)


@pytest.fixture(scope="module")
def ledger(shipped: Draft) -> tuple[str, ...]:
    """Its ledger as it would be written today."""
    return ledger_lines(shipped.tables)


def _without(tables: Tables, file: str) -> Tables:
    return {
        kind: {identity: entry for identity, entry in table.items() if entry.file != file}
        for kind, table in tables.items()
    }


def _faults_without(file: str, shipped: Draft, ledger: tuple[str, ...]) -> list[Fault]:
    tables = _without(shipped.tables, file)
    return [*missing_statements(tables, ledger), *link_faults(tables)]


@pytest.mark.parametrize("file", _SAMPLE)
def test_a_deleted_file_of_the_shipped_catalog_is_missed(
    file: str, shipped: Draft, ledger: tuple[str, ...]
) -> None:
    faults = _faults_without(file, shipped, ledger)
    lost = [fault for fault in faults if fault.code == "CA071"]
    assert lost, f"{file} can be deleted unseen"
    assert all(fault.level == "error" for fault in lost)
    assert "in the ledger but in no file" in str(lost[0]) and "safety" in str(lost[0])


def test_each_file_of_the_shipped_catalog_holds_a_line_of_its_own(shipped: Draft) -> None:
    lines: dict[str, set[str]] = {}
    for kind in _SHELVES:
        for identity, entry in shipped.tables[kind].items():
            alone: Any = {each: {} for each in shipped.tables} | {kind: {identity: entry}}
            lines.setdefault(entry.file, set()).update(ledger_lines(alone)[1:])
    held = Counter(line for own in lines.values() for line in own)
    unseen = [file for file, own in lines.items() if not any(held[line] == 1 for line in own)]
    assert unseen == []


def test_deleting_any_file_of_the_small_catalog_fails_to_compile(small: Path, today: Any) -> None:
    for file in sorted(small.rglob("*.toml")):
        if file.parent.name == "sources":
            continue
        kept = file.read_bytes()
        file.unlink()
        with pytest.raises(CatalogError):
            build(small, (), today)
        file.write_bytes(kept)
    build(small, (), today)


def test_a_deleted_file_says_what_was_lost(small: Path, today: Any) -> None:
    (small / "interactions/ketoprofen--lidocaine.toml").unlink()
    with pytest.raises(CatalogError) as caught:
        build(small, (), today)
    (fault,) = caught.value.faults
    assert fault.key.startswith("ketoprofen--lidocaine#incompatible.forbid.measured")
    assert fault.key.endswith("@costantino-2011-acute-low-back-pain")


def test_an_overlay_cannot_hide_a_deleted_statement(small: Path, overlay: Path, today: Any) -> None:
    shutil.copytree(small / "goals", overlay / "goals")
    (small / "policies/mixing-default.toml").unlink()
    with pytest.raises(CatalogError, match="CA071"):
        build(small, (overlay,), today)


def test_the_ledger_is_sorted_and_has_no_doubles(ledger: tuple[str, ...]) -> None:
    assert ledger[0].startswith("#")
    assert list(ledger[1:]) == sorted(set(ledger[1:]))
