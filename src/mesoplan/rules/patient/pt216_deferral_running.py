"""PT216: conception or blood donation still has to wait for an earlier session."""

from collections.abc import Iterator
from datetime import date, timedelta

from mesoplan.model.ingredient import Deferral
from mesoplan.quantity import Quantity
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.deferrals import deferrals_here

#: A month is counted at its longest: a deferral that ends too late harms nobody.
_DAYS_PER_MONTH = 31


def check(scene: Scene) -> Iterator[Judgement]:
    """A caution where the patient is concerned by what they said, a note otherwise; what has passed is quiet.

    What is given again now is told by PT210.
    """
    record = scene.case.record
    if record is None:
        return
    now = scene.of_company(_given)
    last = {
        ingredient: session.on
        for session in record.sessions
        for item in session.items
        for ingredient in item.ingredients
        if ingredient not in now
    }
    for ingredient, day in sorted(last.items()):
        for stated, deferral, severity in deferrals_here(ingredient, scene):
            until = _until(day, deferral)
            if until is not None and until < record.on:
                continue
            yield Judgement(
                severity=severity,
                topic=deferral.event,
                subjects=(ingredient,),
                about=f"{ingredient} {deferral.event}",
                statements=(stated,),
                data={"ingredient": ingredient, "day": day, "until": until or ""},
            )


def _given(scene: Scene) -> frozenset[str]:
    return frozenset(ingredient for item in scene.items for ingredient in item.ingredients)


def _until(day: str, deferral: Deferral) -> str | None:
    """The last day of a deferral; None where it does not end, or nobody says when."""
    if deferral.permanent or deferral.duration is None:
        return None
    return (date.fromisoformat(day) + timedelta(days=_days(deferral.duration))).isoformat()


def _days(time: Quantity) -> int:
    if time.dimension == "time":
        value = time.to("d", exact=False).value
    else:
        value = time.to("mo", exact=False).value * _DAYS_PER_MONTH
    return int(value) + (value != int(value))


RULE = Rule(
    code="PT216",
    name="deferral-running",
    scope="case",
    checks="Whether conception or blood donation still has to wait for what was given in earlier sessions.",
    why="The ingredient outlasts the treatment, and another visit is the time to say so again.",
    example="Dutasteride four months ago: no blood donation for two more.",
    instead="Tell the patient again.",
    check=check,
    reads=frozenset({"patient", "place", "company", "record"}),
    of_record=True,
)
