"""RG704: the use is off-label, unlicensed or restricted."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.regulation.status import with_status
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each ingredient without a licence for this use."""
    words = ("off-label", "unlicensed", "restricted", "compounding-only")
    yield from with_status(item, scene, words, "caution")


RULE = Rule(
    code="RG704",
    name="off-label",
    scope="item",
    checks="Whether a licence covers this use of the ingredient in the jurisdiction.",
    why="Off-label use shifts duty of information and liability to you.",
    example="Intradermal dutasteride everywhere.",
    instead="Inform, get consent in writing, document the reason.",
    check=check,
    reads=frozenset({"place", "session"}),
)
