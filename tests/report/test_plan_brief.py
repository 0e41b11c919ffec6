"""The first page of a plan: short, in the words of whoever gives it, with the case echoed."""

import re

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.report.answers import planned
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.plan_page import plan_page

WIDTH, MOST, EACH = 96, 45, 20
KNOWN = {
    "female": {"sex": "female", "age": 34, "weight": "62 kg", "pregnant": False, "breastfeeding": False},
    "male": {"sex": "male", "age": 40, "weight": "80 kg"},
}
NOTHING: dict[str, list[str]] = {"conditions": [], "allergies": [], "medicines": []}
SOLVER = re.compile(r"\b(OPTIMAL|proved|\d+ nodes?|candidates?|bound|score)\b")
CASES = [
    (goal, place, sex)
    for goal in (
        "submental-fat",
        "skin-rejuvenation",
        "male-pattern-hair-loss",
        "melasma",
        "neck-pain",
        "hair-loss",
    )
    for place in ("IT", "US")
    for sex in ("female", "male")
]


@pytest.fixture(scope="module")
def engine(catalog: Catalog) -> Engine:
    return Engine(catalog)


@pytest.mark.parametrize(("goal", "place", "sex"), CASES)
def test_a_suggestion_is_read_to_its_end(goal: str, place: str, sex: str, engine: Engine) -> None:
    answer = engine.plan(Case(goal=goal, jurisdiction=place, patient={**KNOWN[sex], **NOTHING}))
    text = page_text(plan_page(planned(answer, engine.catalog)), Paper(WIDTH))
    lines = text.splitlines()
    assert len(lines) <= MOST, text
    assert not SOLVER.search(text), text
    assert engine.catalog.label(goal) in text
    assert {"female": "woman, 34", "male": "man, 40"}[sex] in text
    starts = [at for at, line in enumerate(lines) if re.match(r"\d  \S", line)]
    assert len(starts) == len(answer.result.plans)
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        assert end - start <= EACH + 2, text
