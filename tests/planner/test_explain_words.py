"""Every answer has words, and they round towards the safe side."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.report import explain_words

PATIENT = {
    "sex": "female",
    "age": 34,
    "weight": "41.7 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}
CASE = Case(goal="female-pattern-hair-loss", zone="scalp", jurisdiction="EU", patient=PATIENT)
TOO_MUCH = [{"product": "lidocaine-2-plain", "volume": "20 mL"}]
BUFFERED = [
    {"product": "sodium-bicarbonate-8-4", "volume": "2 mL"},
    {"product": "lidocaine-2-plain", "volume": "2 mL"},
]


def test_why_and_why_not(catalog: Catalog) -> None:
    lines = explain_words.why_lines(Engine(catalog).why(CASE, "minoxidil").result, catalog)
    assert lines[0].startswith("minoxidil is in plan 1")
    lines = explain_words.why_lines(Engine(catalog).why(CASE, "biotin").result, catalog)
    assert "why-not" in lines[0]
    lines = explain_words.why_not_lines(Engine(catalog).why_not(CASE, "buflomedil").result, catalog)
    assert "RG702" in lines[0] and lines[-1].startswith("No single change")


def test_threshold_rounds_down_and_dilution_up(catalog: Catalog) -> None:
    found = Engine(catalog).threshold(CASE, 0, TOO_MUCH).result
    assert found.most is not None
    (line, *_) = explain_words.threshold_lines(found, catalog)
    amount = found.most.level.amounts[0][1]
    shown = line.split(" mg =")[0].split(" = ")[-1]
    assert amount.value - amount.value / 1000 <= type(amount.value)(shown) <= amount.value
    found = Engine(catalog).threshold(Case(), 0, BUFFERED).result
    for each, text in zip(
        found.diluted, explain_words.threshold_lines(found, catalog)[-len(found.diluted) :], strict=True
    ):
        assert type(each.volume.value)(text.split()[2]) >= each.volume.value


def test_repairs_front_and_ranges(catalog: Catalog) -> None:
    lines = explain_words.repair_lines(Engine(catalog).repair(CASE, TOO_MUCH).result, catalog)
    assert lines[0].startswith("1. ") and "lower lidocaine" in " ".join(lines)
    asked = Engine(catalog).repair(CASE, TOO_MUCH, answered=True, max_checks=40).result
    assert explain_words.repair_lines(asked, catalog)
    assert explain_words.front_lines(Engine(catalog).front(CASE).result, catalog)
    found = Engine(catalog).sensitivity(CASE, trials=False).result
    assert found is not None
    assert any("stays first from" in line for line in explain_words.sensitivity_lines(found, catalog))
