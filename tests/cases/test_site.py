"""Two zones, or two techniques, in one visit: each syringe has its own, and the day's sum is checked once."""

from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.errors import MesoplanError
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.finding import CheckReport
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

PATIENT = {
    "sex": "female",
    "age": 38,
    "weight": "60 kg",
    "pregnant": False,
    "breastfeeding": False,
    "conditions": [],
    "allergies": [],
    "medicines": [],
}
TXA = "tranexamic-acid-100-ampoule"


def _case(*rows: dict[str, Any]) -> Case:
    return Case(
        goal="melasma",
        zone="face",
        jurisdiction="EU",
        technique="microneedling",
        patient=PATIENT,
        cocktail=rows,
    )


def _read(catalog: Catalog, *rows: dict[str, Any]) -> ResolvedCase:
    return resolve(_case(*rows), catalog)


def _judge(catalog: Catalog, *rows: dict[str, Any]) -> CheckReport:
    return check(Scene(_read(catalog, *rows), Knowledge(catalog)))


def _told(report: CheckReport) -> set[tuple[str, str, str, tuple[str, ...]]]:
    return {(each.code, each.severity, each.topic, each.subjects) for each in report.findings}


def test_a_line_without_a_place_is_where_the_case_says(catalog: Catalog) -> None:
    first = _judge(catalog, {"product": TXA, "volume": "0.5 mL"})
    second = _judge(
        catalog, {"product": TXA, "volume": "0.5 mL", "zone": "face", "technique": "microneedling"}
    )
    assert first.verdict == second.verdict
    assert _told(first) == _told(second)


def test_each_syringe_is_judged_in_its_own_zone(catalog: Catalog) -> None:
    rows = ({"product": TXA, "volume": "0.5 mL"}, {"product": TXA, "volume": "0.5 mL", "syringe": 2})
    assert not any(found[0] == "RT605" for found in _told(_judge(catalog, *rows)))
    there = _judge(catalog, rows[0], {**rows[1], "zone": "knee"})
    assert ("RT605", "forbid", "elsewhere", ("melasma", "knee")) in _told(there)


def test_the_sum_of_the_day_is_checked_once_over_all_places(catalog: Catalog) -> None:
    """Each place alone is within the maximum; both are not."""
    face = {"product": TXA, "volume": "0.8 mL"}
    neck = {"product": TXA, "volume": "0.8 mL", "syringe": 2, "zone": "neck"}
    above = ("DS501", "forbid", "above", ("tranexamic-acid",))
    assert above not in _told(_judge(catalog, face))
    assert above not in _told(_judge(catalog, neck))
    assert above in _told(_judge(catalog, face, neck))


def test_what_one_line_says_holds_for_its_syringe(catalog: Catalog) -> None:
    one, other = _read(
        catalog,
        {"product": TXA, "volume": "0.5 mL", "syringe": 2, "zone": "neck", "points": 10},
        {"ingredient": "glutathione", "amount": "100 mg", "volume": "1 mL", "syringe": 2},
    ).cocktail
    assert one.site == other.site
    assert (one.site.zone, one.site.points) == ("neck", 10)


@pytest.mark.parametrize(
    ("more", "says"),
    (
        ({"zone": "knee"}, "contradicts another line of syringe 1"),
        ({"zone": "nowhere"}, "no zone"),
        ({"points": 0}, "whole number"),
        ({"area": "3 mg"}, "is no area"),
        ({"interval": "2 wk"}, "key of the session"),
    ),
)
def test_what_cannot_be_meant_is_a_fault(more: dict[str, Any], says: str, catalog: Catalog) -> None:
    with pytest.raises(CaseError, match=says):
        _read(
            catalog,
            {"product": TXA, "volume": "0.5 mL", "zone": "face"},
            {"ingredient": "glutathione", "amount": "100 mg", "volume": "1 mL", **more},
        )


def test_points_of_one_place_are_not_those_of_the_other(catalog: Catalog) -> None:
    session = {"points": 50, "point_volume": "0.05 mL"}
    case = _case({"product": TXA, "volume": "0.5 mL", "zone": "neck"})._replace(session=session)
    scene = Scene(resolve(case, catalog), Knowledge(catalog))
    (item,) = scene.items
    assert scene.case.session.points == 50
    assert scene.at(item.site).case.session.points is None


def test_a_worksheet_is_for_one_place(catalog: Catalog) -> None:
    rows = (
        {"product": TXA, "volume": "0.5 mL"},
        {"product": TXA, "volume": "0.5 mL", "syringe": 2, "zone": "neck"},
    )
    with pytest.raises(MesoplanError, match="each place as its own case"):
        Engine(catalog).prepare(_case(*rows))
