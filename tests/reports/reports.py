"""Public reports: read a case, judge it, hold it against what a sound check says."""

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.review import validation
from mesoplan.review.validation import KEYS as KEYS
from mesoplan.review.validation import Outcome as Outcome
from mesoplan.review.validation import Report as Report

FOLDER = Path(__file__).parent / "cases"
#: Cocktails of a practice: what a sound check says of each was written before it was run.
PRACTICE = Path(__file__).parent / "practice"


def reports() -> Iterator[Report]:
    """Every report, each variant for itself."""
    return validation.reports(FOLDER)


def practice() -> Iterator[Report]:
    """Every cocktail of a practice."""
    return validation.reports(PRACTICE)


def judge(report: Report) -> Outcome:
    """The outcome of one report."""
    return validation.judged(report, _knowledge())


@cache
def _knowledge() -> Knowledge:
    return Knowledge(finish(draft(shipped_catalog(), (), datetime.date(2026, 11, 27))))
