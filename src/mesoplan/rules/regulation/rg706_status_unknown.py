"""RG706: the status there is not known."""

from collections.abc import Iterator

from mesoplan.knowledge.answers import Conflicting, Known, NoData, NotApplicable
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.regulation.status import regulated, status
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each ingredient whose status is not known, conflicting, or not asked for."""
    place = scene.case.jurisdiction
    for ingredient in regulated(item, scene):
        match status(ingredient, item, scene):
            case NotApplicable():
                yield Judgement(
                    "unknown",
                    "jurisdiction-not-said",
                    (ingredient,),
                    "jurisdiction",
                    data={"ingredient": ingredient},
                    needs=(Need("case", "jurisdiction"),),
                    fixes=(Fix("state", "jurisdiction"),),
                )
            case NoData(weak=weak):
                yield Judgement(
                    severity="unknown",
                    topic="not-known",
                    subjects=(place, ingredient),
                    about=f"{place}",
                    statements=weak,
                    data={"ingredient": ingredient, "place": place},
                    needs=(Need("data", "status"),),
                )
            case Conflicting(statements=said):
                yield Judgement(
                    severity="unknown",
                    topic="conflict",
                    subjects=(ingredient, place),
                    about=f"{ingredient} {place}",
                    statements=said,
                    data={"ingredient": ingredient, "place": place},
                    needs=(Need("data", "status"),),
                )
            case Known(statements=said) if not any(each.cite.supports for each in said):
                # Recalled: it may warn (the other codes of this family), not answer.
                yield Judgement(
                    severity="unknown",
                    topic="only-recalled",
                    subjects=(place, ingredient),
                    about=f"{place} recalled",
                    statements=said,
                    data={"ingredient": ingredient, "place": place},
                    needs=(Need("data", "status"),),
                )
            case _:
                pass


RULE = Rule(
    code="RG706",
    name="status-unknown",
    scope="item",
    checks="Whether the catalog knows the regulatory status of each ingredient there.",
    why='"Not listed" is not "allowed".',
    example="Polynucleotides in the UK: not sourced.",
    instead="Ask the authority; add the answer with its source as an overlay.",
    check=check,
    reads=frozenset({"place", "session"}),
    forbids=False,
)
