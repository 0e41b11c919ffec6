"""The explaining questions of the library: why, why not, what would make it pass, how much of it.

Each takes a case as `mesoplan.check` and `mesoplan.plan` do, and hands back records
(`mesoplan.model.explanation`); `mesoplan.report.explain_words` has the words.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.explanation import (
    FrontReport,
    RepairReport,
    Sensitivity,
    Threshold,
    Why,
    WhyNot,
)
from mesoplan.planner.explain.repair import MAX_CHECKS
from mesoplan.planner.explain.repair import repair as repaired
from mesoplan.planner.explain.threshold import threshold as solved_threshold
from mesoplan.planner.explain.why import why as why_in
from mesoplan.planner.explain.why_not import MAX_PLANS
from mesoplan.planner.explain.why_not import why_not as why_out
from mesoplan.planner.front import front as pareto
from mesoplan.planner.ground import Ground, prepare
from mesoplan.planner.sensitivity import sensitivity as swayed
from mesoplan.report.words import finding_with_words, with_words
from mesoplan.rules.scene import Scene


def why(case: Case, ingredient: str, catalog: Catalog, *, k: int = 3, prefer: str = "evidence") -> Why:
    """Why an ingredient is in the plans of a case: what it adds, by which studies, at which dose."""
    return why_in(_ground(case, catalog, prefer), _ingredient(ingredient, catalog), k=k)


def why_not(
    case: Case,
    ingredient: str,
    catalog: Catalog,
    *,
    prefer: str = "evidence",
    max_plans: int = MAX_PLANS,
) -> WhyNot:
    """What keeps an ingredient out of the first plan, and the cheapest change that lets it in."""
    found = why_out(_ground(case, catalog, prefer), _ingredient(ingredient, catalog), max_plans=max_plans)
    return found._replace(findings=tuple(finding_with_words(each, catalog) for each in found.findings))


def repair(
    case: Case,
    catalog: Catalog,
    cocktail: Sequence[Mapping[str, Any]] | None = None,
    *,
    answered: bool = False,
    prefer: str = "evidence",
    max_checks: int = MAX_CHECKS,
    told: Callable[[int, int], object] | None = None,
) -> RepairReport:
    """Every minimal change that makes a cocktail pass, cheapest first, each verified by ``check``.

    ``answered`` asks that nothing stays unknown, not only that nothing forbids. ``max_checks``
    bounds the work; the report says when there may be more repairs than it holds. ``told`` is
    called as the search goes on, with the checks made and the repairs found.
    """
    found = repaired(
        _scene(case, cocktail, catalog),
        answered=answered,
        prefer=prefer,
        max_checks=max_checks,
        told=told,
    )
    repairs = tuple(
        each._replace(reports=tuple(with_words(one, catalog) for one in each.reports))
        for each in found.repairs
    )
    return found._replace(report=with_words(found.report, catalog), repairs=repairs)


def threshold(
    case: Case,
    position: int,
    catalog: Catalog,
    cocktail: Sequence[Mapping[str, Any]] | None = None,
    *,
    answered: bool = False,
) -> Threshold:
    """How much of the item at ``position`` (from 0) of the cocktail passes, solved exactly."""
    scene = _scene(case, cocktail, catalog)
    if not 0 <= position < len(scene.items):
        raise CaseError(
            (
                CaseFault(
                    f"cocktail[{position}]",
                    f"there are {len(scene.items)} items.",
                    "Its threshold cannot be solved.",
                    "Count from 0.",
                ),
            )
        )
    found = solved_threshold(scene, position, answered=answered)
    return found._replace(most=_worded(found.most, catalog), elsewhere=_worded(found.elsewhere, catalog))


def front(
    case: Case,
    catalog: Catalog,
    *,
    prefer: str = "evidence",
    most_points: int | None = None,
    budget: int | None = None,
) -> FrontReport:
    """The plans of which none is beaten in benefit, risk and cost together."""
    return pareto(_ground(case, catalog, prefer), most_points=most_points, budget=budget)


def sensitivity(
    case: Case, catalog: Catalog, *, prefer: str = "evidence", trials: bool = True
) -> Sensitivity | None:
    """Over which range of each weight the first plan stays first; None when there is no plan."""
    return swayed(_ground(case, catalog, prefer), trials=trials)


def _ground(case: Case, catalog: Catalog, prefer: str) -> Ground:
    resolved = resolve(case, catalog)
    _with_goal(resolved)
    return prepare(resolved, Knowledge(catalog), prefer=prefer)


def _with_goal(case: ResolvedCase) -> None:
    if not case.goal:
        raise CaseError(
            (CaseFault("goal", "is missing.", "Nothing can be planned.", "`mesoplan goals` lists them."),)
        )


def _scene(case: Case, cocktail: Sequence[Mapping[str, Any]] | None, catalog: Catalog) -> Scene:
    asked = case if cocktail is None else case._replace(cocktail=tuple(cocktail))
    if not asked.cocktail:
        raise CaseError(
            (
                CaseFault(
                    "cocktail",
                    "has no items.",
                    "There is nothing to repair or to measure.",
                    "Write [[cocktail]] for each item.",
                ),
            )
        )
    return Scene(resolve(asked, catalog), Knowledge(catalog))


def _ingredient(name: str, catalog: Catalog) -> str:
    """The id of an ingredient, by any of its names; a product means what it holds."""
    found = catalog.resolve(name, ("substance",), "ingredient called")
    if found.kind == "product":
        return catalog.product(found.id).contains[0].ingredient
    return found.id


def _worded(bound: Any, catalog: Catalog) -> Any:
    if bound is None:
        return None
    return bound._replace(stopped_by=tuple(finding_with_words(each, catalog) for each in bound.stopped_by))
