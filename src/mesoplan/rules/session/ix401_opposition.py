"""IX401: two ingredients work against each other."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.session.pairs import judged


def check(one: Item, other: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each statement that this pair oppose each other."""
    yield from judged(one, other, "opposition", scene)


RULE = Rule(
    code="IX401",
    name="opposition",
    scope="session-pair",
    checks="Whether two ingredients of one session work against each other, in whatever syringe.",
    why="The patient bears two risks for no benefit.",
    example="A local anaesthetic blocks the lipolysis that aminophylline is given for.",
    instead="Give one of them, or on another day.",
    check=check,
    reads=frozenset({"place"}),
)
