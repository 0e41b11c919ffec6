"""IX404: one ingredient changes the absorption of another."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.session.pairs import judged


def check(one: Item, other: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each statement that this pair change each other's absorption."""
    yield from judged(one, other, "absorption", scene)


RULE = Rule(
    code="IX404",
    name="changed-absorption",
    scope="session-pair",
    checks="Whether one ingredient makes another reach the blood faster or slower.",
    why="A maximum that holds for a slow depot does not hold when it is spread.",
    example="Hyaluronidase with a local anaesthetic.",
    instead="Lower the dose of the one that is absorbed faster.",
    check=check,
    reads=frozenset({"place"}),
)
