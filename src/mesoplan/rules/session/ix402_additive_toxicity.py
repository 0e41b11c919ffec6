"""IX402: two ingredients do the same harm."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.session.pairs import judged


def check(one: Item, other: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each statement that this pair add to each other's toxicity."""
    yield from judged(one, other, "additive-toxicity", scene)


RULE = Rule(
    code="IX402",
    name="additive-toxicity",
    scope="session-pair",
    checks="Whether two ingredients of one session do the same harm.",
    why="Each dose alone may be fine and the sum not.",
    example="Pentoxifylline with ketorolac: bleeding.",
    instead="Leave one out.",
    check=check,
    reads=frozenset({"place"}),
)
