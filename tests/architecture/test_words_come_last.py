"""Nothing below `report` yields a sentence: no text of an answer has a space in it.

Left out are what is quoted from the catalog, and what rules fill their templates with (``data``), which
`report` puts into words; and the fields that `report` itself fills.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from mesoplan import Case, load_catalog
from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.line import Line
from mesoplan.model.need import Need
from mesoplan.planner.front import front
from mesoplan.planner.ground import prepare
from mesoplan.planner.plan import plan
from mesoplan.planner.sensitivity import sensitivity
from mesoplan.planner.why import why
from mesoplan.planner.why_not import why_not
from mesoplan.repair.repair import repair
from mesoplan.repair.threshold import threshold
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: Record and field whose text is quoted, with the reason.
QUOTED = {
    "Finding.data": "what a template is filled with",
    "StatementRef.at": "the place in the source",
    "StudyUsed.result": "the source's own sentence",
    "Protocol.interval": "as the study printed it",
    "Protocol.volume": "as the study printed it",
    "Protocol.technique": "as the study printed it",
    "Protocol.sessions": "as the study printed it",
    "Departure.printed": "an amount or an id, as the source prints it",
    "Departure.planned": "an amount or an id, as it is planned",
    "NotPrinted.note": "what the catalog notes of a number that was looked for",
    "NotPrinted.where": "where the catalog says it was looked for",
    "Gap.subjects": "the unit of a rule that crashed",
}
KNOWN = {
    "sex": "female",
    "age": 34,
    "pregnant": False,
    "breastfeeding": False,
    "conditions": [],
    "allergies": [],
    "medicines": [],
}
COCKTAIL = (
    {"product": "akis-25", "volume": "1 mL"},
    {"product": "lidocaine-2-plain", "volume": "40 mL"},
)


def _sentences(value: Any, where: str = "") -> Iterator[str]:
    if isinstance(value, Need | Line) or where in QUOTED:
        return
    if isinstance(value, str):
        if " " in value.strip():
            yield f"{where}: {value!r}"
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for name in value._fields:
            yield from _sentences(getattr(value, name), f"{type(value).__name__}.{name}")
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _sentences(each, where)


@pytest.fixture(scope="module")
def results() -> list[Any]:
    catalog = load_catalog()
    knowledge = Knowledge(catalog)
    found: list[Any] = []
    for goal in ("female-pattern-hair-loss", "neck-pain", "melasma", "submental-fat", "migraine"):
        for patient in (KNOWN, {}):
            case = resolve(Case(goal=goal, jurisdiction="EU", patient=patient), catalog)
            found.append(plan(case, knowledge, solve_questions=not patient and goal == "melasma"))
    hair = prepare(
        resolve(Case(goal="female-pattern-hair-loss", zone="scalp", patient=KNOWN), catalog), knowledge
    )
    found += [why(hair, "minoxidil"), why_not(hair, "buflomedil", max_plans=20), front(hair)]
    found.append(sensitivity(hair, trials=False))
    open_ = Case(goal="melasma", zone="face", limits={"max_volume": "1 mL"})
    found.append(why_not(prepare(resolve(open_, catalog), knowledge), "tranexamic-acid", max_plans=30))
    scene = Scene(
        resolve(Case(goal="knee-osteoarthritis", zone="knee", cocktail=COCKTAIL), catalog), knowledge
    )
    found += [check(scene), threshold(scene, 1), repair(scene, max_checks=80)]
    found.append(repair(scene, answered=True, max_checks=60))
    return found


def test_no_record_of_an_answer_holds_a_sentence(results: list[Any]) -> None:
    told = sorted({each for result in results for each in _sentences(result)})
    assert not told, "\n" + "\n".join(told[:40])
