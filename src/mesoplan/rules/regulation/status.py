"""The status of an item where it is to be used: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.knowledge.answers import Answer, Conflicting, Known, NoData
from mesoplan.knowledge.bans import BANS, bans
from mesoplan.model.case import Item
from mesoplan.model.finding import Severity
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import covering, planned_route

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
    found = scene.once(_status, ingredient, item.product, routes)
    return scene.once(_status, ingredient, item.product, ()) if isinstance(found, NoData) else found


def for_other_route(answer: Answer, scene: Scene) -> bool:
    """Whether a status is known only for routes other than the planned one."""
    routes = ("any", *covering(planned_route(scene)))
    return isinstance(answer, Known | Conflicting) and all(
        each.record.route not in routes for each in answer.statements
    )


def _status(facts: CaseFacts, ingredient: str, product: str, routes: tuple[str, ...]) -> Answer:
    case = facts.case
    return facts.knowledge.status(_subjects(facts, ingredient, product), case.jurisdiction, case.goal, routes)


def _bans(facts: CaseFacts, ingredient: str, product: str) -> tuple[Stated, ...]:
    case = facts.case
    routes = covering(planned_route(facts))
    return bans(_subjects(facts, ingredient, product), case.jurisdiction, case.goal, routes, facts.catalog)


def _subjects(facts: CaseFacts, ingredient: str, product: str) -> tuple[str, ...]:
    """What a regulator may have named: the product, the ingredient, its classes."""
    lineage = facts.catalog.lineage("ingredient", ingredient)
    return (product, *lineage) if product else lineage


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
        if said in BANS:
            continue
        if said == "licensed" and for_other_route(answer, scene):
            said = "off-label"
        if said not in words or not isinstance(answer, Known | Conflicting):
            continue
        named = [each for each in answer.statements if each.record.status == said]
        first = (named or list(answer.statements))[0]
        yield _judgement(ingredient, said, first, answer.statements, severity, scene)


def banned(item: Item, scene: Scene, kind: str) -> Iterator[Judgement]:
    """A forbid for each ingredient that is banned here in this way, at whatever level the ban stands.

    Where the case names no goal, a ban for some goals is unknown: the goal decides.
    """
    for ingredient in regulated(item, scene):
        found = scene.once(_bans, ingredient, item.product)
        of_kind = tuple(each for each in found if each.record.status == kind)
        certain = tuple(each for each in of_kind if scene.case.goal or not each.record.goals)
        if certain:
            yield _judgement(ingredient, kind, certain[0], certain, "forbid", scene)
        elif of_kind:
            judged = _judgement(ingredient, kind, of_kind[0], of_kind, "unknown", scene)
            yield judged._replace(
                topic="for-some-goals", needs=(Need("case", "goal"),), fixes=(Fix("state", "goal"),)
            )


def _judgement(
    ingredient: str, said: str, first: Stated, shown: tuple[Stated, ...], severity: Severity, scene: Scene
) -> Judgement:
    """Of a product the judgement speaks as of a product: its ingredient may be licensed elsewhere."""
    place = scene.case.jurisdiction
    of = first.record.subject
    about = of if of in scene.catalog.table("product") else ingredient
    return Judgement(
        severity=severity,
        topic=said,
        subjects=(about, place),
        about=f"{about} {place}",
        statements=shown,
        data={
            "ingredient": about,
            "place": place,
            "status": said,
            "since": first.record.since,
            "note": first.record.note,
            "of": of,
        },
        fixes=(Fix("drop", about),) if severity == "forbid" else (),
    )
