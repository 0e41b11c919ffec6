"""Saved plans of many patients: what the planner suggests, prepared for patients drawn from a seed.

python -m tests.screen.saved FILE.parquet ROWS PATIENTS
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case, Item

_PLACES = ("EU", "US", "IT", "BR", "")
_ANSWERED: dict[str, Any] = {"weight": "70 kg", "conditions": [], "allergies": [], "medicines": []}
_WOMAN = {"sex": "female", "age": 34, "pregnant": False, "breastfeeding": False, **_ANSWERED}
_MAN = {"sex": "male", "age": 40, **_ANSWERED}


def saved_cocktails(catalog: Catalog, goals: int = 1_000, k: int = 5) -> list[dict[str, Any]]:
    """Each cocktail that is suggested for a goal at a place, as a case without its patient; none twice."""
    engine = Engine(catalog)
    found: dict[str, dict[str, Any]] = {}
    for goal in list(catalog.table("goal"))[:goals]:
        for place in _PLACES:
            for patient in (_WOMAN, _MAN):
                asked = Case(goal=goal, jurisdiction=place, patient=patient)
                for plan in engine.plan(asked, k=k).result.plans:
                    rows = [_row(item) for syringe in plan.syringes for item in syringe.items]
                    case = {"goal": goal, "jurisdiction": place, "cocktail": rows}
                    found.setdefault(repr(case), case)
    return [case for case in found.values() if _is_read(case, catalog)]


def patients(catalog: Catalog, random: Random) -> Iterator[dict[str, Any]]:
    """Patients without end: some facts, some lists that were never asked about."""
    facts = catalog.table("fact")
    named = {kind: [each for each in facts if facts[each].kind == kind] for kind in ("condition", "medicine")}
    allergens = [each for each in facts if facts[each].kind == "allergy"]
    while True:
        sex = random.choice(("female", "male"))
        patient: dict[str, Any] = {"sex": sex, "age": random.randint(18, 85)}
        if random.random() < 0.8:
            patient["weight"] = f"{random.randint(45, 110)} kg"
        if random.random() < 0.8:
            patient["conditions"] = random.sample(named["condition"], random.choice((0, 0, 1, 2)))
        if random.random() < 0.8:
            patient["medicines"] = random.sample(named["medicine"], random.choice((0, 0, 1, 3)))
        if random.random() < 0.8:
            patient["allergies"] = random.sample(allergens, random.choice((0, 0, 0, 1, 2)))
        if sex == "female" and random.random() < 0.8:
            patient.update(pregnant=random.random() < 0.05, breastfeeding=False)
        if _is_read({"patient": patient}, catalog):  # a medicine of women alone is refused for a man
            yield patient


def saved_plans(catalog: Catalog, seed: int, number: int, goals: int = 1_000) -> list[dict[str, Any]]:
    """So many cases, each of a cocktail that was suggested once, for another patient."""
    random = Random(seed)
    cocktails, people = saved_cocktails(catalog, goals), patients(catalog, random)
    return [{**random.choice(cocktails), "patient": next(people)} for _ in range(number)]


def _row(item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"syringe": item.syringe}
    if item.product:
        row["product"] = item.product
    content = item.contents[0]
    if not item.product or item.volume is None:
        row.update(ingredient=content.ingredient, amount=str(content.amount))
        if content.form:
            row["form"] = content.form
    if item.volume is not None:
        row["volume"] = str(item.volume)
    return row


def _is_read(case: dict[str, Any], catalog: Catalog) -> bool:
    try:
        resolve(Case(**{**case, "cocktail": tuple(case.get("cocktail", ()))}), catalog)
    except CaseError:
        return False
    return True


def write(target: Path, catalog: Catalog, seed: int, number: int, people: int) -> None:
    """A Parquet file of so many saved plans, of so many patients."""
    import pyarrow
    from pyarrow import parquet

    random = Random(seed)
    cocktails = [json.dumps(case)[:-1] for case in saved_cocktails(catalog)]
    made = patients(catalog, random)
    given = [f', "patient": {json.dumps(next(made))}}}' for _ in range(people)]
    schema = pyarrow.schema([("id", pyarrow.string()), ("case", pyarrow.string())])
    with parquet.ParquetWriter(target, schema) as writer:
        for start in range(0, number, 50_000):
            ids = [f"plan-{each:07d}" for each in range(start, min(start + 50_000, number))]
            cases = [random.choice(cocktails) + random.choice(given) for _ in ids]
            writer.write_table(pyarrow.table({"id": ids, "case": cases}, schema=schema))
    print(f"{number} saved plans of {people} patients, {len(cocktails)} cocktails")


if __name__ == "__main__":
    write(Path(sys.argv[1]), load_catalog(), 1, int(sys.argv[2]), int(sys.argv[3]))
