"""The status of an item where it is to be used: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.knowledge.answers import Answer, Conflicting, Known
from mesoplan.model.case import Item
from mesoplan.model.finding import Severity
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene

#: Worst first: where sources disagree, the first of these that one of them says is used.
_ORDER = (
    "prohibited", "withdrawn", "not-injectable", "unlicensed", "restricted", "off-label",
    "compounding-only", "device", "licensed",
)


def regulated(item: Item, scene: Scene) -> Iterator[str]:
    """The ingredients of an item that a regulator looks at: all but vehicles."""
    for ingredient in item.ingredients:
        if scene.catalog.ingredient(ingredient).role != "vehicle":
            yield ingredient


def status(ingredient: str, item: Item, scene: Scene) -> Answer:
    """The status of an ingredient of an item for the case's goal and jurisdiction."""
    subjects = [ingredient]
    if item.product:
        subjects.insert(0, item.product)
    subjects += [group for group, _ in scene.catalog.ancestors("ingredient", ingredient)]
    return scene.knowledge.status(subjects, scene.case.jurisdiction, scene.case.goal)


def word(answer: Answer) -> str:
    """The status word that counts; empty when there is none."""
    if isinstance(answer, Known | Conflicting):
        said = {each.record.status for each in answer.statements}
        return next(each for each in _ORDER if each in said)
    return ""


def with_status(
    item: Item, scene: Scene, words: tuple[str, ...], severity: Severity
) -> Iterator[Judgement]:
    """A judgement for each ingredient whose status is one of ``words``."""
    for ingredient in regulated(item, scene):
        answer = status(ingredient, item, scene)
        said = word(answer)
        if said not in words or not isinstance(answer, Known | Conflicting):
            continue
        first = next(each for each in answer.statements if each.record.status == said)
        place = scene.case.jurisdiction
        yield Judgement(
            severity, said, (ingredient, place), f"{ingredient} {place}", answer.statements,
            data={"ingredient": ingredient, "place": place, "status": said,
                  "since": first.record.since, "note": first.record.note,
                  "of": first.record.subject},
            fixes=(Fix("drop", ingredient),) if severity == "forbid" else (),
        )
