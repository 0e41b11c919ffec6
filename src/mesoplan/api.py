"""The two questions of the library: check a cocktail, plan a cocktail."""

from collections.abc import Mapping, Sequence
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.resolve import resolve, with_cocktail
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.model.plan import PlanReport
from mesoplan.report.words import plan_with_words, with_words
from mesoplan.rules.run import check as run_rules
from mesoplan.rules.scene import Scene


def check(case: Case, cocktail: Sequence[Mapping[str, Any]] | str | None, catalog: Catalog) -> CheckReport:
    """What is known for and against a cocktail in a case, and what is not known.

    ``cocktail`` is a list of items with the keys of a case file, or one line of text such as
    "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL"; None means the case's own.
    Raises :class:`CaseError` with every fault when a name or amount cannot be read: a case is
    judged whole or not at all.
    """
    asked = case if cocktail is None else with_cocktail(case, cocktail)
    knowledge = Knowledge(catalog)
    scene = Scene(resolve(asked, catalog), knowledge)
    return with_words(run_rules(scene), catalog)


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
    """The ``k`` best distinct cocktails for a case, with proof, or why there is none.

    ``prefer`` is ``evidence``, ``safety``, ``simplicity`` or ``cost``; ``budget`` bounds the nodes
    that the search may open (the status then says ``best-found``). ``diverse``: each plan shares
    at most half of its ingredients with any before it. ``solve_questions``: which unasked facts
    could change the answer is solved by planning again under each answer, not estimated.
    Raises :class:`CaseError` with every fault of the case.
    """
    from mesoplan.planner.plan import plan as plan_cocktails  # a check does not need the planner

    resolved = resolve(case, catalog)
    if not resolved.goal:
        raise CaseError(
            (CaseFault("goal", "is missing.", "Nothing can be planned.", "`mesoplan goals` lists them."),)
        )
    report = plan_cocktails(
        resolved,
        Knowledge(catalog),
        k=k,
        prefer=prefer,
        budget=budget,
        diverse=diverse,
        solve_questions=solve_questions,
    )
    return plan_with_words(report, catalog)
