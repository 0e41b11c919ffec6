"""No constant is promised: every field of an answer takes two values somewhere.

A field that is always the same says nothing, or says what nobody proved.
"""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mesoplan import Case, Engine, load_catalog
from mesoplan.model.finding import CheckReport
from mesoplan.model.line import Line
from mesoplan.model.need import Need

KNOWN = {
    "sex": "female",
    "age": 34,
    "weight": "62 kg",
    "pregnant": False,
    "breastfeeding": False,
    "conditions": [],
    "allergies": [],
    "medicines": [],
}
KNEE = Case(
    goal="knee-osteoarthritis",
    zone="knee",
    jurisdiction="IT",
    cocktail=({"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "40 mL"}),
)
THRESHOLDS: tuple[tuple[tuple[dict[str, Any], ...], int], ...] = (
    (({"product": "lidocaine-2-plain", "volume": "1 mL"},), 0),
    (({"product": "lidocaine-2-plain", "volume": "60 mL"}, {"product": "akis-25", "volume": "1 mL"}), 0),
    (({"ingredient": "triamcinolone-acetonide", "amount": "500 mg", "volume": "2 mL"},), 0),
    (
        (
            {"product": "sodium-bicarbonate-8-4", "volume": "1 mL"},
            {"product": "lidocaine-2-plain", "volume": "1 mL"},
        ),
        0,
    ),
)

#: Fewer records of a kind than this tell nothing.
ENOUGH = 4

#: Computed, but alike in these few answers of the shipped catalog; with what would vary it.
ALIKE = {
    "Bound.checked": "a cocktail that is clear below its maximum",
    "Diluted.checked": "a cocktail of which nothing is unknown once it is diluted enough",
    "Diluted.included": "a least volume that is a short decimal and passes itself",
    "Finding.overridden": "a patient with an override: tests/ledger",
    "Finding.waivers": "an overlay with a waiver: tests/catalog",
    "FrontReport.complete": "a front that ran out of its budget",
    "Item.to": "a cocktail that is filled up to a mark: tests/cases",
    "NotPrinted.on": "numbers that were looked for on another day",
    "Plan.verdict": "a goal of which nothing is unknown",
    "Protocol.technique": "a plan from a regimen that names its technique",
    "Question.harmless": "a test dose that was not given yet",
    "RepairReport.alone": "an item that is forbidden by itself and has no exchange",
    "SearchReport.not_judged": "a catalog so large that building the problem ends with its budget",
    "SearchReport.not_listed": "the same",
    "SearchReport.proved": "a search that ran out of its budget: tests/test_engine.py",
    "Studied.against": "a planned ingredient with a study that shows no benefit",
    "StudyUsed.direction": "the same",
    "Threshold.limited": "an item that no rule limits",
    "Tried.same": "an evidence weight on which the first plan hangs",
    "Why.proved": "a search that ran out of its budget",
    "WhyNot.complete": "more changes than are tried",
    "WhyNot.terms": "an ingredient that is outscored",
}


def _values(value: Any, into: dict[str, list[str]]) -> None:
    fields: dict[str, Any] = getattr(value, "_field_defaults", {})
    if isinstance(value, tuple) and hasattr(value, "_fields") and not isinstance(value, Need | Line):
        for name in value._fields:
            part = getattr(value, name)
            if name == "kind" and name in fields:
                continue  # which record of a union it is
            into.setdefault(f"{type(value).__name__}.{name}", []).append(str(part)[:200])
            _values(part, into)
    elif isinstance(value, tuple | list):
        for each in value:
            _values(each, into)


@pytest.fixture(scope="module")
def answers() -> list[Any]:
    """Answers of the engine, with the words that `report` adds."""
    engine = Engine(load_catalog())
    hair = Case(goal="female-pattern-hair-loss", zone="scalp", jurisdiction="EU", patient=KNOWN)
    nobody = hair._replace(patient={})
    face = Case(goal="melasma", zone="face", patient={"sex": "female", "age": 34})
    chin = Case(goal="submental-fat", zone="submental", patient=KNOWN)
    few = hair._replace(limits={"exclude": ["dutasteride"]})
    carrying = hair._replace(patient={**KNOWN, "pregnant": True})
    scalp = Case(zone="scalp", patient=KNOWN)
    elsewhere = {"product": "lidocaine-2-plain", "volume": "1 mL", "syringe": 2, "zone": "neck", "points": 4}
    there = {"technique": "italian-wheal", "point_volume": "0.2 mL", "area": "10 cm2"}
    pair = ({"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "1 mL"})
    two_places = KNEE._replace(goal="", cocktail=(*pair, {**elsewhere, **there}))
    session = {"area": "20 cm2", "place": "clinic", "syringes": ["1mL"], "use_within": "1 h", "single": True}
    session |= {"needle": "30 G", "needle_changes": 2}
    return [
        engine.check(KNEE),
        engine.check(KNEE._replace(patient=KNOWN)),
        *(engine.threshold(scalp, position, cocktail=rows) for rows, position in THRESHOLDS),
        *(engine.repair(scalp, rows, max_checks=40) for rows, _ in THRESHOLDS),
        engine.repair(KNEE, max_checks=60),
        engine.repair(two_places, max_checks=40),
        engine.plan(chin._replace(session=session)),
        engine.repair(KNEE, answered=True, max_checks=30),
        *(engine.plan(each, solve_questions=True) for each in (hair, nobody, face, chin, few)),
        engine.plan(face._replace(goal="migraine", zone="")),
        *(
            engine.plan(Case(goal=goal, patient=KNOWN))
            for goal in (
                "neck-pain",
                "submental-fat",
                "cellulite",
                "localised-fat",
                "melasma",
                "hair-loss",
                "lipoma",
            )
        ),
        engine.plan(hair, k=12),
        *(
            engine.why_not(Case(goal="neck-pain", patient=KNOWN), each, max_plans=1)
            for each in ("ketoprofen", "biotin")
        ),
        engine.plan(hair._replace(limits={"max_volume": "0.1 mL", "include": ["minoxidil"]})),
        *(
            engine.why_not(hair, each, max_plans=12)
            for each in ("biotin", "dutasteride", "minoxidil", "dexpanthenol")
        ),
        engine.why_not(few, "finasteride", max_plans=12),
        *(
            engine.why_not(hair, each, max_plans=1)
            for each in ("minoxidil 10 mg", "minoxidil 5 g", "Profhilo 1 mL")
        ),
        engine.why_not(Case(goal="skin-laxity", patient=KNOWN), "Profhilo 2 mL", max_plans=1),
        engine.why_not(carrying, "minoxidil", max_plans=6),
        engine.why_not(face, "tranexamic-acid", max_plans=3),
        engine.why_not(hair._replace(limits={"exclude": ["polynucleotide"]}), "polynucleotide", max_plans=6),
        engine.why_not(Case(goal="acute-low-back-pain", patient=KNOWN), "water-for-injection", max_plans=6),
        *(engine.front(each) for each in (hair, nobody, face, face._replace(goal="migraine", zone=""))),
        *(engine.sensitivity(each) for each in (hair, face)),
        *(engine.why(face, each) for each in ("tranexamic-acid", "ascorbic-acid")),
        *(engine.why(hair, each) for each in ("minoxidil", "dutasteride", "biotin", "finasteride")),
    ]


def _scenarios() -> list[dict[str, Any]]:
    folder = Path(__file__).parent / "scenarios"
    return [
        row["case"]
        for file in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["scenario"]
    ]


def test_every_public_field_takes_two_values(answers: list[Any], judge: Callable[..., CheckReport]) -> None:
    """A field that is always the same says nothing, or says what nobody proved."""
    values: dict[str, list[str]] = {}
    for each in (*(each.result for each in answers), *(judge(**case) for case in _scenarios())):
        _values(each, values)
    constant = {name for name, told in values.items() if len(told) >= ENOUGH and len(set(told)) < 2}
    broken = [f"{name} is always {values[name][0]!r}" for name in sorted(constant - set(ALIKE))]
    assert not broken, "\n" + "\n".join(broken)
