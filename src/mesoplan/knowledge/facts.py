"""What a fact of a patient is: of whom it is asked, and by which list of the case it is answered."""

from decimal import Decimal
from typing import TYPE_CHECKING

from mesoplan.knowledge.whole import parameters
from mesoplan.model.case import Patient
from mesoplan.record import NamedTuple

if TYPE_CHECKING:
    from mesoplan.knowledge.questions import Knowledge

#: What a patient fact can be: true, false, not asked, or meaningless for this patient.
PatientAnswer = str
YES, NO, NOT_ASKED, NOT_APPLICABLE = "yes", "no", "not-asked", "not-applicable"

#: Facts with a key of their own in a case: the list of conditions does not answer them.
OWN_KEY = ("pregnant", "breastfeeding")


class Askable(NamedTuple):
    """What the catalog says of a fact of the patient: of whom it is asked, and which list answers it."""

    sex: str | None
    above: frozenset[str]
    kind: str
    own_key: bool
    not_above: tuple[Decimal, ...]


def askable(knowledge: "Knowledge", fact: str) -> Askable:
    """What the catalog says of whom a fact is asked, and by which list it is answered."""
    record = knowledge.catalog.fact(fact)
    lineage = knowledge.catalog.lineage("fact", fact)
    return Askable(
        sex=record.sex,
        above=frozenset(lineage[1:]),
        kind="condition" if record.kind == "state" else record.kind,
        own_key=fact in OWN_KEY,
        not_above=tuple(
            each.record.value
            for each in knowledge.once(parameters).get(("asking", "not-asked-of-women-above"), ())
            if each.record.value is not None and not set(each.record.words).isdisjoint(lineage)
        ),
    )


def is_past(patient: Patient, about: Askable) -> bool:
    """Whether a woman is above the age up to which a policy has this fact asked."""
    if patient.age is None or patient.sex == "male" or "female" not in (patient.sex, about.sex):
        return False
    return any(patient.age > age for age in about.not_above)
