"""Each unknown is of the kind that cases.toml says, and is counted once."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mesoplan.asking.unknowns import settled_by
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.need import Need

ROWS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_what_settles_it(row: dict[str, Any], catalog: Catalog) -> None:
    needs = tuple(Need(*each.split(":", 1)) for each in row["needs"])
    bare = frozenset(row.get("bare", ()))
    got = settled_by(needs, row.get("subjects", ()), bare, catalog, row.get("topic", ""))
    assert got == row["settles"]
