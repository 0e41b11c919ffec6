"""RG702: the ingredient was withdrawn from the market."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.regulation.status import banned
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each ingredient that was withdrawn."""
    yield from banned(item, scene, "withdrawn")


RULE = Rule(
    code="RG702",
    name="withdrawn",
    scope="item",
    checks="Whether the ingredient was withdrawn or suspended.",
    why="Buflomedil was withdrawn after convulsions and cardiac arrests, some fatal.",
    example="Buflomedil in an old recipe.",
    instead="Leave it out.",
    check=check,
    reads=frozenset({"place", "session"}),
)
