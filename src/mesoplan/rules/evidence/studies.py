"""What studies say of an ingredient for the case's goal: what rules of this family share."""

from mesoplan.knowledge.questions import Knowledge, direct
from mesoplan.model.evidence import Evidence
from mesoplan.model.statement import Stated
from mesoplan.rules.scene import Scene

#: Designs in which somebody was compared with somebody.
CONTROLLED = frozenset({"meta-analysis", "systematic-review", "rct", "controlled"})
_OUTCOME_DESIGNS = CONTROLLED | {"cohort", "case-series", "case-report", "survey"}
_REAL_COMPARATOR = frozenset({"placebo", "active", "add-on", "no-treatment", "dose"})


def studies(ingredient: str, scene: Scene) -> tuple[Stated, ...]:
    """Everything recorded about the ingredient for the goal; empty without a goal."""
    return scene.knowledge.evidence(ingredient, scene.case.goal) if scene.case.goal else ()


def in_humans(found: tuple[Stated, ...], scene: Scene) -> tuple[Stated, ...]:
    """Studies that looked at people, at this use; their result was read, and so was what they gave."""
    return counted(found, scene.knowledge)


def counted(found: tuple[Stated, ...], knowledge: Knowledge) -> tuple[Stated, ...]:
    """The studies that count for or against: what every page that counts them goes by."""
    return tuple(
        each
        for each in found
        if direct(each.record)
        and knowledge.was_read(each)
        and each.record.design in _OUTCOME_DESIGNS
        and each.record.direction not in ("unclear", "none-found")
    )


def is_controlled(study: Evidence) -> bool:
    """Whether the study compared with placebo, no treatment, a dose or another treatment."""
    return study.design in CONTROLLED and study.comparator in _REAL_COMPARATOR


def is_negative(study: Evidence) -> bool:
    """Whether the study found harm, or nothing where something was hoped for."""
    if study.direction == "harm":
        return True
    return study.direction == "no-difference" and study.comparator not in ("active", "dose")
