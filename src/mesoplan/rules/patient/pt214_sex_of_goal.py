"""PT214: the goal is one of the other sex."""

from collections.abc import Iterator

from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(scene: Scene) -> Iterator[Judgement]:
    """A forbid when the goal is of the other sex; unknown when the sex was not asked."""
    goal, sex = scene.goal, scene.case.patient.sex
    if goal is None or goal.sex is None or goal.sex == sex:
        return
    data = {"goal": goal.id, "sex": goal.sex}
    if sex is None:
        yield Judgement(
            "unknown",
            "sex-not-asked",
            (goal.id,),
            "sex",
            data=data,
            needs=(Need("patient", "sex"),),
            fixes=(Fix("ask", "sex"),),
        )
    else:
        yield Judgement("forbid", "other-sex", (goal.id,), "sex", data=data)


RULE = Rule(
    code="PT214",
    name="sex-of-goal",
    scope="case",
    checks="Whether the goal is one of the patient's sex.",
    why="Dose, course and dangers were studied in one sex only.",
    example="Female pattern hair loss in a man.",
    instead="Choose the goal that is meant.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
