"""PT205: pregnancy, breast-feeding or the wish to conceive."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.patient.cautions import fires
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each reproductive fact that is true and matters for an ingredient."""
    yield from fires(item, scene, ("condition", "state"), None, reproductive=True)


RULE = Rule(
    code="PT205",
    name="reproduction",
    scope="item",
    checks="Pregnancy, breast-feeding, conception and fertility against each ingredient.",
    why="The harm falls on somebody who cannot consent, and it cannot be undone.",
    example="Dutasteride during pregnancy: a male fetus can be feminised.",
    instead="Wait, or choose an ingredient for which the label allows it.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
