"""Studies: one result for one regimen on one goal."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.place import Route
from mesoplan.record import NamedTuple

Direction = Literal["benefit", "no-difference", "harm", "unclear", "none-found"]
Design = Literal[
    "meta-analysis",
    "systematic-review",
    "rct",
    "controlled",
    "cohort",
    "case-series",
    "case-report",
    "registration",
    "survey",
    "animal",
    "in-vitro",
    "vendor-claim",
    "search",
]


class Evidence(NamedTuple):
    """A study's result for a regimen. Its result never passes to its single ingredients.

    ``regimen`` is what was given, ``against`` the comparator where that was a regimen too. What has no single
    regimen (a search, a review of many studies) names the ``ingredients`` that were given together instead.
    """

    goal: str
    design: Design
    direction: Direction
    result: str
    cite: Cite
    comparator: Literal["placebo", "active", "add-on", "no-treatment", "baseline", "dose", "none", "unclear"]
    regimen: str = ""
    against: str = ""
    ingredients: tuple[str, ...] = ()
    route: Route | Literal["unclear"] = "unclear"
    comparator_detail: str = ""
    n: int | None = None
    blinded: bool | None = None
    population: str = ""
    sex: Literal["female", "male", "both", "unclear"] = "unclear"
    zone: str = ""
    ocebm: Literal[1, 2, 3, 4, 5] | None = None
    grade: Literal["high", "moderate", "low", "very-low"] | None = None
    funding: str = ""
    harms: str = ""
    indirect: bool = False
    anomaly: str = ""
    note: str = ""
    id: str = ""


def direct(study: Evidence) -> bool:
    """Whether a study looked at people and at this use."""
    return not study.indirect and study.design not in ("animal", "in-vitro", "vendor-claim")
