"""Evidence: what a design promises, the study has to have."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, warning

_CONTROLLED = frozenset({"meta-analysis", "rct", "controlled"})


def without_comparator(look: Look) -> Iterator[Fault]:
    """CA062: a controlled design without a comparator or without a number of patients."""
    for entry in look.entries("evidence"):
        study = entry.record
        if study.design not in _CONTROLLED:
            continue
        if study.comparator in ("none", "unclear"):
            yield warning(
                "CA062",
                entry,
                "comparator",
                f'a study of design "{study.design}" has comparator "{study.comparator}".',
                "It counts as uncontrolled.",
                "Name what it was compared with, or its true design.",
            )
        if study.n is None:
            yield warning(
                "CA062",
                entry,
                "n",
                f'a study of design "{study.design}" has no number of patients.',
                "It counts as the smallest possible.",
                "Write n, if the source gives it.",
            )
