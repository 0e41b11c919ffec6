"""PT202: the patient has a condition that calls for care with an ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.patient.cautions import fires
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each condition the patient has that calls for care, a note for what is only named."""
    yield from fires(item, scene, ("condition", "state"), "caution", reproductive=False)
    yield from fires(item, scene, ("condition", "state"), "note", reproductive=False)


RULE = Rule(
    code="PT202",
    name="caution-condition",
    scope="item",
    checks="Whether a condition or circumstance of the patient calls for care with an ingredient.",
    why="The risk is raised but may be acceptable when it is known and watched.",
    example="Levocarnitine for a patient with epilepsy: seizures became more frequent.",
    instead="Judge it, lower the dose or choose another ingredient; record the decision.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
