"""The status of an item where it is to be used: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.knowledge.answers import Answer, Conflicting, Known, NoData
from mesoplan.model.case import Item
from mesoplan.model.finding import Severity
from mesoplan.rules.route.licence import covering, planned_route
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene

#: Worst first: where sources disagree, the first of these that one of them says is used.
_ORDER = (
    "prohibited",
    "withdrawn",
    "not-injectable",
    "unlicensed",
    "restricted",
    "off-label",
    "compounding-only",
    "device",
    "licensed",
)


def regulated(item: Item, scene: Scene) -> Iterator[str]:
    """The ingredients of an item that a regulator looks at: all but vehicles."""
    for ingredient in item.ingredients:
        if scene.catalog.ingredient(ingredient).role != "vehicle":
            yield ingredient


def status(ingredient: str, item: Item, scene: Scene) -> Answer:
    """The status of an ingredient of an item for the case's goal, jurisdiction and route.

    When only statuses for other routes are known, those are the answer: see `for_other_route`.
    """
    routes = covering(planned_route(scene))
    found = _status(ingredient, item, scene, routes)
    return _status(ingredient, item, scene, ()) if isinstance(found, NoData) else found


def for_other_route(answer: Answer, scene: Scene) -> bool:
    """Whether a status is known only for routes other than the planned one."""
    routes = ("any", *covering(planned_route(scene)))
    return isinstance(answer, Known | Conflicting) and all(
        each.record.route not in routes for each in answer.statements
    )


def _status(ingredient: str, item: Item, scene: Scene, routes: tuple[str, ...]) -> Answer:
    key = ("status", item.product, ingredient, routes)
    known: Answer | None = scene.memory.get(key)
    if known is None:
        subjects = scene.catalog.lineage("ingredient", ingredient)
        if item.product:
            subjects = (item.product, *subjects)
        case = scene.case
        known = scene.knowledge.status(subjects, case.jurisdiction, case.goal, routes)
        scene.memory[key] = known
    return known


def word(answer: Answer) -> str:
    """The status word that counts; empty when there is none."""
    if isinstance(answer, Known | Conflicting):
        said = {each.record.status for each in answer.statements}
        return next(each for each in _ORDER if each in said)
    return ""


def with_status(item: Item, scene: Scene, words: tuple[str, ...], severity: Severity) -> Iterator[Judgement]:
    """A judgement for each ingredient whose status is one of ``words``."""
    for ingredient in regulated(item, scene):
        answer = status(ingredient, item, scene)
        said = word(answer)
        if said == "licensed" and for_other_route(answer, scene):
            said = "off-label"
        if said not in words or not isinstance(answer, Known | Conflicting):
            continue
        named = [each for each in answer.statements if each.record.status == said]
        first = (named or list(answer.statements))[0]
        place = scene.case.jurisdiction
        yield Judgement(
            severity,
            said,
            (ingredient, place),
            f"{ingredient} {place}",
            answer.statements,
            data={
                "ingredient": ingredient,
                "place": place,
                "status": said,
                "since": first.record.since,
                "note": first.record.note,
                "of": first.record.subject,
            },
            fixes=(Fix("drop", ingredient),) if severity == "forbid" else (),
        )
