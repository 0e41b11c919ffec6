"""210 answers to compare between Pythons: 150 checks and 60 plans, each as a digest of its JSON."""

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from mesoplan.cases.read import case_from
from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine

CHECKS, PLANS = 150, 60
_ASKED: dict[str, list[str]] = {"conditions": [], "allergies": [], "medicines": []}
_PATIENTS: tuple[dict[str, Any], ...] = (
    {},
    {"sex": "male", "age": 40, "weight": "80 kg", **_ASKED},
    {
        "sex": "female",
        "age": 34,
        "pregnant": False,
        "breastfeeding": False,
        **_ASKED,
        "medicines": ["warfarin"],
    },
)


def answers(pack: str) -> dict[str, Any]:
    """The digests by name, how many were answers and not refusals, and the seconds it took."""
    engine = Engine(load_catalog(packed=pack))
    started = time.perf_counter()
    found, refused = {}, 0
    for name, kind, case in (*_checks(engine), *islice(_plans(engine), PLANS)):
        try:
            text = getattr(engine, kind)(case_from(case)).to_json()
        except ValueError as error:
            text, refused = f"{type(error).__name__}: {error}", refused + 1
        found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return {
        "answers": found,
        "refused": refused,
        "seconds": round(time.perf_counter() - started, 2),
        "python": f"{sys.version.split()[0]} {sys.platform}",
    }


def _checks(engine: Engine) -> Iterator[tuple[str, str, dict[str, Any]]]:
    kinds = ("goal", "jurisdiction", "ingredient", "product")
    goals, places, ingredients, products = (sorted(engine.catalog.table(kind)) for kind in kinds)
    for i in range(CHECKS):
        cocktail = [
            {"ingredient": ingredients[i * 7 % len(ingredients)], "amount": "10 mg", "volume": "1 mL"},
            {"product": products[i * 5 % len(products)], "volume": "1 mL"},
            {"product": products[(i * 11 + 3) % len(products)], "volume": "0.7 mL", "syringe": 2},
        ]
        case = {"goal": goals[i % len(goals)], "jurisdiction": places[i % 14], "cocktail": cocktail}
        yield f"check {i}", "check", {**case, "patient": _PATIENTS[i % 3]}


def _plans(engine: Engine) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for goal in sorted(engine.catalog.table("goal")):
        for number, patient in enumerate(_PATIENTS[1:]):
            yield f"plan {goal} {number}", "plan", {"goal": goal, "jurisdiction": "eu", "patient": patient}


if __name__ == "__main__":
    print(json.dumps(answers(sys.argv[1])))
