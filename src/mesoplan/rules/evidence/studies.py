"""What studies say of an ingredient for the case's goal: what rules of this family share."""

from collections.abc import Iterable

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.evidence import Evidence, direct
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene

#: Designs in which somebody was compared with somebody.
CONTROLLED = frozenset({"meta-analysis", "systematic-review", "rct", "controlled"})
_OUTCOME_DESIGNS = CONTROLLED | {"cohort", "case-series", "case-report", "survey"}
_REAL_COMPARATOR = frozenset({"placebo", "active", "add-on", "no-treatment", "dose"})


#: So many studies in favour make it worth a line that something else was studied, whatever they show.
WELL_STUDIED = 2


def studies(ingredient: str, scene: Scene) -> tuple[Stated, ...]:
    """Everything recorded about the ingredient for the goal; empty without a goal."""
    return scene.knowledge.evidence(ingredient, scene.case.goal) if scene.case.goal else ()


def in_humans(found: tuple[Stated, ...], scene: Scene) -> tuple[Stated, ...]:
    """Studies that looked at people, at this use, and whose result was read.

    All of them: of one publication, each arm may have given something else. `counted` is for numbers.
    """
    return tuple(each for each in found if counts(each, scene.knowledge))


def counts(study: Stated, knowledge: Knowledge) -> bool:
    """Whether a study counts for or against: it looked at people, at this use, and its result was read."""
    return (
        direct(study.record)
        and study.record.design in _OUTCOME_DESIGNS
        and study.record.direction not in ("unclear", "none-found")
        and knowledge.was_read(study)
    )


def counted(found: Iterable[Stated], knowledge: Knowledge) -> tuple[Stated, ...]:
    """The studies that count for or against; one publication once for each thing that it found."""
    kept: dict[tuple[str, str], Stated] = {}
    for each in found:
        if counts(each, knowledge):
            kept.setdefault((each.cite.source, _side(each.record)), each)
    return tuple(kept.values())


class Tally(NamedTuple):
    """Studies for and against: the numbers that every page, rule and answer gives of one goal."""

    favour: tuple[Stated, ...]
    against: tuple[Stated, ...]


def tally(ingredient: str, goal: str, knowledge: Knowledge) -> Tally:
    """The studies of an ingredient, alone or with others, for and against it for a goal."""
    return tally_of(knowledge.evidence(ingredient, goal), knowledge)


def tally_of(found: Iterable[Stated], knowledge: Knowledge) -> Tally:
    """Those of these studies that count for and against."""
    human = counted(found, knowledge)
    return Tally(
        tuple(each for each in human if each.record.direction == "benefit"),
        tuple(each for each in human if is_negative(each.record)),
    )


def _side(study: Evidence) -> str:
    if study.direction == "harm":
        return "harm"
    return "against" if is_negative(study) else study.direction


def is_controlled(study: Evidence) -> bool:
    """Whether the study compared with placebo, no treatment, a dose or another treatment."""
    return study.design in CONTROLLED and study.comparator in _REAL_COMPARATOR


def is_negative(study: Evidence) -> bool:
    """Whether the study found harm, or nothing where something was hoped for."""
    if study.direction == "harm":
        return True
    return study.direction == "no-difference" and study.comparator not in ("active", "dose")
