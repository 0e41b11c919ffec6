"""Studies: one result for one regimen on one goal."""

from typing import Literal, NamedTuple

from mesoplan.model.cite import Cite
from mesoplan.model.place import Route
from mesoplan.quantity import Quantity

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


class Used(NamedTuple):
    """One ingredient of a regimen, as printed."""

    ingredient: str
    amount: Quantity | None = None
    concentration: Quantity | None = None
    volume: Quantity | None = None
    product: str = ""
    form: str = ""
    printed: str = ""


class Regimen(NamedTuple):
    """What a study or label actually used."""

    items: tuple[Used, ...]
    route: Route | Literal["unclear"] = "intradermal"
    technique: str = ""
    depth_mm: str = ""
    volume: Quantity | None = None
    point_volume: Quantity | None = None
    sessions: int | None = None
    interval: Quantity | None = None
    schedule: str = ""
    with_also: str = ""


class Evidence(NamedTuple):
    """A study's result for a regimen. Its result never passes to its single ingredients."""

    goal: str
    design: Design
    direction: Direction
    result: str
    regimen: Regimen
    cite: Cite
    comparator: Literal["placebo", "active", "add-on", "no-treatment", "baseline", "dose", "none", "unclear"]
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
    id: str = ""
