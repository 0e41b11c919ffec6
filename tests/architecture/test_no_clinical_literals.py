"""Clinical facts live in the catalog: no code names an ingredient, a product or a class."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mesoplan.quantity import Quantity, QuantityError

_CATALOG = Path(__file__).parents[2] / "catalog"
_TABLES = ("facts", "zones", "techniques")
_FLOORS = ("rules", "mixing", "worth", "planner", "repair", "knowledge", "preparation")


@pytest.fixture(scope="module")
def substances() -> set[str]:
    """Ids of all ingredients and products of the shipped catalog."""
    return {
        file.stem for folder in ("ingredients", "products") for file in (_CATALOG / folder).glob("*.toml")
    }


class Text(NamedTuple):
    """A text in the code and its line."""

    value: str
    lineno: int


def _texts(tree: ast.Module) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.value, node.lineno)


def test_no_code_names_a_substance(modules: Any, substances: set[str]) -> None:
    assert len(substances) > 100
    named = [
        f'{module.path}:{node.lineno} names "{node.value}": what is special about it belongs into the catalog'
        for module in modules
        if module.floor in _FLOORS
        for node in _texts(module.tree)
        if node.value in substances
    ]
    assert not named, "\n" + "\n".join(named)


#: Ids that the code may name, with the reason.
NAMED = {
    "no": "an answer; Norway's id reads the same",
    "pregnant": "a key of the patient in the case file",
    "breastfeeding": "a key of the patient in the case file",
    "reproduction": "the fact above both, which has rules of its own",
    "blood-donor": "what a deferral of blood donation is about",
}


@pytest.fixture(scope="module")
def circumstances() -> set[str]:
    """Ids of all facts, zones, techniques, goals and jurisdictions of the shipped catalog."""
    tables = [tomllib.loads((_CATALOG / f"{name}.toml").read_text("utf-8")) for name in _TABLES]
    inside = {row["id"] for table in tables for rows in table.values() for row in rows if "id" in row}
    return inside | {
        file.stem for folder in ("goals", "jurisdictions") for file in (_CATALOG / folder).glob("*.toml")
    }


def test_no_code_names_a_fact_a_zone_or_a_goal(modules: Any, circumstances: set[str]) -> None:
    assert len(circumstances) > 300
    named = {
        f'{module.path}:{node.lineno} names "{node.value}": what is special about it belongs into the catalog'
        for module in modules
        if module.floor in _FLOORS
        for node in _texts(module.tree)
        if node.value in circumstances - set(NAMED)
    }
    assert not named, "\n" + "\n".join(sorted(named))
    used = {node.value for module in modules for node in _texts(module.tree)}
    assert set(NAMED) <= used & circumstances


def test_no_code_branches_on_a_number_with_a_unit(modules: Any) -> None:
    named = [
        f'{module.path}:{node.lineno} holds "{node.value}": a clinical number belongs into a policy file'
        for module in modules
        if module.floor in ("rules", "worth", "planner")
        for node in _texts(module.tree)
        if _is_clinical_amount(node.value)
    ]
    assert not named, "\n" + "\n".join(named)


def _is_clinical_amount(text: str) -> bool:
    """An amount other than nothing and one: these stand for a unit, not for a measure."""
    if not text[:1].isdigit() or " " not in text:
        return False
    try:
        return Quantity.parse(text).value not in (0, 1)
    except QuantityError:
        return False
