"""The guide to the case file and the page of limits say what the code does."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mesoplan.cases import cocktail, fault, guard, read
from mesoplan.cases.line import cocktail_from_text
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, Limits, Session
from mesoplan.quantity.errors import LONGEST_TEXT
from mesoplan.report.json_schema import case_schema

_DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def guide() -> str:
    return (_DOCS / "case-file.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example(guide: str) -> dict[str, Any]:
    (block,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    return tomllib.loads(block, parse_float=Decimal)


def test_the_example_is_a_case(example: dict[str, Any], catalog: Catalog) -> None:
    resolved = resolve(read.case_from(example), catalog)
    assert len(resolved.cocktail) == 3


def test_the_example_has_every_key(example: dict[str, Any]) -> None:
    assert set(example) == set(Case._fields)
    assert set(example["session"]) | {"technique"} == set(Session._fields)
    assert set(example["limits"]) == set(Limits._fields)
    assert {key for row in example["cocktail"] for key in row} == set(cocktail.KEYS)
    assert set(example["stock"][0]) == {"product", "volume"}


def test_the_schema_has_the_keys_of_the_guide(example: dict[str, Any]) -> None:
    properties = case_schema()["properties"]
    assert set(properties) == set(example)
    assert set(properties["session"]["properties"]) == set(Session._fields)
    assert set(properties["limits"]["properties"]) == set(Limits._fields)
    assert set(properties["cocktail"]["anyOf"][0]["items"]["properties"]) == set(cocktail.KEYS)
    assert set(example["patient"]) <= set(properties["patient"]["properties"])


def test_the_line_of_the_guide_is_a_cocktail(guide: str, catalog: Catalog) -> None:
    (line,) = re.findall(r'check "([^"]+)"', guide)
    rows, faults = cocktail_from_text(line, catalog)
    assert not faults
    assert [row["syringe"] for row in rows] == [1, 1, 2]


def test_the_page_of_limits_has_the_numbers_of_the_code() -> None:
    page = (_DOCS / "limits.md").read_text("utf-8").replace(" 000", "000")
    for number in (
        read.MAX_BYTES,
        read.MAX_DEPTH,
        cocktail.MAX_ITEMS,
        cocktail.MAX_SYRINGES,
        guard.MAX_LINE,
        guard.MAX_ENTRIES,
        guard.MAX_KEYS,
        guard.MAX_TEXT,
        LONGEST_TEXT,
        fault.FULL,
    ):
        assert re.search(rf"\b{number}\b", page), number
