"""RG701: the ingredient is prohibited where it is to be used."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.regulation.status import banned
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each ingredient that is prohibited for this use."""
    yield from banned(item, scene, "prohibited")


RULE = Rule(
    code="RG701",
    name="prohibited",
    scope="item",
    checks="Whether a law or authority prohibits the ingredient for this use.",
    why="It was prohibited after people were harmed, and no insurance covers it.",
    example="Phosphatidylcholine to dissolve fat, in France.",
    instead="Leave it out.",
    check=check,
    reads=frozenset({"place", "session"}),
)
