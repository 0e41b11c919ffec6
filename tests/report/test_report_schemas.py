"""docs/schemas is made from the records, and case files fit the case schema."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from mesoplan.cases import cocktail, patient
from mesoplan.cases import resolve as resolving
from mesoplan.report.json_schema import case_schema, schemas, written

DOCS = Path(__file__).parents[2] / "docs" / "schemas"
CASES = Path(__file__).parents[1] / "rules" / "cases"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_up_to_date(name: str) -> None:
    assert DOCS.joinpath(name).read_text("utf-8") == written(schemas()[name]), (
        f"docs/schemas/{name} differs. Run: python -m mesoplan.report.json_schema docs/schemas"
    )


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas()[name])


def test_the_case_schema_has_the_keys_that_are_read() -> None:
    properties = case_schema()["properties"]
    assert set(properties["limits"]["properties"]) == set(resolving._LIMITS)
    assert set(properties["session"]["properties"]) == set(resolving._SESSION)
    assert set(properties["cocktail"]["anyOf"][0]["items"]["properties"]) == set(cocktail.KEYS)
    assert set(properties["patient"]["properties"]) == {*patient._PLAIN, "pregnant", "breastfeeding"}


def test_every_case_of_the_rule_tests_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(case_schema())
    for file in CASES.glob("*.toml"):
        for row in tomllib.loads(file.read_text("utf-8"))["case"]:
            errors = [error.message for error in validator.iter_errors(json.loads(json.dumps(row["case"])))]
            assert errors == [], f"{file.name}: {row['name']}"
