"""IX405: two ingredients were studied together with benefit."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.session.pairs import judged


def check(one: Item, other: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each statement that this pair were studied to help each other."""
    yield from judged(one, other, "synergy", scene)


RULE = Rule(
    code="IX405",
    name="studied-synergy",
    scope="session-pair",
    checks="Whether two ingredients were shown to do more together than alone.",
    why="A combination that was studied is worth more than one that was made up.",
    example="Glutathione added to tranexamic acid and vitamin C in melasma.",
    instead="Nothing to do.",
    check=check,
    reads=frozenset({"place"}),
)
