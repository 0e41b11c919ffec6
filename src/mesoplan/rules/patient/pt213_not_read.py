"""PT213: a fact of the patient about which nothing was read with an ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.patient.assessment import assess, facts_to_assess
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each fact that neither a statement nor a section answers; a note where one is silent."""
    for fact in facts_to_assess(scene):
        for ingredient in item.ingredients:
            found = assess(fact, ingredient, item, scene)
            if found.state == "unread":
                yield Judgement(
                    severity="unknown",
                    topic="not-read",
                    subjects=(fact, ingredient),
                    about=fact,
                    data={"fact": fact},
                    needs=(Need("data", "screening"),),
                )
            elif found.state != "spoken":
                yield Judgement(
                    severity="note",
                    topic="not-named" if found.state == "silent" else "for-others",
                    subjects=(fact, ingredient),
                    about=fact,
                    statements=found.sections,
                    data={"fact": fact},
                )


RULE = Rule(
    code="PT213",
    name="fact-not-read",
    scope="item",
    checks="Whether anything was read about each medicine and condition of the patient with each ingredient.",
    why="That no statement mentions a medicine does not make it safe: somebody has to have looked.",
    example="Biotin for a patient on lithium: no label of biotin for injection was read.",
    instead="Look it up in the label or an interaction checker, and record the decision.",
    check=check,
    reads=frozenset({"patient", "place"}),
    forbids=False,
)
