"""No amount of anything passes because nobody printed a maximum, and no salt hides an amount."""

from collections.abc import Iterator
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.amounts import largest_amount, largest_container, largest_of_all
from mesoplan.knowledge.forms import in_form
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import VERDICT_RANK, CheckReport, worst_verdict
from mesoplan.quantity import Quantity
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

from .conftest import ASKED, Altered

TIMES = (1, 2, 10, 1000)
_DIMENSIONS = ("mass", "volume")


@pytest.fixture(scope="module")
def catalog(real: Altered) -> Catalog:
    return real.catalog


@pytest.fixture(scope="module")
def knowledge(catalog: Catalog) -> Knowledge:
    return Knowledge(catalog)


def _judge(knowledge: Knowledge, row: dict[str, Any]) -> CheckReport:
    patient = {key: value for key, value in ASKED.items() if key in _KNOWN}
    case = Case(
        goal="skin-rejuvenation",
        zone="face",
        jurisdiction="EU",
        technique="nappage",
        patient=patient,
        cocktail=(row,),
    )
    return check(Scene(resolve(case, knowledge.catalog), knowledge))


_KNOWN = ("sex", "age", "weight", "pregnant", "breastfeeding", "conditions", "allergies", "medicines")


def _actives(catalog: Catalog) -> list[str]:
    return [
        identity
        for identity, record in catalog.table("ingredient").items()
        if record.role in ("active", "anaesthetic")
    ]


def _dimensions(ingredient: str, catalog: Catalog) -> Iterator[str]:
    yield from _DIMENSIONS
    unit = catalog.ingredient(ingredient).unit_of
    yield from (each for each in _counted(ingredient, catalog) if unit and each not in _DIMENSIONS)


def _counted(ingredient: str, catalog: Catalog) -> set[str]:
    return {limit.max.dimension for limit in catalog.ingredient(ingredient).limits}


def _largest(ingredient: str, dimension: str, catalog: Catalog) -> Quantity | None:
    """The largest amount that the catalog has: printed, in a container, or of anything."""
    ways = (
        largest_amount(ingredient, dimension, catalog),
        largest_container(ingredient, dimension, catalog),
        largest_of_all(catalog).get(dimension),
    )
    return next((found[0] for found in ways if found), None)


def _rows(ingredient: str, catalog: Catalog) -> Iterator[tuple[dict[str, str], Quantity]]:
    """The ingredient at its largest amount in each dimension, and that amount."""
    for dimension in _dimensions(ingredient, catalog):
        largest = _largest(ingredient, dimension, catalog)
        if largest is not None:
            yield {"ingredient": ingredient}, largest


def test_a_larger_amount_is_never_judged_better_and_a_thousandfold_is_blocked(knowledge: Knowledge) -> None:
    """Every active, as it is counted, at 1, 2, 10 and 1000 times its largest amount."""
    catalog, wrong, tried = knowledge.catalog, [], 0
    for ingredient in _actives(catalog):
        for row, largest in _rows(ingredient, catalog):
            tried += 1
            verdicts = [_judge(knowledge, _given(row, largest * times)).verdict for times in TIMES]
            ranks = [VERDICT_RANK[verdict] for verdict in verdicts]
            if ranks != sorted(ranks, reverse=True) or verdicts[-1] != "blocked":
                wrong.append((ingredient, str(largest), verdicts))
    assert wrong == []
    assert tried > len(_actives(catalog))


def _given(row: dict[str, str], amount: Quantity) -> dict[str, str]:
    if amount.dimension == "volume":
        return {**row, "volume": str(amount)}
    return {**row, "amount": str(amount), "volume": "1 mL"}


# ---------------------------------------------------------------------- salts and bases


def _verdict(report: CheckReport) -> str:
    """The worst of what is found; how much of it dissolves (MX306) is each form's own."""
    return worst_verdict(tuple(each for each in report.findings if each.code != "MX306"))


def _doses(report: CheckReport) -> set[tuple[str, str, str]]:
    """What is judged of the amount: which rule says it, how grave, and why."""
    return {
        (each.code, each.severity, each.topic)
        for each in report.findings
        if each.code in ("DS501", "DS502", "DS503", "DS506", "DS508")
    }


def _salts(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Two forms of one ingredient with the factor between them, and a maximum that holds for it."""
    for ingredient in _actives(catalog):
        forms = [each for each in catalog.ingredient(ingredient).forms if each.factor is not None]
        for one in forms:
            yield from ((ingredient, one.id, other.id) for other in forms if one.id < other.id)


def test_each_form_of_each_salt_is_judged_alike_for_the_same_amount_of_substance(
    knowledge: Knowledge,
) -> None:
    catalog, wrong, tried = knowledge.catalog, [], 0
    for ingredient, one, other in _salts(catalog):
        for milligrams in ("1", "21", "410", "21000"):
            amount = Quantity.parse(f"{milligrams} mg")
            same = in_form(amount, one, other, ingredient, catalog)
            assert same.at_least is not None
            row = {"ingredient": ingredient, "volume": "1 mL"}
            first = _judge(knowledge, {**row, "amount": str(amount), "form": one})
            second = _judge(knowledge, {**row, "amount": _text(same.at_least), "form": other})
            tried += 1
            if _verdict(first) != _verdict(second) or _doses(first) != _doses(second):
                wrong.append((ingredient, one, other, milligrams, _doses(first) ^ _doses(second)))
    assert wrong == []
    assert tried


def _text(amount: Quantity) -> str:
    """The amount as a case may hold it: twelve digits are enough for any scale."""
    return f"{round(amount.to('mg').value, 9).normalize():f} mg"


@pytest.mark.parametrize("form", ("hydrochloride", "hydrochloride-monohydrate", "base"))
def test_no_form_of_lidocaine_takes_its_maximum_away(form: str, knowledge: Knowledge) -> None:
    row = {"ingredient": "lidocaine", "amount": "1000 mg", "volume": "50 mL", "form": form}
    report = _judge(knowledge, row)
    assert report.verdict == "blocked"
    assert ("DS501", "forbid", "above") in _doses(report)


def test_the_volume_of_a_session_is_plausible(knowledge: Knowledge) -> None:
    row = {"ingredient": "sodium-chloride-solution"}
    litre = _judge(knowledge, {**row, "volume": "1000 mL"})
    assert ("DS508", "forbid", "slip-volume") in _doses(litre)
    fifth = _judge(knowledge, {**row, "volume": "200 mL"})
    assert ("DS508", "unknown", "above-volume") in _doses(fifth)
    assert not any(each[0] == "DS508" for each in _doses(_judge(knowledge, {**row, "volume": "20 mL"})))


def test_a_maximum_of_a_salt_says_which(catalog: Catalog) -> None:
    """Where forms can be converted, a maximum in mass that names none would hold for each as it stands."""
    silent = [
        (ingredient, str(limit.max))
        for ingredient in _actives(catalog)
        if len([each for each in catalog.ingredient(ingredient).forms if each.factor is not None]) > 1
        for limit in catalog.ingredient(ingredient).limits
        if limit.max.dimension.startswith("mass") and not limit.form
    ]
    assert silent == []
