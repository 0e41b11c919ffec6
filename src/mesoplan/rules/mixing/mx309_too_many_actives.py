"""MX309: more actives in one syringe than any mixing rule allows."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import Mixture
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A caution for a syringe with more products of active content than the policy's number."""
    limit = scene.number("mixing", "max-actives")
    items = [
        item
        for item in mixture.items
        if any(ingredient not in mixture.vehicles for ingredient in item.ingredients)
    ]
    if limit is None or len(items) <= limit[0]:
        return
    subjects = tuple(sorted(item.name for item in items))
    yield Judgement(
        severity="caution",
        topic="too-many",
        subjects=subjects,
        about=" ".join(subjects),
        statements=(limit[1],),
        data={"count": str(len(items)), "limit": str(limit[0])},
        fixes=(Fix("drop", subjects[-1]), Fix("separate", subjects[-1])),
    )


RULE = Rule(
    code="MX309",
    name="too-many-actives",
    scope="mixture",
    checks="How many actives, anaesthetic included, share a syringe.",
    why="Every further component multiplies what nobody has tested.",
    example="Thiocolchicoside + diazepam + buflomedil + piroxicam in one syringe.",
    instead='"Little, rarely, in the right place": leave something out.',
    check=check,
    reads=frozenset(),
    forbids=False,
)
