"""PT201: the patient has a condition that forbids an ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.patient.cautions import fires
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each contraindicated condition the patient has."""
    yield from fires(item, scene, ("condition", "state"), "contraindicated", reproductive=False)


RULE = Rule(
    code="PT201",
    name="contraindicated-condition",
    scope="item",
    checks="Whether a condition or circumstance of the patient contraindicates an ingredient.",
    why="The label, a guideline or a case series says that harm outweighs any benefit.",
    example="Thiocolchicoside for a patient with epilepsy.",
    instead="Leave the ingredient out; `repair` lists what could take its place.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
