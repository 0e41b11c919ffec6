"""PT212: something said of the patient that the catalog has no word for."""

from collections.abc import Iterator

from mesoplan.model.need import Need
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(scene: Scene) -> Iterator[Judgement]:
    """Unknown for each fact that the case says is not in the vocabulary."""
    for text in scene.case.patient.unmapped:
        yield Judgement(
            "unknown",
            "unmapped",
            (text,),
            text,
            data={"text": text},
            needs=(Need("assessment", text),),
        )


RULE = Rule(
    code="PT212",
    name="unmapped-fact",
    scope="case",
    checks="Whether everything said of the patient could be assessed.",
    why="A condition without rules is not a condition without risk.",
    example='conditions = [{ name = "porphyria variegata", unmapped = true }]',
    instead="Assess it yourself and record the decision.",
    check=check,
    reads=frozenset({"patient"}),
    forbids=False,
)
