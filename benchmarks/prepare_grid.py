"""Every plan of every goal, for a spread of patients: a sheet, or the number that is missing, never both.

    python benchmarks/prepare_grid.py [--patients 20] [--seed 1] [--goal GOAL ...]

Each plan is written as a case and prepared, as a draft and as none. Prints what came of them, goal by goal,
and every fault; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import islice
from typing import Any

from real_oracles import written

import mesoplan
from mesoplan.cases.write import case_with
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.preparation import Filling, Preparation, Sheet

#: A full answer (with the draft and its dates) and the reasons for which there is no sheet.
START = datetime.fromisoformat("2026-11-26T09:10+01:00")
PLANS = 3


def main() -> int:
    """Runs the grid and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--goal", action="append")
    given = parser.parse_args()
    engine = Engine(mesoplan.load_catalog())
    all_faults, all_seen = [], Counter[str]()
    print("| goal | plans | prepared | draft | missing | refused | faults |")
    print("|---|---|---|---|---|---|---|")
    for goal in given.goal or sorted(engine.catalog.table("goal")):
        seen, faults = of_goal(engine, goal, given.patients, given.seed)
        row = [seen[key] for key in ("plans", "prepared", "draft", "missing", "refused")]
        print(f"| {goal} | {' | '.join(map(str, row))} | {len(faults)} |", flush=True)
        all_faults += faults
        all_seen += seen
    print()
    for key, count in sorted(all_seen.items()):
        print(f"{key}: {count}")
    for fault in all_faults:
        print(fault)
    return 1 if all_faults else 0


def of_goal(engine: Engine, goal: str, patients: int, seed: int) -> tuple[Counter[str], list[str]]:
    """What came of the plans of one goal, and the faults."""
    seen, faults = Counter[str](), []
    for number, case in enumerate(written(engine.catalog, goal, patients, seed)):
        seen["cases"] += 1
        for planned in planned_cases(engine, case):
            seen["plans"] += 1
            found = engine.prepare(planned, start=START, draft=True).result
            seen[found.outcome] += 1
            seen.update(f"missing: {each.lack}" for each in found.missing)
            told = (*wrong(found), *wrong_without_draft(found, engine.prepare(planned, start=START).result))
            faults += [f"{goal}, patient {number}: {each} {dict(planned._asdict())}" for each in told]
    return seen, faults


def planned_cases(engine: Engine, case: Case) -> Iterator[Case]:
    """The plans of a case, each as the case that gives it."""
    plans = engine.plan(case, k=PLANS).result.plans
    return (case_with(case, plan.items, plan.session, plan.zone) for plan in islice(plans, PLANS))


def wrong(found: Preparation) -> Iterator[str]:
    """What an answer to a draft may not be."""
    reasons = [bool(found.sheet), bool(found.missing), bool(found.law)]
    if found.law:
        if found.sheet is not None or found.outcome != "refused":
            yield f"refused by law and yet {found.outcome}"
        return
    if sum(reasons) != 1:
        yield f"a sheet {reasons[0]}, a number missing {reasons[1]}"
    if (found.sheet is None) != (found.outcome == "missing"):
        yield f"the outcome is {found.outcome}"
    if found.sheet is not None:
        yield from _wrong_sheet(found.sheet, {each.id: each for each in found.devices})


def wrong_without_draft(draft: Preparation, found: Preparation) -> Iterator[str]:
    """Without a draft there is a sheet where the check allows one, and the same one."""
    if found.sheet is not None and (found.outcome != "prepared" or found.sheet != draft.sheet):
        yield "another sheet without a draft"
    if found.outcome == "prepared" and found.verdict in ("blocked", "incomplete"):
        yield f"prepared though {found.verdict}"


def _wrong_sheet(sheet: Sheet, devices: dict[str, Any]) -> Iterator[str]:
    for filling in sheet.fillings:
        yield from _wrong_filling(filling, devices)
    for use in sheet.limits:
        if use.worst < use.used:
            yield f"{use.subject}: the worst case {use.worst} is below {use.used}"
    for supply in sheet.containers:
        if supply.fill.value * supply.opened - supply.need.value != supply.waste.value:
            yield f"{supply.product}: {supply.opened} of {supply.fill} for {supply.need} leave {supply.waste}"
    moments = [each.at for each in sheet.clock]
    if moments != sorted(moments, key=datetime.fromisoformat):
        yield "limits of time are not in their order"


def _wrong_filling(filling: Filling, devices: dict[str, Any]) -> Iterator[str]:
    for draw in filling.draws:
        for portion in draw.portions:
            device = devices[portion.syringe]
            if (Fraction(portion.mark.value) / Fraction(device.step.value)).denominator != 1:
                yield f"{portion.mark} is no mark of {portion.syringe}"
            if not 0 < portion.mark.value <= device.nominal.value:
                yield f"{portion.mark} does not fit into {portion.syringe}"
        rest = filling.volume.value - draw.drawn.value if draw.to is not None else 0
        if sum(each.mark.value for each in draw.portions) - rest != draw.drawn.value:
            yield f"the marks of {draw.line} are not {draw.drawn}"
        if not draw.worst.low.value <= draw.drawn.value <= draw.worst.high.value:
            yield f"{draw.line}: {draw.drawn} is outside {draw.worst}"
    if sum(each.drawn.value for each in filling.draws) != filling.volume.value:
        yield f"the draws are not {filling.volume}"
    if filling.volume.value > devices[filling.into].nominal.value * filling.pieces:
        yield f"{filling.volume} do not fit into {filling.pieces} × {filling.into}"


if __name__ == "__main__":
    raise SystemExit(main())
