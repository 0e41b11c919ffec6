"""IX403: the same ingredient, or two of a kind of which one is enough."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.cite import Cite
from mesoplan.model.statement import ClassRule, Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(one: Item, other: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for a doubled ingredient; a judgement for two members of a one-per-session class."""
    for left in one.ingredients:
        for right in other.ingredients:
            first, second = sorted((left, right))
            if left == right:
                if scene.catalog.ingredient(left).role != "vehicle":
                    yield Judgement(
                        "caution",
                        "same",
                        (left,),
                        left,
                        data={"ingredient": left},
                        fixes=(Fix("drop", other.name),),
                    )
                continue
            for group, cite in _shared(left, right, scene):
                yield Judgement(
                    "forbid",
                    "same-class",
                    (first, second, group),
                    f"{first} {second} {group}",
                    data={"one": first, "other": second, "class": group, "source": cite.source},
                    fixes=(Fix("drop", first), Fix("drop", second)),
                    statements=tuple(_also(group, scene)),
                )


def _shared(left: str, right: str, scene: Scene) -> Iterator[tuple[str, Cite]]:
    for group, _ in scene.catalog.ancestors("ingredient", left):
        cite = scene.catalog.ingredient_class(group).one_per_session
        if cite is not None and scene.knowledge.is_a(right, group):
            yield group, cite


def _also(group: str, scene: Scene) -> Iterator[Stated]:
    """The one-per-session statement, as a statement of its class."""
    record = scene.catalog.ingredient_class(group)
    if record.one_per_session is not None:
        yield Stated(group, ClassRule("one-per-session", record.one_per_session))


RULE = Rule(
    code="IX403",
    name="duplicate",
    scope="session-pair",
    checks="Whether an ingredient, or a class of which one is enough, is given twice.",
    why="The doses add up where nobody counts them.",
    example="Piroxicam and ketoprofen in one session.",
    instead="Keep one.",
    check=check,
    reads=frozenset(),
)
