"""What an agent gets, and what it is refused."""

import json
from typing import Any

import jsonschema
import pytest

import mesoplan
from mesoplan.agent.tools import Tool, Tools

MAN = {"sex": "male", "age": 61, "weight": "80 kg", "conditions": [], "allergies": [], "medicines": []}
CASE: dict[str, Any] = {
    "goal": "knee-osteoarthritis",
    "zone": "knee",
    "jurisdiction": "it",
    "patient": MAN,
    "cocktail": [
        {"product": "akis-25", "volume": "1 mL"},
        {"product": "lidocaine-2-plain", "volume": "1 mL"},
    ],
}


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools(mesoplan.Engine(mesoplan.load_catalog()))


@pytest.fixture(scope="session")
def known(tools: Tools) -> dict[str, Tool]:
    return {each.name: each for each in tools.listed()}


def _told(tools: Tools, known: dict[str, Tool], name: str, given: Any) -> tuple[Any, bool]:
    told = tools.call(name, given)
    jsonschema.validate(told.document, known[name].gives)
    assert json.loads(json.dumps(told.document)) == told.document
    return told.document, told.refused


@pytest.mark.parametrize("name", ["check", "prepare"])
def test_a_blocked_cocktail_is_blocked_for_an_agent_too(
    tools: Tools, known: dict[str, Tool], name: str
) -> None:
    document, refused = _told(tools, known, name, CASE)
    assert not refused and document["verdict"] == "blocked"
    if name == "prepare":
        assert not document["sheet"]


def test_what_was_published_is_no_suggestion(tools: Tools, known: dict[str, Tool]) -> None:
    document, refused = _told(tools, known, "regimens", {"goal": "melasma", "jurisdiction": "EU"})
    assert not refused and document["regimens"] and "plans" not in document


def test_a_plan_asks_instead_of_guessing(tools: Tools, known: dict[str, Tool]) -> None:
    woman = {"sex": "female", "age": 34}
    case = {"goal": "female-pattern-hair-loss", "zone": "scalp", "jurisdiction": "eu", "patient": woman}
    document, refused = _told(tools, known, "plan", case)
    assert not refused and document["questions"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("check", CASE | {"cocktail": [{"ingredient": "lidocane", "amount": "5 mg"}]}),
        ("check", CASE | {"cocktail": [{"ingredient": "procainamide", "amount": "5 mg"}]}),
        ("check", CASE | {"cocktail": [{"ingredient": "lidocaine", "amount": "5"}]}),
        ("check", CASE | {"cocktail": "lidocaine 2% 1 mL"}),
        ("check", CASE | {"nonsense": 1}),
        ("check", CASE | {"patient": MAN | {"zodiac": True}}),
        ("check", CASE | {"goal": "x" * 300_000}),
        ("check", CASE | {"patient": MAN | {"age": float("nan")}}),
        ("plan", {"patient": MAN}),
        ("show", {"name": "pentazocin"}),
        ("show", {"name": "x" * 100_000}),
        ("show", {"name": "lidocaine", "path": "/etc/passwd"}),
        ("show", {}),
        ("show", {"name": 7}),
    ],
)
def test_what_cannot_be_named_exactly_is_refused_without_a_verdict(
    tools: Tools, known: dict[str, Tool], name: str, given: Any
) -> None:
    document, refused = _told(tools, known, name, given)
    assert refused and document["faults"] and "verdict" not in document


def test_nothing_takes_a_path_an_address_or_a_catalog(known: dict[str, Tool]) -> None:
    def keys(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            inner = {key for value in schema.values() for key in keys(value)}
            return inner | set(schema.get("properties", {}))
        return {key for value in schema for key in keys(value)} if isinstance(schema, list) else set()

    for tool in known.values():
        assert not keys(tool.takes) & {
            "path",
            "file",
            "url",
            "catalog",
            "overlay",
            "command",
            "waiver",
            "text",
        }


def test_no_other_tool(tools: Tools) -> None:
    assert tools.call("order", {}).refused
