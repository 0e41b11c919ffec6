"""A suggestion is somebody's regimen: each value of a plan is in the regimen it names, or in its departures.

    python tests/planner/law_eight.py --patients 50

runs every goal for so many patients in six jurisdictions and prints what does not hold; the tests run a
sample of the same. Each suggestion is also written back as a case and checked: same verdict, same findings.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from mesoplan import Case, Engine, load_catalog
from mesoplan.cases.amounts import read_amount
from mesoplan.cases.write import case_with
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import AT_ONCE, Item
from mesoplan.model.finding import Finding
from mesoplan.model.plan import Plan, PlannedRegimen
from mesoplan.model.regimen import Regimen, RegimenItem
from mesoplan.quantity import Quantity, QuantityError

PLACES = ("EU", "US", "IT", "UK", "BR", "KR")
CONDITIONS = (
    "diabetes",
    "keloid",
    "history-of-herpes",
    "bleeding-disorder",
    "epilepsy",
    "hepatic-impairment",
)
MEDICINES = ("anticoagulant", "antiplatelet", "immunosuppressant", "beta-blocker")
ALLERGIES = ("allergy-latex", "allergy-paba", "allergy-sulfite", "allergy-benzyl-alcohol")
#: Codes that would say a dose is too little, too much, or nobody's.
_OF_A_DOSE = ("DS501", "DS503", "DS504", "DS508")


def cases(catalog: Catalog, goal: str, count: int, seed: int = 8) -> Iterator[Case]:
    """So many patients for a goal in each jurisdiction, the same for the same seed."""
    record = catalog.goal(goal)
    for number in range(count):
        random = Random(f"{seed} {goal} {number}")
        sex = record.sex if record.sex and random.random() < 0.9 else random.choice(("female", "male"))
        patient: dict[str, Any] = {"sex": sex, "age": random.choice((3, 16, 18, 24, 34, 47, 61, 78))}
        if random.random() < 0.8:
            patient["weight"] = f"{random.choice((45, 58, 62, 80, 104))} kg"
        for key, names in (("conditions", CONDITIONS), ("medicines", MEDICINES), ("allergies", ALLERGIES)):
            if random.random() < 0.9:
                patient[key] = random.sample(names, random.choice((0, 0, 0, 1, 2)))
        if sex == "female" and random.random() < 0.95:
            patient["pregnant"] = random.random() < 0.05
            patient["breastfeeding"] = random.random() < 0.05
        session: dict[str, Any] = {}
        if random.random() < 0.5:
            session["area"] = random.choice(("12 cm2", "20 cm2", "50 cm2"))
        if random.random() < 0.2:
            session["points"] = random.choice((10, 30, 50))
        zone = random.choice((*record.zones, ""))
        technique = random.choice((*record.techniques, "", "", ""))
        for place in PLACES:
            yield Case(
                goal=goal,
                zone=zone,
                jurisdiction=place,
                technique=technique,
                patient=patient,
                session=session,
            )


def faults(engine: Engine, case: Case) -> Iterator[tuple[str, str]]:
    """What does not hold of each plan of a case: the kind of fault, and where. First of all the plans."""
    answer = engine.plan(case, k=3)
    for plan in answer.result.plans:
        yield "", plan.kind
        for kind, where in (
            *_unlike_its_regimens(plan, case, engine.catalog),
            *_unlike_its_check(plan, case, engine),
        ):
            yield kind, f"{where} ({case.goal}, {case.jurisdiction}, {case.patient})"


# ---------------------------------------------------------------------- the regimen


def _unlike_its_regimens(plan: Plan, case: Case, catalog: Catalog) -> Iterator[tuple[str, str]]:
    items = list(plan.items)
    for planned in plan.regimens:
        regimen = catalog.regimen(planned.id)
        own, items = items[: len(regimen.items)], items[len(regimen.items) :]
        for kind in _unlike(planned, regimen, own, plan, case, catalog):
            yield kind, planned.id
        if len(plan.regimens) == 1 and (
            plan.protocol.sessions != (regimen.sessions.text if regimen.sessions else "")
            or plan.protocol.interval != (regimen.interval.text if regimen.interval else regimen.schedule)
        ):
            yield "course", planned.id
    if items:
        yield "item of nobody", plan.regimens[0].id


def _unlike(
    planned: PlannedRegimen, regimen: Regimen, own: list[Item], plan: Plan, case: Case, catalog: Catalog
) -> Iterator[str]:
    departed = {(each.of, each.planned) for each in planned.departures}
    kinds = {of for of, _ in departed}
    for said, item in zip(regimen.items, own, strict=False):
        if said.product and item.product != said.product and ("product", item.product) not in departed:
            yield "product"
        if not said.product and (
            said.ingredient not in item.ingredients
            or (item.product and ("product", item.product) not in departed)
        ):
            yield "ingredient"
        if (
            not said.product
            and said.form
            and all(each.form != said.form for each in item.contents)
            and item.product == ""
        ):
            yield "form"
        waits = planned.needs and item.volume is None and all(each.amount is None for each in item.contents)
        if not waits and not _printed(said, item, regimen, plan, case, catalog):
            yield "amount"
        if (
            said.volume is not None
            and item.volume is not None
            and not said.volume.low <= item.volume <= said.volume.high
            and "volume" not in kinds
        ):
            yield "volume"
    if len(own) != len(regimen.items):
        yield "number of items"
    if len(own) > 1 and (len({each.syringe for each in own}) == 1) != (regimen.given_as == "one-syringe"):
        yield "syringe"
    session = plan.session
    count = regimen.points.count if regimen.points else None
    if (
        len(plan.regimens) == 1
        and session.points is not None
        and session.points != case.session.get("points")
    ) and (count is None or not count.low <= session.points <= count.high):
        yield "points"
    if (
        count is not None
        and session.points is not None
        and not count.low <= session.points <= count.high
        and "points" not in kinds
    ):
        yield "points not said"
    if session.technique not in ("", regimen.technique) and not (
        ("technique", session.technique) in departed
        or (not regimen.technique and session.technique == case.technique)
    ):
        yield "technique"
    yield from _filled_in(plan, regimen, case, catalog)
    given_there = any(case.zone in catalog.lineage("zone", each) for each in regimen.zones)
    if case.zone and regimen.zones and "zone" not in kinds and not given_there:
        yield "zone"


def _filled_in(plan: Plan, regimen: Regimen, case: Case, catalog: Catalog) -> Iterator[str]:
    """What a plan says of place and time that is neither the case's nor its source's; at once is its own."""
    session, goal = plan.session, catalog.goal(case.goal)
    own = {zones[0] for zones in (regimen.zones, goal.zones) if len(zones) == 1} | {""}
    if plan.zone != case.zone and (case.zone or plan.zone not in own):
        yield "zone of nobody"
    if session.use_within != AT_ONCE and "use_within" not in case.session:
        yield "wait"
    once = regimen.sessions is not None and regimen.sessions.high == 1
    if session.single and not once and not case.session.get("single"):
        yield "single"


def _printed(
    said: RegimenItem, item: Item, regimen: Regimen, plan: Plan, case: Case, catalog: Catalog
) -> bool:
    """Whether an amount lies between the ends that the regimen prints, on any basis."""
    given = [each.amount for each in item.contents if each.amount is not None]
    given += [item.volume] if item.volume is not None else []
    for per, amount in said.amounts:
        for low, high in _session(per, amount.low, amount.high, said, regimen, case, item, catalog):
            if any(each.dimension == low.dimension and low <= each <= high for each in given):
                return True
    return False


def _session(
    per: str,
    low: Quantity,
    high: Quantity,
    said: RegimenItem,
    regimen: Regimen,
    case: Case,
    item: Item,
    catalog: Catalog,
) -> Iterator[tuple[Quantity, Quantity]]:
    count = regimen.points.count if regimen.points else None
    try:
        if per == "per_cm2":
            area = read_amount(case.session["area"])
            low, high = low * area, high * area
        elif per == "per_kg":
            weight = read_amount(case.patient["weight"])
            low, high = low * weight, high * weight
        elif per == "per_point":
            own = case.session.get("points")
            if own is None and count is None:
                return
            low, high = low * (own or count.low), high * (own or count.high)  # type: ignore[union-attr]
        elif low.dimension.startswith("count{") and item.product:
            fill = catalog.product(item.product).fill
            if fill is not None:
                low, high = fill * low.value, fill * high.value
    except (QuantityError, KeyError):
        return
    yield low, high
    if said.concentration is not None and low.dimension == "volume":
        yield low * said.concentration.low, high * said.concentration.high


# ---------------------------------------------------------------------- written back


def _unlike_its_check(plan: Plan, case: Case, engine: Engine) -> Iterator[tuple[str, str]]:
    """What a check of the suggestion, written as a case, says otherwise than the plan."""
    name = " + ".join(each.id for each in plan.regimens)
    back = engine.check(case_with(case, plan.items, plan.session, plan.zone)).result
    if back.verdict != plan.verdict:
        yield "verdict", f"{name}: {plan.verdict} planned, {back.verdict} written back"
    if _said(back.findings) != _said(plan.findings):
        differs = sorted(_said(back.findings) ^ _said(plan.findings))
        yield "findings", f"{name}: {differs[:3]}"
    waits = any(each.needs for each in plan.regimens)
    for each in back.findings:
        if each.code in _OF_A_DOSE and each.severity in ("forbid", "caution"):
            yield "contradicts its own dose", f"{name}: {each.code} {each.severity} {each.subjects}"
        if each.code in ("DS503", "DS504") and each.severity == "unknown" and not waits:
            yield "does not know its own dose", f"{name}: {each.code} {each.subjects}"


def _said(findings: tuple[Finding, ...]) -> set[tuple[str, ...]]:
    return {(each.code, each.severity, *each.subjects) for each in findings}


def main() -> int:
    """Every goal; 1 when anything does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=50)
    parser.add_argument("--goal", action="append")
    asked = parser.parse_args()
    engine = Engine(load_catalog())
    tried, plans, wrong = 0, Counter[str](), Counter[str]()
    for goal in asked.goal or sorted(engine.catalog.table("goal")):
        for case in cases(engine.catalog, goal, asked.patients):
            tried += 1
            for kind, where in faults(engine, case):
                if not kind:
                    plans[where] += 1
                    continue
                wrong[kind] += 1
                if wrong[kind] <= 20:
                    print(f"{kind}: {where}", flush=True)
        print(f"{goal}: {tried} cases, {sum(plans.values())} plans, {sum(wrong.values())} faults", flush=True)
    print(f"{tried} cases; plans {dict(plans)}; faults {dict(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
