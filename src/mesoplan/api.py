"""The two questions of the library as functions: check a cocktail, plan a cocktail.

Whoever asks more than once keeps an `Engine`, which keeps what the catalog implies.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.model.plan import PlanReport


def check(case: Case, cocktail: Sequence[Mapping[str, Any]] | str | None, catalog: Catalog) -> CheckReport:
    """What is known for and against a cocktail in a case, and what is not known; see `Engine.check`."""
    return Engine(catalog).check(case, cocktail).result


def plan(
    case: Case,
    catalog: Catalog,
    *,
    k: int = 3,
    prefer: str = "evidence",
    budget: int | None = None,
    diverse: bool = False,
    solve_questions: bool = False,
) -> PlanReport:
    """The ``k`` best distinct cocktails for a case, with proof, or why there is none; see `Engine.plan`."""
    answer = Engine(catalog).plan(
        case, k=k, prefer=prefer, budget=budget, diverse=diverse, solve_questions=solve_questions
    )
    return answer.result
