"""Rows of cases, good and damaged, as the tests of many cases at once need them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.catalog import Catalog

pytest.importorskip("pyarrow", reason="the extra [screen] is not installed")

GOOD: tuple[dict[str, Any], ...] = (
    {
        "goal": "melasma",
        "zone": "face",
        "jurisdiction": "EU",
        "patient": {"sex": "female", "age": 34, "conditions": [], "medicines": [], "allergies": []},
        "cocktail": [{"ingredient": "tranexamic-acid", "amount": "8 mg", "volume": "1 mL"}],
    },
    {
        "goal": "neck-pain",
        "zone": "neck",
        "jurisdiction": "IT",
        "patient": {"sex": "male", "age": 61, "weight": "82 kg", "medicines": ["warfarin"]},
        "cocktail": [
            {"product": "lidocaine-2-plain", "volume": "1 mL"},
            {"product": "akis-25", "volume": "1 mL", "syringe": 2},
        ],
    },
    {"goal": "melasma", "cocktail": "lidocaine 2% 1 mL"},
)
BAD: tuple[str | None, ...] = (
    None,
    "",
    "null",
    "[1]",
    '{"goal": "melasma", "goal": "melasma"}',
    '{"goal": "melasma"',
    '{"cocktail": [{"ingredient": "lidocane", "amount": "5 mg"}]}',
    '{"cocktail": [{"ingredient": "lidocaine", "amount": "5"}]}',
    '{"patient": {"sex": "female", "age": 200}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": 7}',
    "\ud800",
    "[" * 5_000,
)


def texts() -> list[str | None]:
    """Every good and every damaged case as the text of a row."""
    return [*(json.dumps(case) for case in GOOD), *(each for each in BAD if each != "\ud800")]


@pytest.fixture
def write_cases(tmp_path: Path) -> Callable[..., Path]:
    """``write_cases(name, cases)``: a file of rows in the format of its name."""

    def write(name: str, cases: list[str | None]) -> Path:
        target = tmp_path / name
        ids = [f"row-{number}" for number in range(len(cases))]
        if name.endswith(".parquet"):
            import pyarrow
            from pyarrow import parquet

            table = pyarrow.table({"id": ids, "case": pyarrow.array(cases, pyarrow.string()), "x": ids})
            parquet.write_table(table, target, row_group_size=4)
        elif name.endswith(".jsonl"):
            lines = [json.dumps({"id": i, "case": case}) for i, case in zip(ids, cases, strict=True)]
            target.write_text("\n".join(lines), "utf-8")
        else:
            import csv

            with target.open("w", newline="", encoding="utf-8-sig") as file:
                rows = csv.writer(file, delimiter=";")
                rows.writerow(["ID", "Case"])
                rows.writerows(zip(ids, cases, strict=True))
        return target

    return write


@pytest.fixture(scope="session")
def stricter() -> tuple[Catalog, Catalog]:
    """A catalog, and one in which a caution of lidocaine forbids."""
    from tests.screen.one_record import made, read_catalog

    read = read_catalog()
    entry = read.tables["ingredient"]["lidocaine"]
    cautions = tuple(
        each._replace(effect="contraindicated") if each.cite.supports else each
        for each in entry.record.cautions
    )
    assert cautions != entry.record.cautions
    other = entry._replace(record=entry.record._replace(cautions=cautions))
    tables = {**read.tables, "ingredient": {**read.tables["ingredient"], "lidocaine": other}}
    return made(read, read.tables, "before"), made(read, tables, "stricter")
