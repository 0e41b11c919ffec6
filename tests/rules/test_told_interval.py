"""Of several intervals the longest is told, once: two "keep to" lines that disagree help nobody."""

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.rules.route.rt604_interval_too_short import check
from mesoplan.rules.scene import Scene


def test_one_interval_for_each_ingredient_the_longest(knowledge: Knowledge) -> None:
    several = 0
    for name, record in knowledge.catalog.table("ingredient").items():
        items = ({"ingredient": name, "amount": "1 mg", "volume": "1 mL"},)
        scene = Scene(resolve(Case(cocktail=items), knowledge.catalog), knowledge)
        stated = {
            each.min_interval
            for each in record.courses
            if each.min_interval is not None and each.route in ("any", "intradermal")
        }
        told = [each.data["least"] for each in check(scene.items[0], scene) if each.severity == "note"]
        several += len(stated) > 1
        longest = (
            next(iter(stated))  # printed in months: no number of days, and none is needed
            if len(stated) == 1
            else max(stated, default=None, key=lambda each: each.to("d", exact=False).value)
        )
        assert told == ([] if longest is None else [str(longest)])
    assert several
